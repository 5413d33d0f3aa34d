"""Several files at once, with and without scripts."""

from tests.library.http import HttpTestCase, Screen
from tests.library.samples import docx, EXE, PDF, picture


FILES = (
    ("photo.png", picture()),
    ("report.pdf", PDF),
    ("program.pdf", EXE),
    ("report.pdf", PDF),
)


class UploadTest(HttpTestCase):
    def send(self, url, files, accept="text/html", **fields):
        shown = Screen(self.browse("GET", url))
        (token,) = shown.tree.xpath("//input[@name='_authenticator']/@value")
        parts = [("files", file) for file in files]
        fields = {"_authenticator": token, **fields}
        headers = {"Accept": accept}
        return self.ask("POST", url, data=fields, files=parts, headers=headers)

    def outcomes(self, answer):
        items = Screen(answer).tree.xpath("//ul[@class='uploads']/li")
        return [" ".join(item.text_content().split()) for item in items]

    def test_pictures_and_files_go_into_an_alert(self):
        alert = self.make(self.alert())["@id"]
        answer = self.send(f"{alert}/upload", FILES)
        self.assertEqual(answer.status_code, 400)  # one of them is refused
        outcomes = self.outcomes(answer)
        self.assertEqual([text.split()[0] for text in outcomes], [n for n, _d in FILES])
        self.assertIn("x-dosexec", outcomes[2])
        children = self.ask("GET", alert).json()["items"]
        self.assertEqual([c["@type"] for c in children], ["Image", "File", "File"])
        self.assertEqual({c["title"] for c in children}, {"photo.png", "report.pdf"})

    def test_documents_become_drafts(self):
        files = (("a.pdf", PDF), ("b.docx", docx()))
        asked = {"document_type": "report", "handling": "amber"}
        answer = self.send(f"{self.library}/upload", files, **asked)
        self.assertEqual(answer.status_code, 200)
        links = Screen(answer).tree.xpath("//ul[@class='uploads']//a/@href")
        for url, (name, data) in zip(links, files, strict=True):
            item = self.ask("GET", url).json()
            self.assertEqual(item["title"], name)
            self.assertEqual(item["review_state"], "draft")
            self.assertEqual(item["document_type"]["token"], "report")
            self.assertEqual(item["handling"]["token"], "amber")
            # Authors, too, get marked copies of what is amber.
            download = item["file"]["download"]
            stored = self.ask("GET", download, user="secretariat").content
            self.assertEqual(item["file"]["size"], len(stored))
            self.assertEqual(stored[:4], data[:4])
            self.assertEqual(self.ask("GET", url, user="customs-xb").status_code, 404)

    def test_handling_codes_are_explained(self):
        shown = Screen(self.browse("GET", f"{self.library}/upload"))
        (green,) = shown.tree.xpath("//option[@value='green']/text()")
        self.assertIn("TLP:GREEN – All members", green)

    def test_what_all_share_is_checked(self):
        before = self.stored()
        good = {"document_type": "report", "handling": "amber"}
        for wrong in ({"document_type": ""}, {"handling": "white"}, {"handling": ""}):
            answer = self.send(
                f"{self.library}/upload", [("a.pdf", PDF)], **{**good, **wrong}
            )
            self.assertEqual(answer.status_code, 400, wrong)
        self.assertEqual(self.stored(), before)

    def test_scripts_are_answered_in_json(self):
        url = f"{self.make(self.alert())['@id']}/upload"
        answer = self.send(url, [("photo.png", picture())], "application/json")
        (item,) = answer.json()["items"]
        self.assertEqual((answer.status_code, item["message"]), (200, ""))
        self.assertEqual(self.ask("GET", item["@id"]).json()["@type"], "Image")
        answer = self.send(url, [("program.pdf", EXE)], "application/json")
        (item,) = answer.json()["items"]
        self.assertEqual((answer.status_code, item["@id"]), (400, None))
        self.assertIn("not accepted", item["message"])

    def test_what_a_file_shows_is_checked(self):
        url = f"{self.make(self.alert())['@id']}/upload"
        files = [("photo.png", picture())]
        asked = {"accept": "application/json"}
        answer = self.send(url, files, **asked, description=" A crate\r\nand a lid ")
        (item,) = answer.json()["items"]
        stored = self.ask("GET", item["@id"]).json()
        self.assertEqual(stored["description"], "A crate\nand a lid")
        for wrong, said in (
            ("x" * 1001, "longer than 1000"),
            ("a\x01b", "control characters"),
            ("Ask jean.dupont@example.org", "identify"),
        ):
            answer = self.send(url, files, **asked, description=wrong)
            (item,) = answer.json()["items"]
            self.assertEqual((answer.status_code, item["@id"]), (400, None), wrong)
            self.assertIn(said, item["message"])
        alert = url.removesuffix("/upload")
        self.assertEqual(self.ask("GET", alert).json()["items_total"], 1)

    def test_what_files_show_is_told_without_scripts(self):
        url = f"{self.make(self.alert())['@id']}/upload"
        caption = "//noscript//textarea[@name='description']"
        (typed,) = Screen(self.browse("GET", url)).tree.xpath(caption)
        self.assertFalse(typed.text)
        files = [("crate.png", picture()), ("program.pdf", EXE)]
        answer = Screen(self.send(url, files, description="A crate"))
        (link,) = answer.tree.xpath("//ul[@class='uploads']//a/@href")
        self.assertEqual("A crate", self.ask("GET", link).json()["description"])
        # It is kept for the file that was refused, and not once all are stored.
        self.assertEqual("A crate", answer.tree.xpath(caption)[0].text)
        files = [("lid.png", picture())]
        answer = Screen(self.send(url, files, description="A lid"))
        self.assertFalse(answer.tree.xpath(caption)[0].text)

    def test_no_file(self):
        url = f"{self.make(self.alert())['@id']}/upload"
        for files in ([], [("", b"")]):
            answer = self.send(url, files)
            self.assertEqual(answer.status_code, 400)
            self.assertIn("No file was chosen", answer.text)

    def test_a_form_from_elsewhere_is_refused(self):
        alert = self.make(self.alert())["@id"]
        before = self.stored()
        for url in (f"{alert}/upload", f"{self.library}/upload"):
            files = [("files", ("a.pdf", PDF))]
            fields = {"document_type": "report", "handling": "green"}
            headers = {"Accept": "text/html"}
            answer = self.ask("POST", url, data=fields, files=files, headers=headers)
            self.assertEqual(answer.status_code, 403)
        self.assertEqual(self.stored(), before)
