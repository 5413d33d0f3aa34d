"""The page on which tokens are made and ended."""

from cites.cug.demo.testing import PASSWORD
from datetime import datetime, timedelta, UTC
from lxml import html
from tests.login.case import MEMBER, WRONG
from tests.login.tokens_case import TokensCase


class PageTest(TokensCase):
    def send(self, browser, **values):
        url = f"{self.portal}/api-tokens"
        page = html.fromstring(browser.get(url, timeout=120).text)
        (form,) = [f for f in page.forms if "expires" in f.fields]
        data = {**dict(form.form_values()), "token": "1", **values}
        return browser.post(url, data=data, timeout=120)

    def test_a_token_is_made_and_ended_there(self):
        browser = self.logged_in()
        values = {"name": "statistics", "scopes:list": ["read:library", "read:messages"]}
        answer = self.send(browser, current=PASSWORD, **values)
        (secret,) = html.fromstring(answer.text).xpath("//code[@class='secret']/text()")
        self.assertEqual(200, self.rest("cheetahs/@library", secret).status_code)
        self.assertNotIn(secret, browser.get(answer.url, timeout=120).text)
        page = html.fromstring(browser.get(answer.url, timeout=120).text)
        (form,) = [f for f in page.forms if f.xpath(".//button[@name='revoke']")]
        (button,) = form.xpath(".//button/@value")
        data = {**dict(form.form_values()), "revoke": button}
        browser.post(answer.url, data=data, timeout=120)
        self.assertEqual(401, self.rest("cheetahs/@library", secret).status_code)
        told = [action for action, actor in self.trail("token") if actor == MEMBER]
        self.assertEqual(["token.add", "token.use", "token.remove"], told)

    def test_sent_twice_it_is_made_once(self):
        browser = self.logged_in()
        url = f"{self.portal}/api-tokens"
        page = html.fromstring(browser.get(url, timeout=120).text)
        (form,) = [f for f in page.forms if "expires" in f.fields]
        values = {"name": "zq", "scopes:list": ["read:library"], "current": PASSWORD}
        data = {**dict(form.form_values()), "token": "1", **values}
        first, second = (browser.post(url, data=data, timeout=120) for _time in "12")
        self.assertIn('class="secret"', first.text)
        self.assertNotIn('class="secret"', second.text)
        self.assertIn("it was not done twice", second.text)
        self.assertEqual(1, len(self.tokens()))

    def test_it_asks_for_the_password_and_for_all_that_is_needed(self):
        browser = self.logged_in()
        good = {"name": "x", "scopes:list": ["read:library"], "current": PASSWORD}
        wrongs = ({"current": WRONG}, {"name": " "}, {"expires": ""}, {"scopes:list": []})
        for wrong in wrongs:
            answer = self.send(browser, **{**good, **wrong})
            self.assertEqual(400, answer.status_code, wrong)
        self.assertEqual([], self.tokens())

    def test_each_mistake_is_at_its_field_and_the_rest_is_kept(self):
        browser = self.logged_in()
        soon = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
        good = {
            "name": "zq & statistics",
            "scopes:list": ["read:library"],
            "expires": soon,
            "current": PASSWORD,
        }
        wrongs = {
            "name": {"name": ""},
            "scopes": {"scopes:list": []},
            "expires": {"expires": "2020-01-01"},
            "current": {"current": WRONG},
        }
        for field, wrong in wrongs.items():
            page = html.fromstring(self.send(browser, **{**good, **wrong}).text)
            found = page.xpath("//*[contains(@class, 'field-error')]/@id")
            self.assertEqual([f"{field}-error"], found)
            shown = {
                name: page.xpath(f"string(//input[@name='{name}']/@value)")
                for name in ("name", "expires", "current")
            }
            shown["scopes:list"] = page.xpath("//input[@checked]/@value")
            self.assertEqual({**good, **wrong, "current": ""}, shown)
