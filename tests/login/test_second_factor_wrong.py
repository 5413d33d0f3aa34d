"""Whoever has an account learns that somebody who knows its password guesses codes."""

import transaction
from cites.cug.core.sql.session import autonomous_transaction
from cites.cug.login import second_factor
from cites.cug.login.models import Attempt, WrongCodes
from sqlalchemy import delete
from tests.login.case import MEMBER, WRONG
from tests.login.factor_case import FactorCase
from tests.login.reset_case import ResetCase
from tests.mailing.case import text_of


class WrongCodesTest(ResetCase, FactorCase):
    def setUp(self):
        super().setUp()
        self.secret = self.set_up()

    def guess(self, times, **more):
        for number in range(times):
            answer = self.ask_for_token(code=f"{number:06}", **more)
            self.assertEqual(401, answer.status_code)
            with autonomous_transaction() as connection:
                connection.execute(delete(Attempt))

    def told(self):
        texts = [" ".join(text_of(mail).split()) for mail in self.mails()]
        return [text for text in texts if "second factor that were wrong" in text]

    def test_after_some_the_owner_is_told_what_to_do(self):
        self.guess(second_factor.FIRST_TOLD - 1)
        self.assertEqual([], self.told())
        self.guess(1)
        (text,) = self.told()
        self.assertIn("3 so far", text)
        self.assertIn("127.0.0.0/24", text)
        self.assertIn("/new-password", text)

    def test_the_page_of_the_second_step_counts_too(self):
        browser = self.browser()
        self.send_login(browser)
        for number in range(second_factor.FIRST_TOLD):
            self.second_step(browser, f"{number:06}")
        self.assertEqual(1, len(self.told()))

    def test_slow_guesses_are_counted_and_mails_are_few(self):
        self.guess(48)
        self.assertEqual(48, self.kept(WrongCodes.number)[0][0])
        numbers = [n for n in range(1, 49) if second_factor.is_told(n)]
        self.assertEqual([3, 6, 12, 24, 48], numbers)
        (text,) = self.told()  # they wait for each other
        self.assertIn("48 so far", text)

    def test_a_right_one_begins_anew(self):
        self.guess(second_factor.FIRST_TOLD - 1)
        self.token(code=self.code(self.secret))
        self.guess(second_factor.FIRST_TOLD - 1)
        self.assertEqual([], self.told())
        self.guess(1)
        self.assertEqual(1, len(self.told()))

    def test_without_the_password_nothing_is_counted(self):
        self.guess(second_factor.FIRST_TOLD + 1, password=WRONG)
        self.assertEqual([], self.told())
        self.assertEqual([], self.kept(WrongCodes.number))

    def test_they_belong_to_the_account(self):
        self.guess(1)
        transaction.abort()
        self.layer["portal"].acl_users.userFolderDelUsers([MEMBER])
        transaction.commit()
        self.assertEqual([], self.kept(WrongCodes.number))
