"""The page on which the addresses of feeds are made and ended."""

from cites.cug.demo.testing import PASSWORD
from lxml import html
from tests.exchange.feeds_case import FeedsCase


class FeedsPageTest(FeedsCase):
    def open(self, browser):
        answer = browser.get(f"{self.portal}/feeds", timeout=120)
        self.assertEqual(200, answer.status_code)
        return html.fromstring(answer.text)

    def press(self, browser, page, name):
        """Press the first button of that name."""
        form = page.xpath(f"//button[@name='{name}']/ancestor::form")[0]
        (value,) = form.xpath(f".//button[@name='{name}']/@value")
        data = {**dict(form.form_values()), name: value}
        return browser.post(f"{self.portal}/feeds", data=data, timeout=120)

    def confirm(self, browser, answer):
        (form,) = html.fromstring(answer.text).xpath("//form[.//*[@name='current']]")
        data = {**dict(form.form_values()), "current": PASSWORD}
        return browser.post(f"{self.portal}/feeds", data=data, timeout=120)

    def test_an_address_is_made_for_each_group_and_ended(self):
        browser = self.logged_in("police-xb")
        page = self.open(browser)
        self.assertEqual(
            ["cheetahs", "ivory"], sorted(page.xpath("//button[@name='make']/@value"))
        )
        self.assertEqual([], page.xpath("//button[@name='end']"))
        asked = self.press(browser, page, "make")
        self.assertNotIn("cug_feed_", asked.text)
        made = self.confirm(browser, asked)
        (address,) = html.fromstring(made.text).xpath("//code[@class='secret']/text()")
        self.feed(address)
        page = self.open(browser)
        self.assertNotIn("cug_feed_", html.tostring(page, encoding="unicode"))
        self.assertEqual(200, self.press(browser, page, "end").status_code)
        self.assertEqual(410, self.read(address).status_code)

    def test_who_is_in_no_group_has_none(self):
        page = self.open(self.logged_in("outsider"))
        self.assertEqual([], page.xpath("//button[@name='make']"))
        self.assertIn("None of your groups offers a news feed.", page.text_content())
