"""A message is read, and that is put on record once."""

from cites.cug.audit.trail import AuditEvent
from cites.cug.messaging.actions import opening
from cites.cug.messaging.actions.filing import file_messages
from cites.cug.messaging.actions.sending import recall_message
from cites.cug.sql.session import session, writing
from cites.cug.validation.errors import Missing
from sqlalchemy import select
from tests.messaging.case import MessagingCase
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
            return writing()

        waiting = patch.object(opening, "writing", taken_back_first)
        with waiting, self.assertRaises(Missing):
            self.open("police-xb", self.message)
        self.assertEqual(self.opened_by(), [])
