"""Files are cleaned whichever way they come in, and their sender is told."""

import requests
from cites.cug.demo.testing import PASSWORD
from tests.library.http import as_json, Form, HttpTestCase, Screen
from tests_nonnominal.files import planted_office as office
from tests_nonnominal.files import planted_pdfs as pdfs
from tests_nonnominal.files import planted_pictures as pictures
from tests_nonnominal.files.planting import found_in, MARK


SENTENCE = "Removed from “guide.pdf”"


class RemovedTest(HttpTestCase):
    def assertClean(self, url, field="file"):
        content = self.ask("GET", f"{url}/@@download/{field}").content
        self.assertTrue(content)
        self.assertEqual(found_in(content), set())

    def test_a_document_in_json(self):
        given = self.document(file=as_json(pdfs.by_pikepdf(), "guide.pdf"))
        made = self.make(given)
        told = {entry["key"]: entry for entry in made["metadata_removed"]}
        self.assertEqual(told["scripts"]["filename"], "guide.pdf")
        self.assertIn(MARK, told["PDF:Author"]["value"])
        self.assertClean(made["@id"])

    def test_another_file_for_a_document(self):
        given = self.document(file=as_json(b"three cubs", "note.txt"))
        url = self.make(given)["@id"]
        changes = {"file": as_json(office.docx(), "new.docx")}
        headers = {"Prefer": "return=representation"}
        answer = self.ask("PATCH", url, headers=headers, json=changes)
        keys = {entry["key"] for entry in answer.json()["metadata_removed"]}
        self.assertIn("tracked changes", keys)
        self.assertClean(url)
        changes = {"file": as_json(pdfs.by_pikepdf(), "new.pdf")}
        self.assertEqual(self.ask("PATCH", url, json=changes).status_code, 204)
        self.assertClean(url)
        answer = self.ask("PATCH", url, headers=headers, json={"title": "EXERCISE"})
        self.assertNotIn("metadata_removed", answer.json())

    def test_a_picture_in_an_alert(self):
        alert = self.make(self.alert())["@id"]
        photo = {"@type": "Image", "image": as_json(pictures.heic(), "IMG_1.heic")}
        made = self.make(photo, alert)
        self.assertEqual(made["image"]["filename"], "IMG_1.jpg")
        self.assertEqual(made["image"]["content-type"], "image/jpeg")
        self.assertIn("GPS:GPSLatitude", {e["key"] for e in made["metadata_removed"]})
        self.assertClean(made["@id"], "image")

    def test_what_cannot_be_cleaned_is_not_stored(self):
        before = self.stored()
        file = as_json(pdfs.by_reportlab()[:900], "guide.pdf")
        answer = self.ask("POST", self.library, json=self.document(file=file))
        self.assertEqual(answer.status_code, 400)
        (error,) = answer.json()["errors"]
        self.assertEqual(error["field"], "file")
        self.assertEqual(self.stored(), before)

    def test_asked_before_it_is_handed_in(self):
        url = f"{self.portal}/cheetahs/@non-nominal"
        files = {"file": ("a.jpg", pictures.jpeg())}
        answer = self.ask("POST", url, files=files)
        self.assertEqual(answer.status_code, 200, answer.text)
        told = {one["key"]: one["value"] for one in answer.json()["metadata"]}
        self.assertEqual(told["EXIF:Artist"], f"{MARK} EXIF:Artist")
        self.assertEqual(answer.json()["findings"], [])
        files = {"file": ("statement_Chinedu_Okonkwo.jpg", pictures.jpeg())}
        (named,) = self.ask("POST", url, files=files).json()["findings"]
        self.assertEqual(named["text"], "Chinedu_Okonkwo")
        answer = self.ask("POST", url, files={"file": ("a.jpg", b"MZ")})
        self.assertEqual(answer.status_code, 400)
        self.assertEqual(answer.json()["errors"][0]["field"], "file")

    def test_by_form(self):
        form = Form(self, f"{self.library}/++add++LibraryDocument")
        typed = {"title": "EXERCISE", "document_type": "report"}
        sent = form.send(**typed, files={"file": ("guide.pdf", pdfs.by_pikepdf())})
        self.assertEqual(sent.status, 302)
        self.assertClean(sent.location.removesuffix("/view"))
        edit = Form(self, f"{sent.location.removesuffix('/view')}/edit")
        refused = edit.send(title="", files={"file": ("guide.pdf", pdfs.by_pikepdf())})
        self.assertEqual(refused.status, 400)
        self.assertNotIn(SENTENCE, refused.text)

    def test_several_at_once(self):
        alert = self.make(self.alert())["@id"]
        url = f"{alert}/upload"
        (token,) = Screen(self.browse("GET", url)).tree.xpath(
            "//input[@name='_authenticator']/@value"
        )
        for accept in ("text/html", "application/json"):
            answer = self.ask(
                "POST",
                url,
                data={"_authenticator": token},
                files=[("files", ("guide.pdf", pdfs.by_pikepdf()))],
                headers={"Accept": accept},
            )
            self.assertEqual(answer.status_code, 200, answer.text)
            told = answer.text if accept == "text/html" else str(answer.json())
            self.assertIn(f"{SENTENCE}: the position, ", told)
            self.assertNotIn(MARK, answer.text)

    def test_the_next_page_tells_it(self):
        session = requests.Session()
        session.auth = (self.author, PASSWORD)
        session.headers["Accept"] = "text/html"
        form = f"{self.library}/++add++LibraryDocument"
        shown = Screen(session.get(form))
        (token,) = shown.tree.xpath("//input[@name='_authenticator']/@value")[:1]
        fields = {
            "_authenticator": token,
            "form.widgets.title": "EXERCISE",
            "form.widgets.document_type": "report",
            "form.widgets.handling": "amber",
            "form.buttons.save": "1",
        }
        file = ("guide.pdf", pdfs.by_pikepdf())
        answer = session.post(form, data=fields, files={"form.widgets.file": file})
        told = Screen(answer).tree.xpath("//p[@role='status']/text()")
        (sentence,) = [text for text in told if text.startswith(SENTENCE)]
        self.assertIn("scripts and actions", sentence)
        self.assertNotIn(MARK, answer.text)
