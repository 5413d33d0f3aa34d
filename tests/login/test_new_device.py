"""Whoever logs in from a new device is told."""

import transaction
from cites.cug.demo.testing import PASSWORD
from cites.cug.mailing.models import Choice
from cites.cug.mailing.preferences import set_preference
from datetime import datetime, UTC
from tests.login.case import MEMBER
from tests.login.reset_case import ResetCase
from tests.mailing.case import text_of


class NewDeviceTest(ResetCase):
    def told(self):
        texts = [text_of(mail) for mail in self.mails()]
        return [text for text in texts if "from a new device or place" in text]

    def test_a_new_browser_is_told_by_e_mail_but_for_the_first(self):
        browser = self.logged_in()
        self.assertEqual([], self.told())
        self.send_login(browser)
        self.assertEqual([], self.told())
        self.logged_in(**{"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
        (text,) = self.told()
        self.assertIn("Firefox, Windows", text)
        self.assertIn("127.0.0.0/24", text)
        self.assertIn("/account", text)
        self.assertNotIn(PASSWORD, text)

    def test_a_program_is_told_of_once_for_its_network(self):
        self.logged_in()
        self.token()
        self.assertEqual(1, len(self.told()))
        self.token()
        self.assertEqual([], self.told())

    def test_what_is_told_is_nothing_that_one_can_turn_off(self):
        transaction.abort()
        set_preference(MEMBER, Choice.OFF, at=datetime.now(UTC))
        transaction.commit()
        self.ask()
        self.assertEqual(1, len(self.mails()))
