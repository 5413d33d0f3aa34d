"""Scans of a permit's paper on its page."""

from tests.library.samples import PDF
from tests.permits.browser.case import current, IGOS, PermitsCase


SCAN = ("files", ("front.pdf", PDF, "application/pdf"))


class ScansTest(PermitsCase):
    def setUp(self):
        super().setUp()
        self.found = self.store(current())
        self.url = f"{self.permits}/{self.found.id}"

    def upload(self, user, files=(SCAN,), status=302):
        path = f"{self.found.id}/scans"
        return self.post(user, path, expect=status, files=list(files))

    def scans(self):
        """How many the page of the permit has."""
        return len(self.page("police-xa", self.url).xpath("//section[@id='scans']//a"))

    def test_a_keeper_adds_them_and_enforcement_opens_them(self):
        self.upload("contact-xa")
        tree = self.page("police-xa", self.url)
        (link,) = tree.xpath("//section[@id='scans']//a")
        self.assertEqual("front.pdf", link.text)
        answer = self.ask("police-xa", "GET", link.get("href"))
        self.assertTrue(answer.content.startswith(b"%PDF-"))
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        for number in ("1", "x", "٣", "9" * 30):
            self.page("police-xa", f"{self.url}/scans/{number}", status=404)

    def test_nobody_else_does(self):
        self.upload("contact-xa")
        for user in IGOS:
            self.page(user, f"{self.url}/scans/0", status=403)
        for user in ("customs-xb", "police-xa", *IGOS):
            self.upload(user, status=403)
        self.assertEqual(1, self.scans())
        self.found = self.store(current(country="XB"))
        self.url = f"{self.permits}/{self.found.id}"
        self.upload("contact-xa", status=403)
        self.assertEqual(0, self.scans())
        self.upload("secretariat")
        self.assertEqual(1, self.scans())

    def test_what_is_refused_is_said(self):
        page = ("files", ("page.html", b"<html><script>1</script></html>", "text/html"))
        answer = self.upload("contact-xa", [SCAN, page])
        # No part of the page: what is said stands at its top.
        self.assertEqual(self.url, answer.headers["Location"])
        tree = self.parse(self.ask("contact-xa", "GET", self.url, cookies=answer.cookies))
        (said,) = tree.xpath("//*[@id='global_statusmessage']/p/text()")
        self.assertTrue(said.startswith("page.html: Files of this type"), said)
        self.assertFalse(tree.xpath("//section[@id='scans']//a"))
        self.upload("contact-xa", [("other", ("x.pdf", b"", ""))])
        self.page("contact-xa", f"{self.url}/scans", status=404)
