"""Bad files, through JSON and through forms: refused in words, and nothing stored."""

import resource
from tests.library.bad_input import BadInputTestCase, big_file, HUGE
from tests.library.http import as_json, Form, Screen
from tests.library.samples import BAD_DOCUMENTS, PDF, picture


JSON = {"Accept": "application/json"}


class BadFilesTest(BadInputTestCase):
    def test_bad_files(self):
        form = Form(self, f"{self.library}/++add++LibraryDocument")
        for what, (name, data, words) in BAD_DOCUMENTS.items():
            with self.subTest(what):
                item = self.document(file=as_json(data, name))
                self.assertRefused(self.send(item), "file", words)
                refused = form.send(
                    title="x", document_type="report", files={"file": (name, data)}
                )
                self.assertEqual(refused.status, 400)
                # Newer Pythons do not read a name with control characters at all.
                if refused.text != "The request is not valid.":
                    self.assertIn(words, refused.mistakes["form-widgets-file"])

    def test_bad_files_in_an_alert_and_in_the_place_of_a_good_one(self):
        good = self.make({"@type": "File", "file": as_json(PDF, "a.pdf")}, self.existing)
        photo = as_json(picture(), "a.png")
        image = self.make({"@type": "Image", "image": photo}, self.existing)
        document = self.make(self.document(file=as_json(PDF, "a.pdf")))
        self.before = self.stored()
        places = ((good, "file"), (image, "image"), (document, "file"))
        for what, (name, data, _words) in BAD_DOCUMENTS.items():
            bad = as_json(data, name)
            for kind, field in (("File", "file"), ("Image", "image")):
                with self.subTest(what, kind=kind):
                    answer = self.send({"@type": kind, field: bad}, self.existing)
                    self.assertRefused(answer, field, "")
            for item, field in places:
                with self.subTest(what, replaces=item["@type"]):
                    answer = self.ask("PATCH", item["@id"], json={field: bad})
                    self.assertRefused(answer, field, "")
        for item, field in places:
            now = self.ask("GET", item["@id"]).json()
            self.assertEqual(now[field]["filename"], item[field]["filename"])

    def test_files_that_are_none(self):
        for value in (
            "text",
            7,
            ["a"],
            {"data": 7, "filename": "a.pdf"},
            {"data": "JVBERg==", "encoding": "base64"},
            {"data": "JVBERg==", "encoding": "base64", "filename": ["a.pdf"]},
            {"data": "§§§", "encoding": "base64", "filename": "a.pdf"},
            {"data": "JVBERg==", "encoding": "zlib", "filename": "a.pdf"},
            {"data": "x", "encoding": {}, "filename": "a.pdf"},
            {"filename": "a.pdf"},
            {"download": "http://example.org/a.pdf"},
            None,
        ):
            answer = self.send(self.document(file=value))
            self.assertRefused(answer, "file", "")
        self.assertRefused(self.send(self.document()), "file", "must be filled in")

    def assertTooLarge(self, answer, most):
        """Refused as a whole, before anything of it is read."""
        self.assertEqual(413, answer.status_code)
        self.assertIn(f"{most} MB", answer.json()["message"])

    def test_files_that_are_too_large(self):
        used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        form = Form(self, f"{self.library}/++add++LibraryDocument")
        typed = {name: values[0] for name, values in form.values.items()}
        typed |= {"form.widgets.title": "Kept", "form.buttons.save": "1"}
        with big_file("form.widgets.file", typed) as (body, headers):
            refused = Screen(self.stream(form.url, body, headers))
        self.assertEqual(refused.status, 400)
        self.assertIn("larger than 50 MB", refused.mistakes["form-widgets-file"])
        self.assertIn("Kept", refused.text)
        token = {"_authenticator": typed["_authenticator"]}
        with big_file("files", token) as (body, headers):
            refused = Screen(self.stream(f"{self.existing}/upload", body, headers))
        self.assertEqual(refused.status, 400)
        self.assertIn("larger than 50 MB", refused.text)
        with big_file("file", {}) as (body, headers):
            headers = {"Content-Type": "application/json", **JSON}
            self.assertTooLarge(self.stream(self.library, body, headers), 68)
        with big_file("file", {}, HUGE) as (body, headers):
            self.assertTooLarge(self.stream(self.library, body, {**headers, **JSON}), 102)
        now = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        self.assertLess((now - used) / 1024, 100, "MB more than before")
