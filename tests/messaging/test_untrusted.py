"""What a member sees of a message that was changed outside the portal."""

import transaction
from cites.cug.core.sql.session import autonomous_transaction, session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.messaging.models import Delivery, Message
from sqlalchemy import select, update
from tests.library.case import text_of
from tests.messaging.browser.case import ScreenCase
from tests.messaging.http import MessagesHttpCase


SAID = "This message cannot be trusted"


def change(message_id, table=Message, **values):
    """As somebody does who can write to the database."""
    key = table.id if table is Message else table.message_id
    with autonomous_transaction() as connection:
        connection.execute(update(table).where(key == message_id).values(values))


def trail():
    """Who was refused which message."""
    transaction.abort()
    query = select(AuditEvent.actor, AuditEvent.detail)
    found = session().execute(query.where(AuditEvent.action == "message.untrusted"))
    return [(actor, detail["message"]) for actor, detail in found]


class ServiceTest(MessagesHttpCase):
    def setUp(self):
        super().setUp()
        self.forged, self.other = self.post()["id"], self.post()["id"]
        change(self.forged, sender="secretariat")

    def assertRefused(self, method, url, **kw):
        answer = self.ask("police-xb", method, url, **kw)
        self.assertEqual(409, answer.status_code, answer.text)
        said = answer.json()
        self.assertEqual({"type", "message", "errors"}, set(said))
        self.assertEqual("UntrustedMessage", said["type"])
        self.assertIn("changed outside", said["message"])
        self.assertEqual([], said["errors"])

    def test_it_is_refused_and_the_trail_is_told(self):
        self.assertRefused("GET", self.forged)
        self.assertRefused("GET", f"{self.forged}/attachments/0")
        self.assertRefused("PATCH", self.forged, json={"read": True})
        self.assertEqual([("police-xb", self.forged)] * 3, trail())

    def test_nothing_is_sent_on_its_account(self):
        self.assertRefused("POST", f"{self.forged}/report", json={"reason": "a name"})
        letter = {"subject": "x", "to": ["customs-xa"], "forward_files_of": self.forged}
        for more in ({}, {"reply_to": self.forged, "forward_files_of": None}):
            answer = self.ask("police-xb", "POST", "", json=letter | more)
            self.assertIn(answer.status_code, (400, 409), answer.text)
        self.assertEqual([], self.ids("police-xb", folder="sent"))

    def test_the_list_names_it_and_goes_on(self):
        items = {one["id"]: one for one in self.listed("police-xb")["items"]}
        self.assertEqual({self.forged, self.other}, set(items))
        forged = items[self.forged]
        self.assertEqual(SAID, forged["subject"])
        self.assertEqual("", forged["sender"]["id"])
        self.assertEqual("", forged["snippet"])
        self.assertEqual("EXERCISE: cubs", items[self.other]["subject"])
        french = {"Accept-Language": "fr"}
        found = self.done("police-xb", "GET", "", headers=french)["items"]
        self.assertNotIn(SAID, [one["subject"] for one in found])

    def test_it_can_be_deleted(self):
        for _ in range(2):
            self.done("police-xb", "DELETE", self.forged, 204)
        self.assertEqual([self.other], self.ids("police-xb"))


class ScreenTest(ScreenCase):
    def setUp(self):
        super().setUp()
        self.first = self.sent("customs-xa", "police-xb", subject="First", body="one")
        options = {"reply_to": self.first}
        self.second = self.sent("police-xb", "customs-xa", body="two", **options)
        options = {"reply_to": self.second}
        self.third = self.sent("customs-xa", "police-xb", body="three", **options)

    def test_its_page_says_so_and_is_refused(self):
        change(self.third, handling="green")
        answer = self.ask("police-xb", "GET", f"{self.messages}/{self.third}")
        self.assertEqual(409, answer.status_code)
        self.assertIn(SAID, answer.text)
        self.assertNotIn("three", answer.text)
        self.assertEqual([("police-xb", self.third)], trail())
        for path in (f"{self.third}/report", f"write?reply={self.third}"):
            answer = self.ask("police-xb", "GET", f"{self.messages}/{path}")
            self.assertEqual((409, False), (answer.status_code, "three" in answer.text))

    def test_the_list_names_it(self):
        change(self.third, handling="green")
        self.assertEqual([SAID], self.subjects("police-xb"))
        row = self.list("police-xb").xpath("//*[@data-row]")[0]
        self.assertNotIn("three", text_of(row))

    def test_in_a_conversation_the_others_open(self):
        for table, changes in (
            (Message, {"body": b"x" * 40}),
            (Message, {"sender": "x"}),
        ):
            with self.subTest(changes):
                with autonomous_transaction() as connection:
                    here = Message.id == self.first
                    before = connection.execute(select(Message.__table__).where(here))
                    before = before.one()._asdict()
                change(self.first, table, **changes)
                page = self.page("police-xb", f"{self.messages}/{self.third}")
                (letter,) = page.xpath(f"//*[@id='m-{self.first}']")
                self.assertIn(SAID, text_of(letter))
                self.assertNotIn("one", text_of(letter).split())
                (letter,) = page.xpath(f"//*[@id='m-{self.third}']")
                self.assertIn("three", text_of(letter))
                change(self.first, **before)

    def test_it_can_be_deleted(self):
        change(self.third, Delivery, kind="sent")
        page = self.list("police-xb")
        self.post("police-xb", "", page, ids=self.third, action="trash")
        self.assertNotIn(SAID, self.subjects("police-xb"))
