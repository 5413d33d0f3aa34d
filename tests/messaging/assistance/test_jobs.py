"""Whom the clock tells of a request without an answer, and what the mail says."""

import transaction
from cites.cug.messaging.assistance.jobs import tell_all_overdue, tell_overdue
from datetime import date, datetime, timedelta, UTC
from tests.mailing.case import MailingCase, text_of
from tests.messaging.assistance.case import AssistanceCase


class OverdueTest(MailingCase, AssistanceCase):
    def setUp(self):
        AssistanceCase.setUp(self)
        MailingCase.setUp(self)

    def overdue(self):
        """A request from XB to police of XA, two days before its day has passed."""
        return self.ask(
            "police-xb",
            "police-xa",
            subject="Subject of zq",
            body="Body of zq",
            answer_by=date.today(),
        )

    def go_out(self):
        """Readers by text of the mails that go out now, those of messages left out."""
        transaction.commit()
        with self.server():
            self.round(at=datetime.now(UTC) + timedelta(days=3))
        found = {}
        for mail in self.mails():
            text = text_of(mail)
            if "assistance" in text:
                found[mail["To"].addresses[0].username] = text
                self.assertNotIn("zq", mail.as_string())
        return found

    def test_asker_asked_and_contact_point_are_told_once(self):
        request = self.overdue()
        self.assertEqual(tell_overdue(self.group, datetime.now(UTC)), 0)
        later = datetime.now(UTC) + timedelta(days=2)
        self.assertEqual(tell_overdue(self.group, later), 1)
        self.assertEqual(tell_overdue(self.group, later), 0)
        told = self.go_out()
        self.assertEqual(set(told), {"police-xb", "police-xa", "contact-xa"})
        for user in ("police-xb", "police-xa"):
            self.assertIn(f"/assistance/{request}", told[user])
        self.assertNotIn(request, told["contact-xa"])
        self.assertIn("your country", told["contact-xa"])

    def test_who_has_an_answer_meanwhile_is_not_told(self):
        request = self.overdue()
        tell_overdue(self.group, datetime.now(UTC) + timedelta(days=2))
        self.answer("police-xa", request)
        self.assertEqual(self.go_out(), {})

    def test_the_job_finds_nothing_twice(self):
        self.overdue()
        for _time in range(2):
            tell_all_overdue(datetime.now(UTC))
        self.assertEqual(self.go_out(), {})
