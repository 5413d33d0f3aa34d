"""All files that leave the portal with what it holds, one after the other.

Each is on record with its number, asks the permission of what it shows, has the handling
code in its name and inside, and runs nothing in a spreadsheet program.
"""

import ast
import csv
import io
import json
import re
import zipfile
from lxml import etree
from openpyxl import load_workbook
from pathlib import Path
from tests.library.http import HttpTestCase
from typing import NamedTuple


SOURCES = Path("src/cites.cug/cites/cug")
#: What begins so is a formula.
FORMULA = "=HYPERLINK(1)"
NUMBER = re.compile(r"-?[0-9.]+")
RUNS = tuple("=+-@\t\r\n＝＋－＠")
LINES = [{"species": FORMULA, "term": "LIV", "quantity": 2}]
ALERT = {
    "title": FORMULA,
    "handling": "amber_strict",
    "incident_date": "2025-03-04",
    "incident_country": "XA",
    "location": "+41 port",
    "seizure_id": "@17",
    "specimens": LINES,
}
CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NAMED, STRICT = "-tlp-amber-strict", "TLP:AMBER+STRICT"
REPORT = "@illegal-trade-report?year=2025&country=XA"


class Export(NamedTuple):
    """A file: where, for whom, and what is on record of it."""

    where: str
    user: str
    action: str
    #: What the trail says of how many.
    number: dict[str, int]
    #: What stands in its name, and inside.
    named: str
    inside: str
    accept: str = "application/json"
    #: Who is refused, with which status, of those who see the group.
    refused: tuple[str, int] = ("outsider", 404)


STATISTICS = ("library.statistics", {"items": 1}, NAMED, STRICT)
STIX = ("exchange.stix", {"items": 1}, NAMED)
SEIZED = ("exchange.report", {"items": 1}, NAMED)
USE = ("audit.use", {}, "-tlp-amber", "TLP:AMBER")
#: The word of the code in other systems.
TOKEN = "amber+strict"
EXPORTS = (
    Export("statistics?download=csv", "police-xb", *STATISTICS),
    Export("statistics?download=xlsx", "police-xb", *STATISTICS),
    Export("statistics?download=svg", "police-xb", *STATISTICS),
    Export(REPORT, "contact-xa", *SEIZED, STRICT, CSV, ("police-xb", 403)),
    Export(REPORT, "contact-xa", *SEIZED, STRICT, XLSX, ("police-xb", 403)),
    Export("{alert}/@stix", "police-xb", *STIX, TOKEN),
    Export("@stix", "police-xb", *STIX, TOKEN),
    Export("{alert}/@misp", "police-xb", "exchange.misp", {"items": 1}, NAMED, TOKEN),
    Export("use-report?download=xlsx", "secretariat", *USE, refused=("police-xb", 403)),
    Export("use-report?download=docx", "secretariat", *USE, refused=("police-xb", 403)),
    # What members did, which has no handling code of its own.
    Export(
        *("audit-trail?download=csv&action=library", "secretariat", "audit.export"),
        *({}, "audit-trail.csv", "library.add"),
        refused=("police-xb", 403),
    ),
)
#: Modules that answer with files → why they are not among these.
OTHERS = {
    "trail_desk/api/events.py": "proofs of the trail: tests/trail_desk",
    "trail_desk/browser/country_events.py": "proofs of the trail: tests/trail_desk",
    "trail_desk/browser/single_event.py": "proofs of the trail: tests/trail_desk",
    "codelist_editor/taxon_lists/browser/taxa.py": "names of taxa, which are public",
    "exchange/alert_imports/browser/importing.py": "an empty table",
    "messaging/api/attachments.py": "a file as it was sent",
    "messaging/browser/attachments.py": "a file as it was sent",
    "messaging/browser/export.py": "below: it takes two steps",
    "permits/api/keeping.py": "a scan as it was taken in",
    "permits/browser/importing.py": "an empty table",
    "permits/browser/one.py": "a scan as it was taken in",
    "permits/formats/epermit.py": "one permit: tests/permits; they have no handling code",
}
THESE = {
    *("trail_desk/browser/events.py", "trail_desk/browser/use.py"),
    *("exchange/api/formats.py", "exchange/illegal_trade/files.py"),
    "library/tools/statistics/browser/statistics.py",
}
ANSWERING = {"file_answer", "Download", "as_attachment"}


class ExportsTest(HttpTestCase):
    def setUp(self):
        super().setUp()
        self.group = f"{self.portal}/cheetahs"
        self.item = self.make(self.alert(**ALERT))["@id"]
        url = f"{self.item}/@workflow/publish"
        self.assertEqual(200, self.ask("POST", url, "secretariat", json={}).status_code)

    def take(self, export, user=None):
        where = export.where.format(alert=self.item)
        url = where if where.startswith("http") else f"{self.group}/{where}"
        is_page = "@" not in where.rpartition("/")[2]
        accept = "text/html" if is_page else export.accept
        headers = {"Accept": accept, "Accept-Language": "en"}
        return self.ask("GET", url, user or export.user, headers=headers)

    def told(self, action):
        """The last event of an action, its actor and its numbers."""
        url = f"{self.group}/@audit?action={action}"
        items = self.ask("GET", url, "secretariat").json()["items"]
        return items[0] if items else None

    def test_each(self):
        for export in EXPORTS:
            with self.subTest(export.where, accept=export.accept):
                before = self.told(export.action)
                who, status = export.refused
                self.assertEqual(status, self.take(export, who).status_code)
                self.assertEqual(before, self.told(export.action))
                answer = self.take(export)
                self.assertEqual(200, answer.status_code, answer.text[:500])
                self.check_told(export)
                self.assertIn(export.named, answer.headers["Content-Disposition"])
                cells = list(_cells(answer))
                self.assertTrue(any(export.inside in str(cell) for cell in cells))
                self.check_harmless(answer, cells)

    def check_told(self, export):
        event = self.told(export.action)
        self.assertEqual(export.user, event["actor"])
        detail = event["detail"] or {}
        self.assertEqual(export.number, {one: detail.get(one) for one in export.number})

    def check_harmless(self, answer, cells):
        """JSON is no table: there the words stay what they are."""
        if "json" in answer.headers["Content-Type"]:
            return
        for cell in cells:
            is_word = isinstance(cell, str) and not NUMBER.fullmatch(cell)
            self.assertFalse(is_word and cell.startswith(RUNS), cell)

    def test_messages(self):
        body = {"subject": "EXERCISE", "body": "A crate.", "to": ["police-xb"]}
        body["handling"] = "amber_strict"
        url = f"{self.group}/@messages"
        self.assertEqual(201, self.ask("POST", url, json=body).status_code)
        page = self.browse("GET", f"{self.group}/messages/export").text
        token = page.partition('name="_authenticator" value="')[2].partition('"')[0]
        form = {"_authenticator": token, "key": "0123"}
        answer = self.browse("POST", f"{self.group}/messages/export", data=form)
        self.assertEqual(200, answer.status_code)
        self.assertIn(f"{NAMED}.zip", answer.headers["Content-Disposition"])
        archive = zipfile.ZipFile(io.BytesIO(answer.content))
        (name,) = archive.namelist()
        self.assertIn(b"X-TLP: TLP:AMBER+STRICT", archive.read(name))
        event = self.told("message.export")
        self.assertEqual({"messages": 1}, event["detail"])

    def test_no_other_module_answers_with_files(self):
        found = {
            path.relative_to(SOURCES).as_posix()
            for path in SOURCES.rglob("*.py")
            if path.name != "downloads.py" and _calls(path) & ANSWERING
        }
        self.assertEqual(THESE | OTHERS.keys(), found)


def _calls(path):
    text = path.read_text(encoding="utf-8")
    if not any(f"{name}(" in text for name in ANSWERING):
        return set()
    nodes = ast.walk(ast.parse(text))
    return {
        node.func.id
        for node in nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }


def _cells(answer):
    """The cells of a table, the words of a document, or the texts of JSON."""
    kind = answer.headers["Content-Type"]
    if kind.startswith(CSV):
        for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))):
            yield from row
    elif kind == XLSX:
        for sheet in load_workbook(io.BytesIO(answer.content)):
            for row in sheet.iter_rows():
                for cell in row:
                    assert cell.data_type != "f", cell.value
                    yield cell.value
    elif "wordprocessing" in kind:
        archive = zipfile.ZipFile(io.BytesIO(answer.content))
        parts = [one for one in archive.namelist() if one.endswith(".xml")]
        yield from (archive.read(one).decode() for one in parts)
    elif kind.startswith("image/svg+xml"):
        yield from etree.fromstring(answer.content).itertext()
    else:
        yield json.dumps(answer.json())
