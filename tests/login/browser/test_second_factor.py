"""One's own second factor: set up, removed, new recovery codes."""

import re
from cites.cug.demo.testing import PASSWORD
from cites.cug.login import recovery, sessions
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from lxml import html
from math import log2
from tests.login.case import MEMBER, WRONG
from tests.login.factor_case import FactorCase
from unittest.mock import patch


CODES = re.compile(r"<code>([a-z2-9-]{29})</code>")


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
        shown = CODES.findall(answer.text)
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

    def test_two_buttons_at_once_do_nothing(self):
        browser = self.logged_in()
        (form, *_others) = [
            one
            for one in self.page(browser, "second-factor").forms
            if one.xpath(".//button[@value='app']")
        ]
        sent = {"current": PASSWORD, "do": ["app", "remove"]}
        data = {**dict(form.form_values()), **sent}
        answer = browser.post(f"{self.portal}/second-factor", data=data, timeout=120)
        self.assertEqual(400, answer.status_code)
        self.token()

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
        old = CODES.findall(answer.text)
        page = self.page(browser, "second-factor")
        answer = self.send(browser, page, "new-codes", current=PASSWORD)
        new = CODES.findall(answer.text)
        self.assertFalse(set(old) & set(new))
        self.assertEqual(401, self.ask_for_token(code=old[0]).status_code)
        self.token(code=new[0])

    def test_sent_twice_the_form_shows_the_same_codes(self):
        """They are stored nowhere: the second time they follow from the form again."""
        browser = self.logged_in()
        page = self.page(browser, "second-factor")
        secret = self.shown_secret(page)
        sent = {"code": self.code(secret), "current": PASSWORD}
        shown = [
            CODES.findall(self.send(browser, page, "app", **sent).text) for _time in "12"
        ]
        self.assertEqual(recovery.HOW_MANY, len(set(shown[0])))
        self.assertEqual(shown[0], shown[1])
        self.token(code=shown[1][0])
        used = CODES.findall(self.send(browser, page, "app", **sent).text)
        self.assertEqual(shown[0][1:], used)

    def test_sent_again_later_the_form_shows_no_codes(self):
        browser = self.logged_in()
        self.set_up_app(browser)
        page = self.page(browser, "second-factor")
        # As the page has it where a credential was shown within minutes.
        shown = self.send(browser, page, "new-codes")
        self.assertEqual(recovery.HOW_MANY, len(CODES.findall(shown.text)))
        with patch.object(sessions, "CONFIRMED_FOR", timedelta(0)):
            later = self.send(browser, page, "new-codes")
        self.assertEqual(400, later.status_code)
        self.assertIn('name="current"', later.text)
        self.assertEqual([], CODES.findall(later.text))
        self.token(code=CODES.findall(shown.text)[0])

    def test_new_codes_are_asked_for_twice_and_made_once(self):
        browser = self.logged_in()
        self.set_up_app(browser)
        page = self.page(browser, "second-factor")
        with ThreadPoolExecutor(2) as pool:
            sent = [
                pool.submit(self.send, browser, page, "new-codes", current=PASSWORD)
                for _time in "12"
            ]
        first, second = (CODES.findall(one.result().text) for one in sent)
        self.assertEqual(recovery.HOW_MANY, len(first))
        self.assertEqual(first, second)
        made = [one for one in self.trail("factor") if one[0] == "factor.recovery"]
        self.assertEqual(1, len(made))
        again = self.page(browser, "second-factor")
        answer = self.send(browser, again, "new-codes", current=PASSWORD)
        self.assertFalse(set(first) & set(CODES.findall(answer.text)))
