"""The service over HTTP: who decides about requests for access."""

import transaction
from cites.cug.membership.access_requests.models import RequestState
from collective.workspace.interfaces import IWorkspace
from tests.membership.access_requests.api.case import ServiceCase


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
        # Both have the same telephone.
        for user, others in (("contact-xa", []), ("secretariat", [other])):
            known = self.get(f"/{mine}", user).json()["known"]
            self.assertEqual(others, known["requests"])

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
            for name in ("endorse", "approve", "decline", "question"):
                answer = self.send({}, f"/{request_id}/{name}", user)
                self.assertEqual(status, answer.status_code, (user, name))
        for user, status in ((None, 401), ("police-xa", 404), ("secretariat", 404)):
            answer = self.send({}, f"/{request_id}/nothing", user)
            self.assertEqual(status, answer.status_code, user)
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
