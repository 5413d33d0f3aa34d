"""Rules and letters, as the Secretariat sets them."""

from tests.membership.access_requests.browser.case import FormCase
from tests.membership.access_requests.case import person


class RulesTest(FormCase):
    def setUp(self):
        super().setUp()
        self.secretariat = self.browser("secretariat")

    def save(self, **values):
        page = self.page(self.secretariat, "requests-rules")
        return self.send(self.secretariat, page, "rules", **values)

    def test_they_hold_at_once(self):
        self.save(free_mail="1", official_domains="XA: customs.example\n")
        stranger = self.browser()
        page = self.page(stranger, "request-access")
        answer = self.send(
            stranger, page, "request-access", **person(email="a@gmail.com")
        )
        self.assertIn("Thank you", answer.text)
        request_id = self.pending()
        page = self.page(self.secretariat, f"requests-one?id={request_id}")
        self.assertIn("is on the list of this country", page.text_content())

    def test_what_makes_no_sense_is_refused(self):
        for field, text in (
            ("official_domains", "QQ: customs.example"),
            ("official_domains", "XA customs.example"),
            ("official_domains", "XA: no_domain"),
            ("refused_domains", "x y"),
        ):
            answer = self.save(**{field: text})
            self.assertEqual(400, answer.status_code, text)
            self.assertIn(text.split("\n")[0], answer.text)
        page = self.page(self.secretariat, "requests-rules")
        self.assertEqual("", page.xpath("string(//*[@name='official_domains'])"))
