"""The pages about a lost device."""

import requests
from cites.cug.demo.testing import PASSWORD
from cites.cug.login import pending_changes
from lxml import html
from tests.membership.lost_factor_case import LostFactorCase, NOTE


class PageTest(LostFactorCase):
    PATH = "lost-device?member=police-xa"

    def test_the_page_of_the_member_leads_there(self):
        def ways(user):
            return self.page(user, "member?id=police-xa").xpath(
                "//a[contains(@href, 'lost-device')]/@href"
            )

        self.assertEqual([f"{self.group}/{self.PATH}"], ways("secretariat"))
        self.assertEqual([], ways("contact-xa"))

    def test_it_asks_how_one_knows_and_then_does_it(self):
        answer = self.send("secretariat", self.PATH, member="police-xa", note=" ")
        self.assertEqual(400, answer.status_code)
        mistakes = html.fromstring(answer.text).xpath("//*[@id='form-errors']//a/@href")
        self.assertEqual(["#note"], mistakes)
        self.assertTrue(self.has_factor())
        answer = self.send("secretariat", self.PATH, member="police-xa", note=NOTE)
        self.assertTrue(answer.url.endswith("/account-changes"))
        self.assertIn("waits", answer.text)
        self.later(hours=25)
        self.assertFalse(self.has_factor())
        self.assertFalse(self.is_in(self.token))

    def test_pages_stop_it_and_lead_there(self):
        self.send("secretariat", self.PATH, member="police-xa", note=NOTE)
        page = self.page("secretariat", "administration")
        self.assertTrue(page.xpath("//dt[.//b]/a[contains(@href, '/account-changes')]"))
        (change,) = pending_changes.pending()
        answer = self.send("secretariat", "account-changes", id=change.id, do="stop")
        self.assertIn("stopped", answer.text)
        self.later(hours=25)
        self.assertTrue(self.has_factor())

    def test_whose_cannot_be_removed(self):
        for member in ("secretariat", "customs-xb"):
            page = self.page("secretariat", f"lost-device?member={member}")
            self.assertFalse(page.xpath("//form[@id='lost-device']"), member)
            self.assertTrue(page.xpath("//p[@class='message info']"), member)

    def test_what_became_impossible_since_is_not_said_to_wait(self):
        token = self.page("secretariat").xpath("//input[@name='_authenticator']/@value")
        form = {"member": "customs-xb", "note": NOTE, "_authenticator": token[0]}
        url, auth = f"{self.group}/lost-device", ("secretariat", PASSWORD)
        answer = requests.post(url, auth=auth, data=form, timeout=120)
        self.assertEqual(400, answer.status_code)
        self.assertIn("has no second factor", answer.text)
        self.assertEqual([], list(pending_changes.pending()))

    def test_others_do_not_see_it(self):
        for user, status in (("contact-xa", 403), ("customs-xa", 403), ("outsider", 404)):
            self.page(user, self.PATH, status=status)
        for query in ("", "?member=outsider", "?member:list=police-xa"):
            self.page("secretariat", f"lost-device{query}", status=404)
