"""Every field of the contract through POST, GET and PATCH."""

import json
from cites.cug.library.items.alert import IAlert
from cites.cug.library.items.document import ILibraryDocument
from tests.library.http import as_json, HttpTestCase
from tests.library.samples import docx, PDF, picture
from zope.schema import getFieldNames


LINE = {
    "species": "Acinonyx jubatus",
    "term": "LIV",
    "quantity": 2.0,
    "unit": None,
    "source": "W",
    "age_class": "cub_lt3m",
    "sex": None,
    "condition": "alive",
}
ALERT = {
    "title": "EXERCISE: cubs",
    "description": "Two cubs.",
    "alert_type": "seizure",
    "handling": "amber_strict",
    "incident_date": "2026-02-03",
    "incident_country": "XA",
    "location": "Port of Exercise",
    "location_type": "seaport",
    "latitude": -12.5,
    "longitude": 45.0,
    "detecting_agency": "customs",
    "detection_method": "x_ray_scanner",
    "reason_for_seizure": ["import_no_permit", "misdeclared"],
    "transport_mode": ["sea_container"],
    "concealment": ["crate_or_cage"],
    "alleged_origin": "XB",
    "transit_countries": ["KE", "XC"],
    "alleged_destination": "XC",
    "offender_count": 3,
    "offender_nationalities": ["XB"],
    "disposal": "rescue_centre",
    "sanction": "pending",
    "legal_provision": "Law 1",
    "estimated_value": 1500.5,
    "currency": "EUR",
    "share_iccwc": True,
    "hide_country": True,
    "seizure_id": "XA-1",
    "language": "en",
    "position_precision": "district",
    "source_grade": "B",
    "information_grade": "3",
    "permits": [{"country": "XB", "number": "XB-2026/114"}],
    "specimens": [LINE, {**LINE, "term": "SKI", "quantity": 0.5, "unit": "KIL"}],
}
DOCUMENT = {
    "title": "EXERCISE: guide",
    "description": "How to tell them apart.",
    "document_type": "identification_guide",
    "handling": "green",
    "language": "es",
    "languages": ["en", "fr"],
    "countries": ["XA", "KE"],
    "species": ["Acinonyx jubatus", "Felis ficta"],
}
LISTS = (
    "concealment",
    "offender_nationalities",
    "permits",
    "reason_for_seizure",
    "specimens",
    "transit_countries",
    "transport_mode",
)


def plain(value):
    """A GET's value with codes as they may be sent."""
    if isinstance(value, dict) and value.keys() == {"token", "title"}:
        return value["token"]
    return [plain(one) for one in value] if isinstance(value, list) else value


class ContractTest(HttpTestCase):
    def read(self, url, names):
        item = self.ask("GET", url).json()
        return {name: plain(item[name]) for name in names}

    def test_every_field_is_tried(self):
        kept = {"translations"}  # readonly: tests/library/tools/translations
        tried = ALERT.keys() | {"body"}, DOCUMENT.keys() | {"file"}
        fields = set(getFieldNames(IAlert)), set(getFieldNames(ILibraryDocument))
        self.assertEqual([one | kept for one in tried], list(fields))

    def test_an_alert(self):
        url = self.make(self.alert(**ALERT, body="<p>Seen <b>twice</b>.</p>"))["@id"]
        self.assertEqual(self.read(url, ALERT), ALERT)
        self.assertEqual(
            self.ask("GET", url).json()["body"],
            {
                "data": "<p>Seen <b>twice</b>.</p>",
                "content-type": "text/html",
                "encoding": "utf-8",
            },
        )

    def test_a_document(self):
        given = self.document(**DOCUMENT, file=as_json(PDF, "guide.pdf"))
        url = self.make(given)["@id"]
        self.assertEqual(self.read(url, DOCUMENT), DOCUMENT)
        file = self.ask("GET", url).json()["file"]
        self.assertEqual(file["filename"], "guide.pdf")
        self.assertEqual(file["content-type"], "application/pdf")
        content = self.ask("GET", file["download"]).content
        self.assertEqual(file["size"], len(content))
        self.assertTrue(content.startswith(b"%PDF-"))

    def test_every_field_can_be_changed_alone(self):
        url = self.make(self.alert())["@id"]
        for name, value in ALERT.items():
            answer = self.ask("PATCH", url, json={name: value})
            self.assertEqual(answer.status_code, 204, (name, answer.text))
            self.assertEqual(self.read(url, [name])[name], value)
        self.assertEqual(self.read(url, ALERT), ALERT)

    def test_what_a_get_answers_can_be_sent_back(self):
        url = self.make(self.alert(**ALERT, body="<p>a</p>"))["@id"]
        given = self.ask("GET", url).json()
        self.assertEqual(self.ask("PATCH", url, json=given).status_code, 204)
        self.assertEqual(self.read(url, ALERT), ALERT)
        item = self.document(**DOCUMENT, file=as_json(PDF, "guide.pdf"))
        url = self.make(item)["@id"]
        given = self.ask("GET", url).json()
        self.assertEqual(self.ask("PATCH", url, json=given).status_code, 204)
        self.assertEqual(self.ask("GET", url).json()["file"], given["file"])

    def test_what_is_optional_can_be_emptied(self):
        url = self.make(self.alert(**ALERT, body="<p>a</p>"))["@id"]
        required = {"title", "alert_type", "handling"}
        nothing = dict.fromkeys(ALERT.keys() - required)
        answer = self.ask("PATCH", url, json={**nothing, "body": None})
        self.assertEqual(answer.status_code, 204, answer.text)
        item = self.ask("GET", url).json()
        self.assertEqual({name: item[name] for name in LISTS}, {n: [] for n in LISTS})
        self.assertIsNone(item["incident_date"])
        self.assertEqual(item["description"], "")

    def test_lists_are_never_null(self):
        item = self.make(self.alert())
        self.assertEqual({name: item[name] for name in LISTS}, {n: [] for n in LISTS})
        item = self.make(self.document(file=as_json(PDF, "a.pdf"), countries=None))
        for name in ("languages", "countries", "species"):
            self.assertEqual(item[name], [])

    def test_whole_numbers_are_numbers(self):
        line = {"species": "cheetah", "term": "LIV", "quantity": 3}
        item = self.make(self.alert(latitude=10, estimated_value=7, specimens=[line]))
        self.assertEqual(item["latitude"], 10)
        self.assertEqual(item["specimens"][0]["quantity"], 3)
        self.assertIsNone(item["specimens"][0]["sex"])

    def test_a_file_can_be_changed(self):
        alert = self.make(self.alert())["@id"]
        kinds = (
            ("File", "file", as_json(PDF, "a.pdf"), as_json(docx(), "b.docx")),
            (
                "Image",
                "image",
                as_json(picture(), "a.png"),
                as_json(picture("JPEG"), "b.jpg"),
            ),
        )
        for kind, field, first, second in kinds:
            url = self.make({"@type": kind, "title": "x", field: first}, alert)["@id"]
            answer = self.ask("PATCH", url, json={field: second})
            self.assertEqual(answer.status_code, 204, answer.text)
            now = self.ask("GET", url).json()[field]
            self.assertEqual(now["filename"], second["filename"])

    def test_only_who_may_add(self):
        alert = self.make(self.alert())["@id"]
        picture_item = {"@type": "Image", "image": as_json(picture(), "a.png")}
        answer = self.ask("POST", alert, json=picture_item, user="customs-xb")
        self.assertEqual(answer.status_code, 404)
        folder = {"@type": "LibraryFolder", "title": "x"}
        answer = self.ask("POST", self.library, json=folder)
        self.assertEqual(answer.status_code, 403)


class FormTest(HttpTestCase):
    """``multipart/form-data``: the object as JSON, and the file as it is."""

    def post(self, fields, **options):
        parts = {"json": (None, json.dumps(fields)), **options.pop("files", {})}
        return self.ask("POST", self.library, files=parts, **options)

    def test_a_document_comes_with_its_file(self):
        file = ("guide.pdf", PDF, "application/pdf")
        made = self.post(self.document(), files={"file": file})
        self.assertEqual(made.status_code, 201, made.text)
        told = made.json()["file"]
        self.assertEqual(told["filename"], "guide.pdf")
        self.assertEqual(told["content-type"], "application/pdf")
        self.assertTrue(self.ask("GET", told["download"]).content.startswith(b"%PDF"))

    def test_json_in_it_is_not_nested_deeper_than_elsewhere(self):
        deep = "[" * 50 + "]" * 50
        parts = {"json": (None, f'{{"@type": "LibraryDocument", "title": {deep}}}')}
        answer = self.ask("POST", self.library, files=parts)
        self.assertEqual(answer.status_code, 400, answer.text)
        self.assertIn("nested", answer.json()["message"])

    def test_what_is_wrong_is_named_and_nothing_is_stored(self):
        before = self.stored()
        file = ("guide.pdf", PDF, "application/pdf")
        for field, parts in (
            ("file", {"file": ("guide.pdf", b"<html>", "application/pdf")}),
            ("file", {"file": ("../..", PDF, "application/pdf")}),
            ("file", {}),
            ("title", {"file": file, "title": (None, "EXERCISE: another")}),
            ("notes", {"file": file, "notes": file}),
            ("json", {"file": file, "json": (None, "[1]")}),
            ("json", {"file": file, "json": (None, b'{"title": "\xe9"}')}),
            ("json", {"file": file, "json": file}),
        ):
            with self.subTest(field, parts=list(parts)):
                answer = self.post(self.document(), files=parts)
                self.assertEqual(answer.status_code, 400, answer.text)
                named = [error["field"] for error in answer.json()["errors"]]
                self.assertEqual(named, [field])
        self.assertEqual(self.stored(), before)
