"""The page on which members read how programs ask."""

from lxml import html
from tests.exchange.feeds_case import FeedsCase
from urllib.parse import quote


class InterfaceTest(FeedsCase):
    def open(self, query="", user="igo-unodc", status=200):
        answer = self.logged_in(user).get(f"{self.portal}/interface{query}", timeout=120)
        self.assertEqual(status, answer.status_code)
        return html.fromstring(answer.text)

    def test_all_calls_lead_to_a_page_of_their_own(self):
        page = self.open()
        links = page.xpath("//ul[@class='calls']//a/@href")
        described = self.do("GET", "@openapi", status=200).json()["paths"]
        self.assertEqual(len(links), sum(map(len, described.values())))
        (link,) = [one for one in links if one.endswith(quote("get_group_@library"))]
        one = self.open(link.removeprefix(f"{self.portal}/interface")).text_content()
        for word in ("cites.cug: Read", "read:library", "amber_strict", "items_total"):
            self.assertIn(word, one)

    def test_keys_and_an_example_of_what_is_sent(self):
        one = self.open("?call=" + quote("post_group_@messages")).text_content()
        self.assertNotIn("dict_values", one)
        for word in ("maxLength: 200", "EXERCISE: dhow", "Idempotency-Key"):
            self.assertIn(word, one)

    def test_another_call_is_not_there(self):
        self.open("?call=nothing", status=404)

    def test_strangers_learn_nothing_of_it(self):
        self.assertEqual(401, self.rest("@openapi").status_code)
        answer = self.read(f"{self.portal}/interface", "text/html")
        self.assertEqual(302, answer.status_code)
