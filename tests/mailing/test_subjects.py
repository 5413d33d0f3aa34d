"""What a subject says: today's word, or kind and handling code if the group allows it."""

import transaction
from cites.cug.mailing.models import Choice
from cites.cug.mailing.preferences import choose_language, set_preference
from datetime import datetime, timedelta, UTC
from plone import api
from tests.mailing.case import MailingCase
from tests.messaging.case import MessagingCase


NEW = {
    "en": "{}: new notification",
    "fr": "{} : nouvel avis",
    "es": "{}: nuevo aviso",
    "ar": "{}: إشعار جديد",
}
ONE = {
    "en": "{}: new message [TLP:AMBER]",
    "fr": "{} : nouveau message [TLP:AMBER]",
    "es": "{}: nuevo mensaje [TLP:AMBER]",
    "ar": "{}: رسالة جديدة [TLP:AMBER]",
}


class SubjectsTest(MailingCase, MessagingCase):
    def setUp(self):
        MessagingCase.setUp(self)
        MailingCase.setUp(self)
        self.now = datetime.now(UTC)

    def subjects(self):
        transaction.commit()
        with self.server():
            self.round(at=self.now + timedelta(hours=2))
        return [str(mail["Subject"]) for mail in self.mails()]

    def told_in_each_language(self):
        readers = ("police-xa", "police-xb", "customs-xb", "wildlife-xa")
        for language, reader in zip(NEW, readers, strict=True):
            choose_language(api.user.get(userid=reader), language)
        self.send("customs-xa", *readers, subject="zqcontent", handling="amber")
        return sorted(self.subjects())

    def expected(self, words):
        title = self.layer["portal"].title
        return sorted(text.format(title) for text in words.values())

    def test_a_group_that_allows_nothing_more(self):
        self.assertEqual(self.expected(NEW), self.told_in_each_language())

    def test_kind_and_handling_code(self):
        self.group.handling_in_subjects = True
        self.assertEqual(self.expected(ONE), self.told_in_each_language())

    def test_several_and_the_strictest_code(self):
        self.group.handling_in_subjects = True
        set_preference("police-xb", Choice.HOURLY, at=self.now)
        for handling in ("green", "red", "amber"):
            self.send("customs-xa", "police-xb", handling=handling)
        (subject,) = self.subjects()
        self.assertTrue(subject.endswith(": 3 new messages [TLP:RED]"), subject)

    def test_several_kinds(self):
        self.group.handling_in_subjects = True
        set_preference("police-xb", Choice.HOURLY, at=self.now)
        self.send("customs-xa", "police-xb", handling="green")
        self.queue("police-xb", at=self.now)
        (subject,) = self.subjects()
        self.assertTrue(subject.endswith(": 2 new notifications [TLP:GREEN]"), subject)

    def test_kinds_without_a_handling_code(self):
        self.group.handling_in_subjects = True
        self.queue("police-xb", at=self.now)
        (subject,) = self.subjects()
        self.assertTrue(subject.endswith(": new notification"), subject)
