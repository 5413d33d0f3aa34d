"""The service over HTTP: what strangers get, and who decides."""

import requests
import transaction
import unittest
from cites.cug.membership.access_requests import settings
from cites.cug.membership.access_requests.models import AccessRequest
from cites.cug.membership.access_requests.models import RequestState
from cites.cug.settings.deployment import records_url
from cites.cug.sql.session import engine
from cites.cug.testing import CUG_HTTP
from cites.cug.testing import PASSWORD
from collective.workspace.interfaces import IWorkspace
from sqlalchemy import select
from sqlalchemy import update
from tests.membership.access_requests.case import person


JSON = {"Accept": "application/json"}


class ServiceCase(unittest.TestCase):
    layer = CUG_HTTP

    def setUp(self):
        self.url = self.layer["portal"].absolute_url()

    def send(self, body=None, path="", user=None, group="cheetahs", **kw):
        url = f"{self.url}/{group}/@access-requests{path}"
        auth = user and (user, PASSWORD)
        return requests.post(
            url, json=body, auth=auth, timeout=30, headers={**JSON, **kw}
        )

    def get(self, path="", user=None):
        url = f"{self.url}/cheetahs/@access-requests{path}"
        auth = user and (user, PASSWORD)
        return requests.get(url, auth=auth, timeout=30, headers=JSON)

    def rows(self):
        with engine(records_url()).connect() as connection:
            return list(connection.execute(select(AccessRequest.__table__)))

    def pending(self, **changes) -> str:
        """The id of a request that was confirmed."""
        known = {row.id for row in self.rows()}
        self.assertEqual(202, self.send(person(**changes)).status_code)
        ((request_id,),) = [(row.id,) for row in self.rows() if row.id not in known]
        with engine(records_url()).begin() as connection:
            confirm = update(AccessRequest).where(AccessRequest.id == request_id)
            connection.execute(confirm.values(state=RequestState.PENDING.value))
        return request_id


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


class DecidingTest(ServiceCase):
    def test_who_may_look(self):
        mine, other = self.pending(), self.pending(country="XB", email="b@x.example")
        for user, status, seen in (
            (None, 401, None),
            ("outsider", 404, None),
            ("police-xa", 403, None),
            ("igo-interpol", 403, None),
            ("contact-xa", 200, {mine}),
            ("secretariat", 200, {mine, other}),
        ):
            answer = self.get("", user)
            self.assertEqual(status, answer.status_code, user)
            if seen is not None:
                self.assertEqual(seen, {item["id"] for item in answer.json()["items"]})
                self.assertEqual(len(seen), answer.json()["items_total"])
        self.assertEqual(404, self.get(f"/{other}", "contact-xa").status_code)
        self.assertEqual(200, self.get(f"/{other}", "secretariat").status_code)
        self.assertEqual(404, self.get("/nothing", "secretariat").status_code)

    def test_lists_by_state(self):
        self.pending()
        for state, total in (("pending", 1), ("unconfirmed", 0), ("approved", 0)):
            answer = self.get(f"?state={state}", "secretariat").json()
            self.assertEqual(total, answer["items_total"], state)
            self.assertEqual(1, answer["counts"]["pending"])
        self.assertEqual(400, self.get("?state=x", "secretariat").status_code)

    def test_who_may_decide(self):
        request_id = self.pending()
        for user, status in ((None, 401), ("outsider", 404), ("police-xa", 403)):
            for name in ("endorse", "approve", "decline", "question", "nothing"):
                answer = self.send({}, f"/{request_id}/{name}", user)
                self.assertEqual(status, answer.status_code, (user, name))
        for name in ("approve", "decline", "question"):
            answer = self.send({}, f"/{request_id}/{name}", "contact-xa")
            self.assertEqual(403, answer.status_code, name)
        answer = self.send({}, f"/{request_id}/endorse", "secretariat")
        self.assertEqual(403, answer.status_code)
        self.assertEqual([RequestState.PENDING], [row.state for row in self.rows()])

    def test_endorse_then_approve(self):
        request_id = self.pending()
        answer = self.send(None, f"/{request_id}/endorse", "contact-xa")
        self.assertEqual(("endorsed", 200), (answer.json()["state"], answer.status_code))
        body = {"category": "wildlife"}
        answer = self.send(body, f"/{request_id}/approve", "secretariat")
        self.assertEqual(200, answer.status_code, answer.text)
        transaction.begin()
        entry = IWorkspace(self.layer["portal"].cheetahs)[answer.json()["member"]]
        self.assertEqual("wildlife", entry.category)
        answer = self.send(body, f"/{request_id}/approve", "secretariat")
        self.assertEqual(400, answer.status_code)

    def test_a_contact_point_endorses_nobody_else(self):
        other = self.pending(country="XB")
        answer = self.send(None, f"/{other}/endorse", "contact-xa")
        self.assertEqual(404, answer.status_code)

    def test_decisions_say_what_is_missing(self):
        request_id = self.pending()
        for name, body, field in (
            ("approve", {}, "category"),
            ("approve", {"category": "x"}, "category"),
            ("decline", {"reason": " "}, "reason"),
            ("decline", {"reason": "x" * 5001}, "reason"),
            ("decline", {"reason": "No.", "silently": True}, "silently"),
        ):
            answer = self.send(body, f"/{request_id}/{name}", "secretariat")
            self.assertEqual(400, answer.status_code)
            self.assertTrue(answer.json()["message"].startswith(field), answer.text)
        body = {"reason": "No office."}
        answer = self.send(body, f"/{request_id}/decline", "secretariat")
        self.assertEqual("No office.", answer.json()["reason"])
