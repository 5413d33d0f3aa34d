"""Tables for spreadsheet programs."""

import csv
import io
import re
import unittest
from cites.cug.web.downloads import csv_pieces, word_document, workbook
from datetime import date
from docx import Document
from itertools import product
from openpyxl import load_workbook


RUN = [f"{begin}cmd|' /C calc'!A0" for begin in "=+-@\t\r\n＝＋－＠"]


class TableTest(unittest.TestCase):
    def as_csv(self, *rows):
        text = b"".join(csv_pieces(rows)).decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text, newline="")))

    def as_workbook(self, **sheets):
        book = load_workbook(io.BytesIO(workbook(sheets)))
        return {
            one.title: [list(row) for row in one.iter_rows(values_only=True)]
            for one in book
        }

    def test_cells_of_each_kind(self):
        day = date(2026, 11, 26)
        (row,) = self.as_csv(["é;\n", 1.5, -3, day, None])
        self.assertEqual(["é;\n", "1.5", "-3", "2026-11-26", ""], row)
        ((text, number, less, moment, nothing),) = self.as_workbook(
            rows=[["é;\n", 1.5, -3, day, None]]
        )["rows"]
        self.assertEqual(("é;\n", 1.5, -3, day), (text, number, less, moment.date()))
        self.assertFalse(nothing)

    def test_no_cell_is_run(self):
        for text in RUN:
            self.assertEqual("'", self.as_csv([text])[0][0][0], text)
        for (cell,) in self.as_workbook(rows=[[text] for text in RUN])["rows"]:
            self.assertEqual("'", cell[0], cell)

    def test_no_cell_is_run_behind_what_is_left_out(self):
        for text in RUN:
            self.assertEqual("'", self.as_csv([f"\x01{text}"])[0][0][0], text)
            (row,) = self.as_workbook(rows=[[f"\ufffe\x01{text}"]])["rows"]
            self.assertEqual("'", row[0][0], text)

    def assert_text(self, cell, begin):
        self.assertFalse(cell.strip(' "\u202f').startswith(begin), cell)

    def test_no_part_of_a_cell_is_run_where_csv_is_split_elsewhere(self):
        """French, Spanish and German programs split lines at semicolons."""
        before = (
            "x;",
            "x; ",
            'x;"',
            "x\t",
            "x\n",
            "x\r\n",
            ";;",
            " ",
            '"',
            "\t",
            "\u202f",
        )
        for begin, words in product("=+-@＝＋－＠", before):
            run = f"{begin}cmd|' /C calc'!A0"
            rows = [["a", words + run, "b;" + run], [words + run]]
            text = b"".join(csv_pieces(rows)).decode("utf-8-sig")
            for delimiter in ",;\t":
                lines = io.StringIO(text, newline="")
                for line in csv.reader(lines, delimiter=delimiter):
                    for cell in line:
                        self.assert_text(cell, begin)
            # A program that splits elsewhere may see no quotes.
            for delimiter in ";\t":
                for cell in re.split(f"[{delimiter}\r\n]+", text):
                    self.assert_text(cell, begin)

    def test_what_is_no_formula_stays_as_it_is(self):
        for text in ("a - b; c", "a; b = c", "1;2", "x;\ny", "e-mail@example.org; x"):
            self.assertEqual([[text]], self.as_csv([text]))
        self.assertEqual([["a\n- b"]], self.as_workbook(rows=[["a\n- b"]])["rows"])

    def test_all_spaces_stay(self):
        """French has a narrow one before a colon, and others stand between figures."""
        text = "Groupe\u202f: 12\u00a0000 \u200fعربي"
        said = word_document(text, "fr", text, [text + "\x01"], {text: [[text]]})
        paper = Document(io.BytesIO(said))
        self.assertEqual([text] * 3, [one.text for one in paper.paragraphs])
        self.assertEqual(text, paper.tables[0].rows[0].cells[0].text)
        self.assertEqual(text, paper.sections[0].header.paragraphs[0].text)
        self.assertEqual([[text]], self.as_workbook(rows=[[text]])["rows"])

    def test_names_of_sheets(self):
        sheets = self.as_workbook(**{"A/B: [all] " + "x" * 40: [["1"]]})
        self.assertEqual(["AB all " + "x" * 24], list(sheets))
