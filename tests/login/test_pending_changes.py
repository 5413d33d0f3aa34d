"""Whoever has an account is told by e-mail when something else opens it."""

from cites.cug.demo.testing import PASSWORD
from tests.login.browser.test_account import OwnPagesCase
from tests.login.case import NEW_PASSWORD
from tests.login.factor_case import FactorCase
from tests.login.reset_case import ResetCase
from tests.mailing.case import text_of


class ChangesTest(ResetCase, FactorCase):
    def told(self):
        texts = [" ".join(text_of(mail).split()) for mail in self.mails()]
        return [text for text in texts if "The way you log in" in text]

    def test_a_reset_password(self):
        self.ask()
        self.choose(self.link())
        (text,) = self.told()
        self.assertIn("a new password, by a link", text)
        self.assertIn("/account", text)

    def test_an_added_factor_and_a_removed_one(self):
        browser = self.logged_in()
        page = self.page(browser, "second-factor")
        secret = page.xpath("//input[@name='secret']")[0].value
        self.send(browser, page, "app", code=self.code(secret), current=PASSWORD)
        (text,) = self.told()
        self.assertIn("a second factor was added", text)
        self.assertNotIn(secret, text)
        self.send(browser, self.page(browser, "second-factor"), "remove")
        (text,) = self.told()
        self.assertIn("a second factor was removed", text)


class PasswordTest(ResetCase, OwnPagesCase):
    def test_a_changed_password(self):
        browser = self.logged_in()
        new = {"current": PASSWORD, "new": NEW_PASSWORD, "again": NEW_PASSWORD}
        new["change-password"] = "1"
        self.send(browser, self.page(browser, "new-password"), "", **new)
        texts = [" ".join(text_of(mail).split()) for mail in self.mails()]
        self.assertTrue([text for text in texts if "a new password" in text])
