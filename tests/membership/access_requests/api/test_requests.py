"""The service over HTTP: what strangers get, and who decides."""

import transaction
from cites.cug.membership.access_requests import settings
from tests.membership.access_requests.api.case import ServiceCase
from tests.membership.access_requests.case import person


class AskingTest(ServiceCase):
    def test_the_answer_is_always_the_same(self):
        self.layer["portal"].acl_users.source_users.addUser(
            "m1", "known@customs.example", "x" * 9
        )
        transaction.commit()
        answers = [
            self.send(person(email=email))
            for email in (
                "known@customs.example",
                "unknown@customs.example",
                "unknown@customs.example",
            )
        ]
        answers.append(self.send(person(), user="outsider"))
        self.assertEqual({202}, {answer.status_code for answer in answers})
        self.assertEqual(1, len({answer.content for answer in answers}))
        heads = [set(answer.headers) for answer in answers[:3]]
        self.assertEqual(heads[0], heads[1])
        self.assertEqual(4, len(self.rows()))

    def test_all_mistakes_at_once(self):
        answer = self.send(person(email="x", telephone="y"))
        self.assertEqual(400, answer.status_code)
        fields = [mistake["field"] for mistake in answer.json()["errors"]]
        self.assertEqual(["telephone", "email"], fields)
        self.assertTrue(answer.json()["message"].startswith("telephone: "))
        self.assertEqual([], self.rows())

    def test_what_is_no_request_is_refused_with_a_reason(self):
        for body in ({**person(), "state": "approved"}, {**person(), "id": "x"}, [], "x"):
            answer = self.send(body)
            self.assertEqual(400, answer.status_code, body)
        self.assertEqual([], self.rows())

    def test_too_many_from_one_network(self):
        for number in range(10):
            self.send(person(email=f"a{number}@customs.example"))
        for email in ("a1@customs.example", "never.seen@customs.example"):
            answer = self.send(person(email=email))
            self.assertEqual(429, answer.status_code)
            self.assertGreater(int(answer.headers["Retry-After"]), 0)
        self.assertEqual(10, len(self.rows()))

    def test_pages_of_other_sites_are_refused(self):
        answer = self.send(person(), Origin="http://evil.example")
        self.assertEqual(403, answer.status_code)
        self.assertEqual([], self.rows())

    def test_a_group_that_takes_none_is_not_there(self):
        group = self.layer["portal"].cheetahs
        settings.set_rules(
            group, settings.AccessRequestRules(accepts=False), acting_user="secretariat"
        )
        transaction.commit()
        closed, missing = self.send(person()), self.send(person(), group="nothing")
        self.assertEqual((401, closed.content), (missing.status_code, missing.content))
        self.assertEqual(401, closed.status_code)
        closed = self.send(person(), user="outsider")
        missing = self.send(person(), user="outsider", group="nothing")
        self.assertEqual((404, closed.content), (missing.status_code, missing.content))

    def test_only_groups_are_asked(self):
        for place in (".", "cheetahs/library", "cheetahs/library/nothing"):
            self.assertEqual(401, self.send(person(), group=place).status_code, place)
