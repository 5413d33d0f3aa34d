"""Tables: headings, codes in words, rows of one permit; and workbooks made to do harm."""

import os
from cites.cug.core.codelists.entry import LANGUAGES
from cites.cug.demo.testing import CUG_FUNCTIONAL
from cites.cug.permits.formats import rows, tables
from cites.cug.permits.formats.raw_permit import UnreadableFile
from cites.cug.permits.permit import Party, PermitType
from datetime import date
from decimal import Decimal
from io import BytesIO
from openpyxl import load_workbook, Workbook
from tests.permits.formats.case import TableCase
from tests.permits.formats.test_reading import FILES
from tests.some import some
from unittest import mock
from zipfile import ZIP_DEFLATED, ZipFile


class TestHeadings(TableCase):
    # The headings in words come from the catalogues.
    layer = CUG_FUNCTIONAL

    def test_no_heading_means_two_columns(self):
        for language in LANGUAGES:
            with self.subTest(language):
                heads = [tables.heading(one, language) for one in tables.columns()]
                self.assertEqual(len(heads), len({tables.letters(one) for one in heads}))

    def test_each_column_is_known_by_its_field_and_in_each_language(self):
        known = tables.headings()
        for column in some(tables.columns()):
            prefix = "" if column.part == "lines" else column.part
            field = f"{prefix}.{column.name}".lstrip(".")
            heads = [field, *(tables.heading(column, one) for one in LANGUAGES)]
            for head in heads:
                with self.subTest(head):
                    self.assertEqual(column, known[tables.letters(head)])

    def test_the_empty_table_can_be_filled_in_and_read(self):
        for language in LANGUAGES:
            with self.subTest(language):
                heads = tables.empty_table(language).decode("utf-8-sig")
                cells = {"number": "XA-1", "type": "E"}
                row = [
                    "XA" if column[:2] == ("", "country") else cells.get(column.name, "")
                    for column in tables.columns()
                ]
                (permit,) = self.read(f"{heads}{';'.join(row)}\r\n")
                self.assertEqual(("XA", "XA-1"), (permit.country, permit.number))

    def test_french_and_spanish(self):
        (permit,) = self.read(
            "PAYS DE DELIVRANCE;No del permiso o certificado;Type de document;"
            "Nombre científico;Importateur : Pays\nXA;XA-1;Permiso de exportación;"
            "Acinonyx jubatus;XB\n"
        )
        self.assertIs(PermitType.EXPORT, permit.type)
        self.assertEqual("Acinonyx jubatus", permit.lines[0].scientific_name)
        self.assertEqual(Party(country="XB"), permit.importer)


#: Hardly to be packed, as no part may grow to a hundred times its size.
COMMENT = os.urandom(2**20).hex().encode()


class TestWorkbooks(TableCase):
    def book(self, *rows):
        book = Workbook()
        for row in rows:
            book.active.append(row)
        return book

    def saved(self, book):
        stream = BytesIO()
        book.save(stream)
        return stream.getvalue()

    def with_part(self, name, change):
        """A good workbook with one part changed."""
        book = self.book(["country", "number", "type"], ["XA", "XA-1", "E"])
        stream = BytesIO()
        with (
            ZipFile(BytesIO(self.saved(book))) as old,
            ZipFile(stream, "w", ZIP_DEFLATED) as new,
        ):
            for part in old.namelist():
                content = old.read(part)
                new.writestr(part, change(content) if part == name else content)
            self.assertIn(name, old.namelist())
        return stream.getvalue()

    def test_cells_of_all_types(self):
        first, second = self.read((FILES / "table.xlsx").read_bytes(), "table.xlsx")
        self.assertEqual(date(2026, 7, 9), first.valid_until)
        self.assertEqual("1000", first.importer.postcode)
        amounts = [line.quantity for line in first.lines]
        self.assertEqual([Decimal(2), Decimal("1.5")], amounts)
        self.assertIs(PermitType.IMPORT, second.type)

    def test_a_sheet_that_says_it_is_as_large_as_can_be(self):
        def change(content):
            return content.replace(b'ref="A1:C2"', b'ref="A1:XFD1048576"')

        data = self.with_part("xl/worksheets/sheet1.xml", change)
        self.assertIn(
            b"XFD1048576", ZipFile(BytesIO(data)).read("xl/worksheets/sheet1.xml")
        )
        (permit,) = self.read(data, "permits.xlsx")
        self.assertEqual("XA-1", permit.number)

    def test_a_row_far_down(self):
        book = self.book(["country", "number", "type"])
        for column, value in enumerate(("XA", "XA-1", "E"), start=1):
            book.active.cell(1_000_000, column, value)
        fault = self.fault(self.saved(book), "permits.xlsx")
        self.assertIn(
            "There are more than {limit, plural, one {# row}", fault.message.default
        )

    def test_a_document_type_in_a_part(self):
        for part in (
            "xl/worksheets/sheet1.xml",
            "xl/styles.xml",
            "xl/workbook.xml",
        ):
            with self.subTest(part):
                data = self.with_part(
                    part, lambda old: b'<!DOCTYPE a [<!ENTITY b "c">]>' + old
                )
                fault = self.fault(data, "permits.xlsx")
                self.assertIn("(DTD)", fault.message.default)

    def test_a_document_type_in_a_part_that_is_called_as_one_likes(self):
        sheet, renamed = "worksheets/sheet1.xml", "worksheets/sheet1.dat"

        def change(name, content):
            if name == f"xl/{sheet}":
                return f"xl/{renamed}", b'<!DOCTYPE a [<!ENTITY b "c">]>' + content
            return name, content.replace(sheet.encode(), renamed.encode())

        stream = BytesIO()
        old = self.saved(self.book(["country", "number", "type"], ["XA", "XA-1", "E"]))
        with ZipFile(BytesIO(old)) as book, ZipFile(stream, "w", ZIP_DEFLATED) as new:
            for part in book.namelist():
                new.writestr(*change(part, book.read(part)))
        fault = self.fault(stream.getvalue(), "permits.xlsx")
        self.assertIn("(DTD)", fault.message.default)

    def test_a_comment_that_is_read_anew_with_each_piece(self):
        for before, after in ((b"<!--", b"-->"), (b"<sheetData><!--", b"-->")):
            with self.subTest(before):
                data = self.with_part(
                    "xl/worksheets/sheet1.xml",
                    lambda old, before=before, after=after: old.replace(
                        before.partition(b"<!")[0] or b"<sheetViews",
                        before + COMMENT + after,
                        1,
                    ),
                )
                fault = self.fault(data, "permits.xlsx")
                self.assertIn("a tag or a comment", fault.message.default)

    def test_a_part_that_is_damaged_far_behind(self):
        stream = BytesIO(self.saved(self.book(["country", "number", "type"])))
        content = b"<a>%s</a>" % (b"Z" * 2**20)
        with ZipFile(stream, "a") as book:
            book.writestr("xl/drawings/drawing1.vml", content)
        self.assertIn(content, stream.getvalue())
        data = stream.getvalue().replace(b"ZZ</a>", b"ZY</a>")
        fault = self.fault(data, "permits.xlsx")
        self.assertEqual(rows.NO_TABLE, fault.message)

    def test_a_part_that_grows(self):
        data = self.with_part("xl/styles.xml", lambda old: old + b" " * 110 * 2**20)
        fault = self.fault(data, "permits.xlsx")
        self.assertEqual(
            "The file grows too large when it is unpacked.", fault.message.default
        )

    def test_a_part_that_grows_within_what_other_files_may(self):
        with (
            (FILES / "table.xlsx").open("rb") as stream,
            mock.patch.object(rows, "MAX_UNPACKED_BYTES", 1000),
            self.assertRaises(UnreadableFile) as refused,
        ):
            list(rows.excel_rows(stream))
        (fault,) = refused.exception.faults
        self.assertEqual(
            "The file grows too large when it is unpacked.", fault.message.default
        )

    def test_what_is_no_workbook(self):
        stream = BytesIO()
        with ZipFile(stream, "w") as archive:
            archive.writestr("permits.xml", "<CITESEPermit/>")
        fault = self.fault(stream.getvalue(), "permits.xlsx")
        self.assertEqual("The file cannot be read as a table.", fault.message.default)

    def test_damaged(self):
        data = (FILES / "table.xlsx").read_bytes()
        self.assertTrue(self.fault(data[: len(data) // 2], "table.xlsx").message)

    def test_the_example_is_a_workbook(self):
        self.assertEqual(3, load_workbook(FILES / "table.xlsx").active.max_row - 1)
