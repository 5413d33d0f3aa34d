"""Who is told by e-mail that there is a message, and what the mail says."""

import transaction
from cites.cug.mailing.models import Choice
from cites.cug.mailing.preferences import choose_language, set_preference
from cites.cug.membership.actions import remove_member
from cites.cug.messaging.actions.filing import delete_messages
from cites.cug.messaging.actions.retention import DELAY, Rule, set_retention, take_back
from cites.cug.messaging.actions.sending import recall_message
from cites.cug.messaging.addressing import active_members
from datetime import datetime, timedelta, UTC
from plone import api
from tests.mailing.case import MailingCase, text_of
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
        set_preference("police-xb", Choice.HOURLY, at=datetime.now(UTC))
        for handling in ("green", "red", "amber"):
            self.send("customs-xa", "police-xb", handling=handling)
        # Their hour may end while they are sent.
        self.go_out(later=timedelta(hours=2))
        (mail,) = self.mails()
        text = text_of(mail)
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

    def test_a_shorter_time_is_told_to_all_whatever_they_chose(self):
        set_preference("police-xb", Choice.OFF, at=datetime.now(UTC))
        set_preference("customs-xb", Choice.DAILY, at=datetime.now(UTC))
        choose_language(api.user.get("police-xa"), "fr")
        self.shorten()
        self.go_out()
        self.assertEqual(sorted(active_members(self.group)), self.readers())
        texts = {mail["To"]: text_of(mail) for mail in self.mails()}
        start = datetime.now(UTC) + DELAY
        for user in ("police-xb", "customs-xb", "secretariat"):
            text = " ".join(texts[f"{user}@example.org"].split())
            self.assertIn(f"From {start:%-d %b %Y} on, messages that", text)
            self.assertIn("/cheetahs/messages/export", text)
        french = " ".join(texts["police-xa@example.org"].split())
        self.assertIn("plus de 90 jours", french)

    def test_taken_back_in_time_only_that_is_told(self):
        self.shorten()
        who = {"acting_user": "secretariat", "now": datetime.now(UTC)}
        take_back(self.group, **who)
        self.go_out()
        self.assertEqual(len(active_members(self.group)), len(self.mails()))
        for mail in self.mails():
            text = " ".join(text_of(mail).split())
            self.assertIn("has withdrawn the shorter retention period", text)
            self.assertNotIn("90", text)

    def shorten(self):
        who = {"acting_user": "secretariat", "now": datetime.now(UTC)}
        set_retention(self.group, Rule(30, 90), **who)

    def test_a_draft_tells_nobody(self):
        self.draft("customs-xa", "police-xb")
        self.go_out()
        self.assertEqual(self.mails(), [])
