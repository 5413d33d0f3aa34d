"""Bad input, through JSON and through the form: named, in words, and nothing stored."""

import json
import os
import resource
import tempfile
from contextlib import contextmanager
from tests.library.http import as_json
from tests.library.http import Form
from tests.library.http import HttpTestCase
from tests.library.http import Screen
from tests.library.samples import BAD_DOCUMENTS
from tests.library.samples import PDF
from tests.library.samples import picture
from tests.library.test_markup import DANGEROUS
from tests.library.test_specimens import GOOD


HUGE = 200 * 2**20
#: Field, what a form may send for it, and a word of the refusal.
TYPED = (
    ("title", "", "must be filled in"),
    ("title", "   ", "must be filled in"),
    ("title", "x" * 201, "200 characters"),
    ("title", "a\0b", "control characters"),
    ("title", "a\x1bb", "control characters"),
    ("title", "\u202etxt.exe", "control characters"),
    ("title", "one\ntwo", "one line"),
    ("description", "x" * 1001, "1000 characters"),
    ("description", "a\x07", "control characters"),
    ("alert_type", "nonsense", "not one of the codes"),
    ("handling", "white", "not one of the codes"),
    ("incident_country", "ZZZ", "not one of the codes"),
    ("incident_country", "xa", "not one of the codes"),
    ("transit_countries", ["KE", "QQ"], "not one of the codes"),
    ("concealment", ["<script>"], "not one of the codes"),
    ("incident_date", "2999-01-01", "future"),
    ("incident_date", "0001-01-01", "1975"),
    ("incident_date", "2026-02-30", "date like"),
    ("incident_date", "01/02/2026", "date like"),
    ("incident_date", "soon", "date like"),
    ("latitude", "91", "At most 90"),
    ("latitude", "north", "number is expected"),
    ("latitude", "nan", "number is expected"),
    ("longitude", "-181", "At least -180"),
    ("estimated_value", "-1", "At least 0"),
    ("estimated_value", "1e400", "number is expected"),
    ("offender_count", "1.5", "whole number"),
    ("offender_count", "-1", "At least 0"),
    ("offender_count", "9" * 500, "number is expected"),
    ("seizure_id", "x" * 101, "100 characters"),
    ("body", "a" * 200_001, "200000 characters"),
    ("body", "<p>a\0b</p>", "control characters"),
)
NUMBERS = ("latitude", "longitude", "estimated_value", "offender_count")
#: The same in JSON, and values of types that no form can send.
JSON = (
    *(case for case in TYPED if case[0] not in NUMBERS),
    ("title", 7, "text is expected"),
    ("title", None, "must be filled in"),
    ("title", ["x"], "text is expected"),
    ("title", {"x": 1}, "text is expected"),
    ("title", "\ud800", "control characters"),
    ("description", 7, "text is expected"),
    ("alert_type", None, "must be filled in"),
    ("alert_type", 7, "code is expected"),
    ("alert_type", ["seizure"], "code is expected"),
    ("alert_type", {"title": "Seizure"}, "code is expected"),
    ("transit_countries", "KE", "list is expected"),
    ("transit_countries", {"token": "KE"}, "list is expected"),
    ("transit_countries", [["KE"]], "code is expected"),
    ("transit_countries", ["KE", "KE"], "twice"),
    ("transit_countries", ["KE"] * 51, ""),
    ("incident_date", 20260101, "date like"),
    ("latitude", 90.5, "At most 90"),
    ("latitude", "10", "number is expected"),
    ("latitude", True, "number is expected"),
    ("latitude", float("nan"), "number is expected"),
    ("latitude", 10**400, "number is expected"),
    ("longitude", -181, "At least -180"),
    ("estimated_value", -0.5, "At least 0"),
    ("estimated_value", float("inf"), "number is expected"),
    ("offender_count", 1.5, "whole number"),
    ("offender_count", "3", "whole number"),
    ("share_iccwc", "yes", "true or false"),
    ("share_iccwc", 1, "true or false"),
    ("body", 7, "text is expected"),
    ("body", {"data": ["x"]}, "text is expected"),
    ("body", {"data": "x", "content-type": "text/x-html-safe"}, "must be HTML"),
    ("specimens", "SKI", "list is expected"),
    ("specimens", [7], "set of columns"),
    ("specimens", [GOOD] * 101, "100 entries"),
)
QUANTITIES = ((0, "greater"), (-1, "greater"), (1e10, "too large"), ("two", "number"))


@contextmanager
def big_file(name: str, form: dict[str, str]):
    """A form with a file of 200 MB, which takes no room on disk or in memory."""
    mark = "----------mark"
    with tempfile.TemporaryFile() as body:
        for field, value in form.items():
            part = f'--{mark}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n'
            body.write(f"{part}{value}\r\n".encode())
        part = f'name="{name}"; filename="report.pdf"\r\n\r\n'
        body.write(f"--{mark}\r\nContent-Disposition: form-data; {part}".encode() + PDF)
        body.seek(HUGE, os.SEEK_CUR)
        body.write(f"\r\n--{mark}--\r\n".encode())
        body.seek(0)
        yield body, {"Content-Type": f"multipart/form-data; boundary={mark}"}


class BadInputTest(HttpTestCase):
    def setUp(self):
        super().setUp()
        self.existing = self.make(self.alert(specimens=[GOOD]))["@id"]
        self.before = self.stored()

    def tearDown(self):
        self.assertEqual(self.stored(), self.before)

    def assertRefused(self, answer, field, words):
        """400, with a message that names the field."""
        self.assertEqual(answer.status_code, 400, (field, answer.text[:300]))
        message = answer.json()["message"]
        self.assertIn(f"{field}", message)
        self.assertIn(words, message)

    def send(self, item, where=None, **kw):
        body = json.dumps(item).encode()
        headers = {"Content-Type": "application/json"}
        return self.ask("POST", where or self.library, data=body, headers=headers, **kw)

    def test_json(self):
        for field, value, words in JSON:
            with self.subTest(field, value=str(value)[:40]):
                self.assertRefused(self.send(self.alert(**{field: value})), field, words)

    def test_json_that_changes_an_alert(self):
        was = self.ask("GET", self.existing).json()
        for field, value, words in JSON:
            with self.subTest(field, value=str(value)[:40]):
                body = json.dumps({"location": "Elsewhere", field: value}).encode()
                headers = {"Content-Type": "application/json"}
                answer = self.ask("PATCH", self.existing, data=body, headers=headers)
                self.assertRefused(answer, field, words)
        now = self.ask("GET", self.existing).json()
        self.assertEqual(now, was)

    def test_the_form(self):
        form = Form(self, f"{self.library}/++add++Alert")
        good = {"title": "EXERCISE", "alert_type": "seizure"}
        for field, value, words in TYPED:
            with self.subTest(field, value=str(value)[:40]):
                refused = form.send(**{**good, field: value})
                self.assertEqual(refused.status, 400, refused.text[:300])
                self.assertAt(refused, f"form-widgets-{field}", words)

    def assertAt(self, screen: Screen, element_id: str, words: str):
        """The mistake is on the list on top and at its field, and nowhere else."""
        (target,) = screen.mistakes
        self.assertIn(target, (element_id, f"{element_id}-0"))
        self.assertIn(words, screen.mistakes[target])
        self.assertIn(words, screen.at(f"{element_id}-error").text_content())

    def test_scripts_in_rich_text(self):
        form = Form(self, f"{self.library}/++add++Alert")
        for text in DANGEROUS:
            with self.subTest(text):
                answer = self.send(self.alert(body=text))
                self.assertRefused(answer, "body", "not allowed here")
                whole = {"data": text, "content-type": "text/html"}
                answer = self.send(self.alert(body=whole))
                self.assertRefused(answer, "body", "not allowed here")
                refused = form.send(title="x", alert_type="seizure", body=text)
                self.assertAt(refused, "form-widgets-body", "not allowed here")
                self.assertFalse(refused.tree.xpath("//form//*[local-name()='iframe']"))

    def test_specimens(self):
        form = Form(self, f"{self.library}/++add++Alert")
        good = {"title": "EXERCISE", "alert_type": "seizure"}
        for quantity, words in QUANTITIES:
            lines = [GOOD, {**GOOD, "quantity": quantity}]
            answer = self.send(self.alert(specimens=lines))
            self.assertRefused(answer, "specimens[1].quantity", words)
            cells = {f"specimens.0.{name}": str(value) for name, value in GOOD.items()}
            cells["specimens.0.quantity"] = str(quantity)
            target = "form-widgets-specimens-0-quantity"
            refused = form.send(**good, **cells)
            self.assertIn(words, refused.mistakes[target])
            self.assertIn(words, refused.described(target))
        for value in ("NaN", "1e400", "-Infinity"):
            body = json.dumps(self.alert(specimens=[{**GOOD, "quantity": "Q"}]))
            answer = self.ask(
                "POST",
                self.library,
                data=body.replace('"Q"', value),
                headers={"Content-Type": "application/json"},
            )
            self.assertRefused(answer, "specimens[0].quantity", "")

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

    def test_types(self):
        for name in ("Nonsense", "Document", "Image", "", None, 7, ["Alert"], {"a": 1}):
            answer = self.send(self.alert(**{"@type": name}))
            self.assertRefused(answer, "@type", "LibraryDocument")
        answer = self.send(self.alert(), self.existing)
        self.assertRefused(answer, "@type", "Image")
        fields = self.alert()
        del fields["@type"]
        self.assertRefused(self.send(fields), "@type", "Alert")

    def test_what_is_no_object(self):
        headers = {"Content-Type": "application/json"}
        deep = b'{"@type": "Alert", "title": %s"x"%s}' % (b"[" * 5000, b"]" * 5000)
        for body in (b"", b"{", b"[]", b"7", b'"x"', b"null", b"\xff\xfe", deep):
            for method, url in (("POST", self.library), ("PATCH", self.existing)):
                if (body, method) == (b"", "PATCH"):
                    continue  # changes nothing, and says so
                answer = self.ask(method, url, data=body, headers=headers)
                self.assertEqual(answer.status_code, 400, (method, body[:20]))
                self.assertIn("message", answer.json())

    def test_what_the_system_decides_is_left_alone(self):
        forged = {"id": "chosen", "UID": "0" * 32, "creators": ["x"], "layout": "none"}
        item = self.make(self.alert(**forged, review_state="shared", modified="2000"))
        self.before = self.stored()
        self.assertNotEqual(item["id"], "chosen")
        self.assertNotEqual(item["UID"], "0" * 32)
        self.assertEqual(item["review_state"], "draft")
        self.assertEqual(item["layout"], "alert")
        for change in ({"layout": "none"}, {"versioning_enabled": False}):
            answer = self.ask("PATCH", item["@id"], json=change)
            self.assertEqual(answer.status_code, 204)
        now = self.ask("GET", item["@id"]).json()
        self.assertEqual(now["layout"], "alert")
        self.assertTrue(now["versioning_enabled"])

    def test_wrong_order_of_attachments(self):
        for order in ("x", 7, {}, {"obj_id": "x"}, {"obj_id": "x", "delta": {}}, [1]):
            answer = self.ask("PATCH", self.existing, json={"ordering": order})
            self.assertRefused(answer, "ordering", "")

    def test_files_of_200_mb(self):
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
            for kind in ("application/json", headers["Content-Type"]):
                body.seek(0)
                headers = {"Content-Type": kind, "Accept": "application/json"}
                answer = self.stream(self.library, body, headers)
                self.assertRefused(answer, "file", "larger than 50 MB")
        now = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        self.assertLess((now - used) / 1024, 100, "MB more than before")

    def stream(self, url, body, headers):
        """Send a file without reading it into memory."""
        headers = {"Accept": "text/html", **headers}
        return self.ask("POST", url, data=body, headers=headers)

    def test_messages_are_in_the_readers_language(self):
        answer = self.ask(
            "POST",
            self.library,
            json=self.alert(title=""),
            headers={"Accept-Language": "fr"},
            cookies={"I18N_LANGUAGE": "fr"},
        )
        self.assertRefused(answer, "title", "")
