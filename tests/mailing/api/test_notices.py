"""REST: a member's own choice, and what the Secretariat sees."""

import requests
import transaction
from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.mailing.models import Choice
from cites.cug.mailing.outbox import queue_notices
from cites.cug.mailing.preferences import choice_of
from datetime import datetime, timedelta, UTC
from plone.app.testing import SITE_OWNER_NAME, SITE_OWNER_PASSWORD
from sqlalchemy import select
from tests.library.case import LibraryCase


JSON = {"Accept": "application/json"}


def queue(case, *readers, group="cheetahs"):
    """Late notices: there is no mail server."""
    hour_ago = datetime.now(UTC) - timedelta(hours=1)
    uid = case.layer["portal"][group].UID()
    queue_notices("tests.parcel", "x", uid, readers, at=hour_ago)
    transaction.commit()


class NotificationsTest(LibraryCase):
    def setUp(self):
        super().setUp()
        self.url = f"{self.portal}/@notifications"

    def patch(self, status=200, **body):
        return self.rest("customs-xa", "PATCH", self.url, status, json=body)

    def test_a_member_chooses(self):
        answer = self.rest("customs-xa", "GET", self.url, 200)
        expected = {"choice": "at_once", "follows": None, "language": None}
        expected |= {"summary": "off"}
        self.assertEqual({"@id": self.url, **expected}, answer)
        chosen = {"choice": "daily", "follows": "weekly", "language": "fr"}
        expected = {**chosen, "summary": "monthly"}
        answer = self.patch(**expected)
        self.assertEqual({"@id": self.url, **expected}, answer)
        self.assertIsNone(self.patch(follows=None)["follows"])
        self.patch(language=None)
        self.patch(choice="off")
        answer = self.rest("customs-xa", "GET", self.url, 200)
        self.assertEqual(("off", None), (answer["choice"], answer["language"]))
        other = self.rest("customs-xb", "GET", self.url, 200)
        self.assertEqual("at_once", other["choice"])

    def test_bad_input_changes_nothing(self):
        for body, field in (
            ({"choice": "weekly"}, "choice"),
            ({"choice": None}, "choice"),
            ({"choice": ["daily"]}, "choice"),
            ({"choice": "daily", "follows": "hourly"}, "follows"),
            ({"choice": "daily", "summary": "daily"}, "summary"),
            ({"choice": "daily", "summary": None}, "summary"),
            ({"choice": {"a": 1}}, "choice"),
            ({"choice": "daily", "language": "de"}, "language"),
            ({"choice": "daily", "language": ""}, "language"),
            ({"choice": "daily", "user": "customs-xb"}, "user"),
        ):
            with self.subTest(body):
                self.assertIn(field, self.patch(400, **body)["message"])
        for data in ("[]", '"daily"', "{", ""):
            answer = self.ask(
                "customs-xa",
                "PATCH",
                self.url,
                data=data,
                headers={**JSON, "Content-Type": "application/json"},
            )
            self.assertIn(answer.status_code, (200, 400), data)
        self.assertIs(Choice.AT_ONCE, choice_of("customs-xa"))

    def test_a_site_manager_may_choose_too(self):
        answer = requests.patch(
            self.url,
            auth=(SITE_OWNER_NAME, SITE_OWNER_PASSWORD),
            headers=JSON,
            json={"choice": "off", "language": "fr"},
            timeout=120,
        )
        self.assertEqual(200, answer.status_code, answer.text)

    def test_strangers_and_other_places(self):
        for method in ("GET", "PATCH"):
            self.rest(None, method, self.url, 401, json={"choice": "off"})
            elsewhere = f"{self.group}/@notifications"
            self.rest("customs-xa", method, elsewhere, 404, json={"choice": "off"})


class NoticesTest(LibraryCase):
    def setUp(self):
        super().setUp()
        self.url = f"{self.group}/@notices"

    def test_the_secretariat_sees_whom_notices_have_not_reached(self):
        queue(self, "customs-xa", "police-xa")
        queue(self, "police-xb", group="ivory")
        answer = self.rest("secretariat", "GET", self.url, 200)
        self.assertEqual((False, 2), (answer["mail_server"], answer["items_total"]))
        first = answer["items"][0]
        self.assertEqual("customs-xa", first["user"]["id"])
        self.assertEqual("Customs officer, XA (exercise)", first["user"]["fullname"])
        self.assertEqual(("waiting", 0), (first["state"], first["attempts"]))
        self.assertNotIn("parcel", str(answer))

    def test_pages(self):
        queue(self, "customs-xa", "customs-xb", "police-xa")
        answer = self.rest("secretariat", "GET", f"{self.url}?b_size=1&b_start=1", 200)
        (item,) = answer["items"]
        self.assertEqual((3, "customs-xb"), (answer["items_total"], item["user"]["id"]))
        for query in (
            "b_size=0",
            "b_size=101",
            "b_size=x",
            "b_start=-1",
            "b_size=1&b_size=2",
            "b_start=" + "9" * 30,
            "b_start=٣",
        ):
            answer = self.rest("secretariat", "GET", f"{self.url}?{query}", 400)
            self.assertIn(query.partition("=")[0], answer["message"])

    def test_trying_again(self):
        queue(self, "customs-xa", "customs-xb")
        body = {"users": ["customs-xa"]}
        answer = self.rest("secretariat", "POST", self.url, 200, json=body)
        self.assertEqual({"notices": 1}, answer)
        answer = self.rest("secretariat", "POST", self.url, 200, json={})
        self.assertEqual({"notices": 2}, answer)
        query = select(AuditEvent).where(AuditEvent.action == "notice.retry")
        self.assertEqual(2, len(list(session().scalars(query))))

    def test_bad_input(self):
        for body, field in (
            ({"users": "customs-xa"}, "users"),
            ({"users": [1]}, "users"),
            ({"user": "customs-xa"}, "user"),
        ):
            answer = self.rest("secretariat", "POST", self.url, 400, json=body)
            self.assertIn(field, answer["message"])

    def test_it_is_for_those_who_keep_the_roster(self):
        for method in ("GET", "POST"):
            for user in ("customs-xa", "contact-xa", "igo-interpol"):
                self.rest(user, method, self.url, 403, json={})
            self.rest("outsider", method, self.url, 404, json={})
            self.rest(None, method, self.url, 401, json={})
            answer = requests.request(
                method,
                self.url,
                auth=(SITE_OWNER_NAME, SITE_OWNER_PASSWORD),
                headers=JSON,
                json={},
                timeout=120,
            )
            self.assertEqual(200, answer.status_code)
