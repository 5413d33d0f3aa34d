"""Tables that are to do harm are refused, and it is said why."""

import io
import json
import zipfile
from openpyxl import Workbook
from tests.exchange.alert_imports.api.test_imports import ImportsCase
from tests.web.uploads.test_virus_scanner import Clamd, configured, EICAR


SHEET = "xl/worksheets/sheet1.xml"


def workbook(sheets=1):
    book = Workbook()
    for _number in range(sheets - 1):
        book.create_sheet()
    book.active.append(["Species", "Quantity"])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def bomb(name, size):
    """A workbook of which a part unpacks to that many bytes, of zeros or of cells."""
    source, written = zipfile.ZipFile(io.BytesIO(workbook())), io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for one in source.namelist():
            if one != name:
                archive.writestr(one, source.read(one))
        with archive.open(name, "w", force_zip64=True) as part:
            piece = b"<row><c t='inlineStr'><is><t>a</t></is></c></row>" * 20_000
            for _time in range(size // len(piece) + 1):
                part.write(piece)
    return written.getvalue()


class HostileTest(ImportsCase):
    def refused(self, content, name, words, **more):
        told = self.send(content, 400, name=name, **more)
        self.assertEqual(["file"], [one["field"] for one in told["errors"]])
        self.assertIn(words, told["errors"][0]["message"])
        self.assertEqual([], self.drafts())

    def test_workbooks(self):
        # A gigabyte of cells; and so many that their tree would not fit into memory.
        for part, size in ((SHEET, 2**30), ("xl/media/x.png", 600 * 2**20)):
            with self.subTest(part):
                self.refused(bomb(part, size), "x.xlsx", "too large when it is unpacked")
        self.refused(bomb(SHEET, 2**19), "x.xlsx", "cannot be read as a table")
        # Others than the first sheet are not read.
        self.refused(workbook(300), "x.xlsx", "no rows")

    def test_tables(self):
        long = b"Species,Quantity\n" + b"a" * (20 * 2**20)
        self.refused(long, "x.csv", "line is too long")
        self.refused(b"a" * (20 * 2**20), "x.csv", "line is too long")
        quoted = b'Species,Quantity\n"' + b"a\n" * (5 * 2**20)
        self.refused(quoted, "x.csv", "cannot be read as a table")
        wide = b"Species," + b"x," * 200 + b"x\n"
        self.refused(wide, "x.csv", "more than 100 columns")
        rows = b"Species,Quantity\n" + b"Acinonyx jubatus,1\n" * 10_001
        self.refused(rows, "x.csv", "more than 10000 rows")

    def test_events(self):
        self.refused(b"[" * (17 * 2**20), "x.json", "at most 16 MB")
        self.refused(b"[" * 2**20, "x.json", "cannot be read as a MISP event")
        deep = json.dumps({"Event": {"info": "a", "Object": [{"name": 1}] * 50_000}})
        self.refused(deep, "x.json", "wildlife-seizure")

    def test_viruses_are_found_where_a_scanner_is_named(self):
        table = b"Species,Quantity\nAcinonyx jubatus," + EICAR
        clamd = Clamd()
        self.addCleanup(clamd.stop)
        with configured(clamd.address):
            self.refused(EICAR, "x.csv", "virus")
            self.refused(table, "x.csv", "virus")
        with configured(f"{clamd.folder}/nowhere.ctl"):
            self.refused(b"Species,Quantity\nx,1", "x.csv", "cannot be checked for")
