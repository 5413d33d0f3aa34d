"""Who is told by e-mail that there is a message, and what the mail says."""

import transaction
from cites.cug.mailing.choices import choose
from cites.cug.mailing.model import Choice
from cites.cug.membership.actions import remove_member
from cites.cug.messaging.actions.filing import delete_messages
from cites.cug.messaging.actions.sending import recall_message
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from tests.mailing.case import MailingCase
from tests.messaging.case import MessagingCase


class MessageNoticesTest(MailingCase, MessagingCase):
    def setUp(self):
        MessagingCase.setUp(self)
        MailingCase.setUp(self)

    def go_out(self, later=timedelta(0)):
        transaction.commit()
        with self.server():
            self.round(at=datetime.now(UTC) + later)

    def test_it_tells_nothing_but_handling_code_and_address(self):
        message = self.send(
            "customs-xa",
            "police-xb",
            subject="Subject of zq",
            body="Body of zq",
            handling="amber_strict",
        )
        self.go_out()
        (mail,) = self.mails()
        text = mail.as_string()
        self.assertEqual(self.readers(), ["police-xb"])
        self.assertIn("TLP:AMBER+STRICT", text)
        self.assertIn(f"/cheetahs/messages/{message}", text.replace("=\n", ""))
        for secret in ("zq", "customs-xa", "Customs officer"):
            self.assertNotIn(secret, text)

    def test_several_make_one_mail_with_the_strictest_code(self):
        choose("police-xb", Choice.HOURLY, at=datetime.now(UTC))
        for handling in ("green", "red", "amber"):
            self.send("customs-xa", "police-xb", handling=handling)
        self.go_out(later=timedelta(hours=1))
        (mail,) = self.mails()
        text = mail.get_content()
        self.assertIn("There are 3 messages for you [up to TLP:RED].", text)

    def test_not_about_what_the_reader_no_longer_has(self):
        opened, deleted, recalled = (self.send("customs-xa", "police-xb") for _ in "123")
        self.open("police-xb", opened)
        delete_messages(self.group, [deleted], acting_user="police-xb")
        recall_message(self.group, recalled, acting_user="customs-xa")
        self.go_out()
        self.assertEqual(self.mails(), [])

    def test_not_to_who_has_left(self):
        self.send("customs-xa", "police-xb", "wildlife-xc")
        remove_member(self.group, "wildlife-xc", acting_user="secretariat")
        self.go_out()
        self.assertEqual(self.readers(), ["police-xb"])

    def test_a_draft_tells_nobody(self):
        self.draft("customs-xa", "police-xb")
        self.go_out()
        self.assertEqual(self.mails(), [])
