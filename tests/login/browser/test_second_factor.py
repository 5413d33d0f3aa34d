"""One's own second factor: set up, removed, new recovery codes."""

import re
from cites.cug.login import recovery
from cites.cug.testing import PASSWORD
from lxml import html
from math import log2
from tests.login.case import MEMBER, WRONG
from tests.login.factor_case import FactorCase


class OwnFactorTest(FactorCase):
    def shown_secret(self, page):
        return page.xpath("//input[@name='secret']")[0].value

    def set_up_app(self, browser, **values):
        page = self.page(browser, "second-factor")
        secret = self.shown_secret(page)
        sent = {"code": self.code(secret), "current": PASSWORD, **values}
        return secret, self.send(browser, page, "app", **sent)

    def test_setting_up_an_app(self):
        browser = self.logged_in()
        secret, answer = self.set_up_app(browser)
        self.assertEqual(200, answer.status_code)
        shown = re.findall(r"<code>([a-z2-9-]{29})</code>", answer.text)
        self.assertEqual(recovery.HOW_MANY, len(shown))
        self.assertGreater(recovery.LENGTH * log2(len(recovery.SIGNS)), 112)
        self.assertEqual(401, self.ask_for_token().status_code)
        self.token(code=self.code(secret, later=1))
        self.token(code=shown[0])
        self.assertIn(("factor.add", MEMBER), self.trail("factor"))

    def test_a_picture_for_the_app_comes_with_the_page(self):
        page = self.page(self.logged_in(), "second-factor")
        (picture,) = page.xpath("//img[@class='qr']/@src")
        self.assertTrue(picture.startswith("data:image/svg+xml"))

    def test_a_wrong_code_sets_up_nothing_and_shows_the_same_key(self):
        browser = self.logged_in()
        secret, answer = self.set_up_app(browser, code="123456")
        self.assertEqual(400, answer.status_code)
        self.assertEqual(secret, self.shown_secret(html.fromstring(answer.text)))
        self.token()

    def test_each_change_asks_for_the_password(self):
        browser = self.logged_in()
        _secret, answer = self.set_up_app(browser, current=WRONG)
        self.assertEqual(400, answer.status_code)
        self.token()
        page = self.page(browser, "second-factor")
        answer = self.send(browser, page, "new-passkey", current=WRONG)
        self.assertEqual(400, answer.status_code)

    def test_removing_it(self):
        browser = self.logged_in()
        self.set_up_app(browser)
        page = self.page(browser, "second-factor")
        answer = self.send(browser, page, "remove", current=PASSWORD)
        self.assertEqual(302, answer.status_code)
        self.token()
        self.assertEqual(0, recovery.left(MEMBER))
        self.assertIn(("factor.remove", MEMBER), self.trail("factor"))

    def test_new_codes_end_the_old_ones(self):
        browser = self.logged_in()
        _secret, answer = self.set_up_app(browser)
        old = re.findall(r"<code>([a-z2-9-]{29})</code>", answer.text)
        page = self.page(browser, "second-factor")
        answer = self.send(browser, page, "new-codes", current=PASSWORD)
        new = re.findall(r"<code>([a-z2-9-]{29})</code>", answer.text)
        self.assertFalse(set(old) & set(new))
        self.assertEqual(401, self.ask_for_token(code=old[0]).status_code)
        self.token(code=new[0])
