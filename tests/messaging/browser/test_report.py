"""The page that asks why a message is nominal."""

from tests.library.case import text_of
from tests.messaging.browser.case import ScreenCase


class ReportTest(ScreenCase):
    def setUp(self):
        super().setUp()
        self.message = self.sent("customs-xa", "police-xb", body="<p>Cubs</p>")
        self.url = f"{self.messages}/{self.message}"

    def link(self, user):
        found = self.page(user, self.url).xpath("//a[contains(@href, '/report')]")
        return [one.get("href") for one in found if "/messages/" in one.get("href")]

    def test_recipients_are_offered_it(self):
        self.assertEqual([f"{self.url}/report"], self.link("police-xb"))
        self.assertEqual([], self.link("customs-xa"))
        for user in ("customs-xa", "customs-xb", "secretariat"):
            self.page(user, f"{self.url}/report", 404)

    def test_it_asks_why_and_sends(self):
        page = self.page("police-xb", f"{self.url}/report")
        self.assertIn("Crate", text_of(page.xpath("//main")[0]))
        path = f"/{self.message}/report"
        answer = self.post("police-xb", path, page, 302, reason="Line 1: the driver.")
        self.assertEqual(self.url, answer.headers["Location"])
        told = self.follow("police-xb", answer)
        self.assertIn("The Secretariat has been told", text_of(told))
        subject = "Reported identifying information: Crate"
        self.assertEqual([subject], self.lies_in("secretariat", "inbox"))
        self.assertEqual([subject], self.lies_in("police-xb", "sent"))

    def test_what_is_refused_keeps_what_was_typed(self):
        page = self.page("police-xb", f"{self.url}/report")
        path = f"/{self.message}/report"
        for reason in (" ", "x" * 1001):
            answer = self.post("police-xb", path, page, 400, reason=reason)
            page = self.parse(answer)
            self.assertTrue(page.xpath("//*[@role='alert']"))
            (field,) = page.xpath("//textarea[@name='reason']")
            self.assertEqual(reason.strip(), (field.text or "").strip())
        self.assertEqual([], self.lies_in("secretariat", "inbox"))
