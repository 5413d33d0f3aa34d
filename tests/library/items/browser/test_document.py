"""A document's page."""

from tests.library.case import LibraryCase, text_of
from tests.library.items.browser.test_alert import picture


class DocumentPageTest(LibraryCase):
    def test_facts_and_file(self):
        document = self.make_document(
            languages=["en", "fr"], countries=["XA"], species=["Panthera pardus", "cats"]
        )
        page = self.page("customs-xa", document)
        self.assertIn("Identification guide", text_of(page.xpath("//article")[0]))
        words = [text_of(dd) for dd in page.xpath("//article/section//dd")]
        self.assertEqual(
            words,
            [
                "English",
                "English, French",
                "Neverland (exercise)",
                "Panthera pardus (Leopard), cats",
            ],
        )
        (download,) = page.xpath("//p[@class='download']")
        self.assertIn("guide.txt TXT 4 bytes", text_of(download))
        link = download.find("a").get("href")
        answer = self.ask("customs-xa", "GET", link)
        self.assertEqual(answer.content, b"test")
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        self.assertFalse(page.xpath("//ol[@class='sheets']"))

    def test_a_picture_is_shown(self):
        document = self.make_document(name="permit.png", data=picture())
        page = self.page("customs-xa", document)
        (source,) = page.xpath("//ol[@class='sheets']//img/@src")
        answer = self.ask("customs-xa", "GET", source)
        self.assertEqual(answer.headers["Content-Type"], "image/jpeg")

    def test_audience_and_hiding_are_those_of_alerts(self):
        document = self.make_document()
        self.move(document, "publish")
        self.assertIn("Members: 8", text_of(self.page("police-xb", document)))
        self.page("igo-unodc", document, 404)
