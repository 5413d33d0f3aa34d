"""A message is read, and that is put on record once."""

from cites.cug.core.sql.session import session, write_session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.core.validation.errors import Missing
from cites.cug.messaging.actions import opening
from cites.cug.messaging.actions.filing import file_messages
from cites.cug.messaging.actions.opening import open_file
from cites.cug.messaging.actions.sending import recall_message
from sqlalchemy import select
from tests.messaging.case import a_file, MessagingCase
from unittest.mock import patch


class OpeningTest(MessagingCase):
    def setUp(self):
        super().setUp()
        self.message = self.send("customs-xa", "police-xb")

    def opened_by(self):
        query = select(AuditEvent.actor).where(AuditEvent.action == "message.open")
        return session().scalars(query).all()

    def test_only_the_first_time_is_put_on_record(self):
        for _ in "12":
            self.open("police-xb", self.message)
            self.assertEqual(self.counts("police-xb"), {"inbox": (1, 0)})
        who = {"acting_user": "police-xb"}
        file_messages(self.group, [self.message], **who, read=False)
        self.open("police-xb", self.message)
        self.assertEqual(self.opened_by(), ["police-xb"])

    def test_what_the_sender_opens_is_not(self):
        self.open("customs-xa", self.message)
        self.assertEqual(self.opened_by(), [])

    def test_what_is_taken_back_while_it_is_opened_stays_closed(self):
        def taken_back_first():
            recall_message(self.group, self.message, acting_user="customs-xa")
            return write_session()

        waiting = patch.object(opening, "write_session", taken_back_first)
        with waiting, self.assertRaises(Missing):
            self.open("police-xb", self.message)
        self.assertEqual(self.opened_by(), [])

    def test_all_of_it_is_there_and_it_counts_as_read(self):
        files = {"uploads": [a_file("a.txt"), a_file("b.txt", b"Other")]}
        fields = {"reply_to": self.message, "receipt": False}
        answer = self.send(
            "police-xb", "customs-xa", body="Cubs", options=files, **fields
        )
        opened = self.open("customs-xa", answer)
        self.assertEqual((opened.line.id, opened.line.unread), (answer, False))
        told = (opened.reply_to, opened.receipt, opened.addressees.to)
        self.assertEqual(told, (self.message, False, ("customs-xa",)))
        self.assertIn("Cubs", opened.body)
        self.assertEqual([file.filename for file in opened.files], ["a.txt", "b.txt"])
        self.assertEqual(self.listed("customs-xa", unread=True), [])

    def test_a_file_is_read_by_whoever_has_the_message_and_that_is_on_record(self):
        files = {"uploads": [a_file("a.txt"), a_file("b.txt", b"Other")]}
        message = self.send("customs-xa", "police-xb", options=files)
        who = {"acting_user": "police-xb"}
        file, pieces = open_file(self.group, message, 1, **who)
        self.assertEqual(("b.txt", b"Other"), (file.filename, b"".join(pieces)))
        for number, user in ((2, "police-xb"), (0, "customs-xb")):
            with self.assertRaises(Missing):
                open_file(self.group, message, number, acting_user=user)
        query = select(AuditEvent).where(AuditEvent.action == "message.download")
        (event,) = session().scalars(query)
        detail = {"message": message, "number": 1}
        self.assertEqual(("police-xb", detail), (event.actor, event.detail))
