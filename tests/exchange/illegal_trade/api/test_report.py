"""REST: the illegal trade report, for who makes it and who does not."""

import csv
import io
from openpyxl import load_workbook
from tests.library.http import HttpTestCase


CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LINES = [
    {"species": "=1+1", "term": "LIV", "quantity": 2},
    {"species": "Panthera pardus", "term": "SKI", "quantity": 1.5, "unit": "KIL"},
]
SEIZURE = {
    "title": "EXERCISE: cubs in a crate",
    "handling": "amber_strict",
    "incident_date": "2025-03-04",
    "incident_country": "XA",
    "location": "Port of XA",
    "location_type": "seaport",
    "detecting_agency": "customs",
    "reason_for_seizure": ["import_no_permit", "misdeclared"],
    "transit_countries": ["XC", "AE"],
    "seizure_id": "XA-2025-17",
    "specimens": LINES,
}


class ReportTest(HttpTestCase):
    def setUp(self):
        super().setUp()
        self.report = f"{self.portal}/cheetahs/@illegal-trade-report"

    def seizure(self, *moves, **fields):
        made = self.make(self.alert(**{**SEIZURE, **fields}))["@id"]
        for name in moves:
            url, sep, reader = name.partition(":")
            body = {"readers": [f"member:{reader}"]} if sep else {}
            self.move(made, url, body)
        return made

    def move(self, item, name, body):
        answer = self.ask("POST", f"{item}/@workflow/{name}", "secretariat", json=body)
        self.assertEqual(answer.status_code, 200, answer.text)

    def read(self, user, status=200, accept="application/json", lang="en", **query):
        answer = self.ask(
            "GET",
            self.report,
            user,
            headers={"Accept": accept, "Accept-Language": lang},
            params={"year": "2025", **query},
        )
        self.assertEqual(answer.status_code, status, answer.text)
        return answer

    def test_rows_are_lines_of_published_seizures_of_the_country_and_year(self):
        item = self.seizure("publish")
        self.seizure()
        self.seizure("publish", incident_date="2024-12-31")
        self.seizure("publish", incident_country="XB")
        self.seizure("publish", alert_type="route")
        hidden = self.seizure("choose:police-xb", seizure_id="")
        told = self.read("contact-xa").json()
        self.assertEqual(
            [(row["@id"], row["line"], row["term"]) for row in told["rows"]],
            [(item, 1, "LIV"), (item, 2, "SKI")],
        )
        self.assertEqual(told["left_out"], {"unpublished": 0, "other_kinds": 1})
        self.assertEqual(told["handling"], "amber_strict")
        self.assertNotIn(hidden, self.read("contact-xa").text)
        office = self.read("secretariat", country="XA").json()
        self.assertEqual(office["items_total"], 4)
        self.assertEqual(
            office["left_out"],
            {"unpublished": 1, "other_kinds": 1, "closed_to_country": 1},
        )

    def test_who_makes_the_report_of_whom(self):
        self.assertEqual(
            self.read("secretariat", 400).json()["errors"][0]["field"], "country"
        )
        self.read("secretariat", country="XB")
        self.read("contact-xa", 403, country="XB")
        for user in ("customs-xa", "igo-interpol"):
            self.read(user, 403)
        self.read("outsider", 404)
        for query in ({"year": "1950"}, {"country": "QQ"}, {"colour": "red"}):
            wrong = self.read("contact-xa", 400, **query).json()
            self.assertEqual(wrong["errors"][0]["field"], next(iter(query)))

    def test_what_is_incomplete_is_listed_with_where_to_mend_it(self):
        item = self.seizure("publish", detecting_agency=None, specimens=[])
        undated = self.seizure("publish", incident_date=None)
        told = {
            user: self.read(user, country="XA").json()["incomplete"]
            for user in ("secretariat", "contact-xa")
        }
        self.assertEqual(
            [
                (one["@id"], [found["field"] for found in one["missing"]])
                for one in told["secretariat"]
            ],
            [(undated, ["incident_date"]), (item, ["specimens", "detecting_agency"])],
        )
        self.assertEqual(
            [one["edit"] for one in told["secretariat"]],
            [f"{undated}/edit", f"{item}/edit"],
        )
        self.assertEqual([one["edit"] for one in told["contact-xa"]], [None, None])

    def test_files_in_the_languages_of_cites_run_nothing(self):
        self.seizure("publish")
        answer = self.read("contact-xa", accept=CSV, lang="fr")
        self.assertTrue(answer.headers["Content-Type"].startswith(CSV))
        self.assertIn(
            "illegal-trade-XA-2025-tlp-amber-strict.csv",
            answer.headers["Content-Disposition"],
        )
        answer.encoding = "utf-8-sig"
        first, second = csv.DictReader(io.StringIO(answer.text))
        self.assertEqual(first["Espèce"], "'=1+1")
        self.assertEqual(first["Date de la saisie"], "2025-03-04")
        self.assertEqual(first["Pays de transit"], "XC; AE")
        self.assertEqual(first["Code de diffusion"], "TLP:AMBER+STRICT")
        self.assertEqual((second["Quantité"], second["Unité"]), ("1.5", "KIL"))
        # Whoever reads another language has all of it in English.
        answer = self.read("contact-xa", accept=CSV, lang="ar")
        self.assertIn("Kind of place", answer.text)
        self.assertNotRegex(answer.text, "[\u0600-\u06ff]")
        answer = self.read("contact-xa", accept=XLSX, lang="es")
        book = load_workbook(io.BytesIO(answer.content))
        table, notes = book.worksheets
        rows = list(table.iter_rows(values_only=True))
        self.assertEqual(rows[0][0], "Número de identificación")
        self.assertEqual(len(rows), 3)
        self.assertIn(("Filas", 2), list(notes.iter_rows(values_only=True)))
        trail = self.ask(
            "GET", f"{self.portal}/cheetahs/@audit?action=exchange.report", "secretariat"
        )
        self.assertEqual(
            [
                (one["actor"], one["detail"]["format"], one["detail"]["items"])
                for one in trail.json()["items"]
            ],
            [("contact-xa", kind, 2) for kind in ("xlsx", "csv", "csv")],
        )

    def test_what_was_taken_is_kept_and_what_has_changed_since_is_told(self):
        item = self.seizure("publish")
        self.seizure("choose:police-xb")
        self.assertIsNone(self.read("contact-xa").json()["changes"])
        self.read("contact-xa", accept=CSV)
        told = self.read("contact-xa").json()
        self.assertEqual([one["rows"] for one in told["exports"]], [2])
        nothing = {"added": [], "changed": [], "removed": 0}
        self.assertEqual({**told["changes"], **nothing}, told["changes"])
        new = self.seizure("publish", seizure_id="XA-2025-18", specimens=LINES[:1])
        changed = {"specimens": [LINES[0], {**LINES[1], "quantity": 3}]}
        answer = self.ask("PATCH", item, "secretariat", json=changed)
        self.assertEqual(answer.status_code, 204, answer.text)
        told = self.read("contact-xa").json()["changes"]
        self.assertEqual([one["@id"] for one in told["added"]], [new])
        self.assertEqual(
            [(one["@id"], one["line"]) for one in told["changed"]], [(item, 2)]
        )
        answer = self.ask("DELETE", item, "secretariat")
        self.assertEqual(answer.status_code, 204, answer.text)
        self.assertEqual(self.read("contact-xa").json()["changes"]["removed"], 2)
        self.read("secretariat", accept=XLSX, country="XA")
        told = self.read("contact-xa").json()
        self.assertEqual([one["user"] for one in told["exports"]], ["contact-xa"])
        told = self.read("secretariat", country="XA").json()
        self.assertEqual(
            [(one["user"], one["format"]) for one in told["exports"]],
            [("secretariat", "xlsx"), ("contact-xa", "csv")],
        )

    def test_a_party_chooses_whether_the_report_is_passed_on(self):
        self.seizure("publish", specimens=LINES[:1])
        self.seizure("publish", share_iccwc=False, seizure_id="z", specimens=LINES[:1])

        def shared():
            answer = self.read("contact-xa")
            told = answer.json()
            rows = [row["share_iccwc"] for row in told["rows"]]
            return told["share_iccwc"], rows, answer.headers["ETag"]

        *told, tag = shared()
        self.assertEqual(told, [True, [True, False]])
        url = f"{self.report}?country=XA&year=2025"
        keyed = {"If-Match": tag}
        no, yes = {"share_iccwc": False}, {"share_iccwc": True}
        for user, status in (("contact-xa", 204), ("customs-xa", 403)):
            answer = self.ask("PATCH", url, user, headers=keyed, json=no)
            self.assertEqual(answer.status_code, status, answer.text)
        self.assertEqual(shared()[:2], (False, [False, False]))
        late = self.ask("PATCH", url, "contact-xa", headers=keyed, json=yes)
        self.assertEqual(late.status_code, 412, late.text)
        wrong = self.ask("PATCH", url, "contact-xa", json={"share_iccwc": "yes"})
        self.assertEqual(wrong.json()["errors"][0]["field"], "share_iccwc")
