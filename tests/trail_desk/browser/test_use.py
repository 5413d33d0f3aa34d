"""The report on use: its page, its files, and that these are recorded."""

import transaction
from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from docx import Document
from io import BytesIO
from openpyxl import load_workbook
from sqlalchemy import select
from tests.library.case import LibraryCase, text_of


class UsePageTest(LibraryCase):
    def setUp(self):
        super().setUp()
        self.url = f"{self.group}/use-report"

    def file(self, kind, language="fr"):
        query = {"download": kind, "from": "2026-01-01", "until": "2026-12-31"}
        headers = {"Accept-Language": language}
        answer = self.ask("secretariat", "GET", self.url, params=query, headers=headers)
        self.assertEqual(answer.status_code, 200)
        name = f"use-cheetahs-2026-01-01-2026-12-31-tlp-amber.{kind}"
        self.assertIn(name, answer.headers["Content-Disposition"])
        return BytesIO(answer.content)

    def test_the_page_has_numbers_and_no_names(self):
        page = self.page("secretariat", self.url)
        words = text_of(page.xpath("//main")[0])
        for expected in ("Members by country and category", "ICCWC", "Total"):
            self.assertIn(expected, words)
        self.assertNotIn("customs-xa", words)
        places = self.page("secretariat", f"{self.group}/administration")
        self.assertEqual(
            [self.url], places.xpath("//dt/a[contains(@href, '/use')]/@href")
        )
        page = self.page("secretariat", self.url, 400, until="soon")
        self.assertIn("Until:", text_of(page.xpath("//*[@role='alert']")[0]))
        self.assertEqual(["soon"], page.xpath("//input[@name='until']/@value"))
        self.page("customs-xa", self.url, 403)
        self.page("outsider", self.url, 404)

    def test_of_two_kinds_of_file_at_once_neither_is_one(self):
        page = self.page("secretariat", self.url, download=["docx", "xlsx"])
        self.assertIn("Members by country", text_of(page.xpath("//main")[0]))

    def test_the_files_have_the_tables_of_the_page_in_the_reader_s_language(self):
        # To take it is something that the Secretariat has done.
        self.file("docx")
        before = len(self.exports())
        paper = Document(self.file("docx"))
        self.assertEqual(paper.core_properties.language, "fr")
        self.assertIn("AMBER", paper.sections[0].header.paragraphs[0].text)
        said = [one.text for one in paper.paragraphs]
        book = load_workbook(self.file("xlsx"))
        about = [row[0] for row in book.worksheets[0].iter_rows(values_only=True)]
        for title in ("Groupe", "Période", "Date de ces chiffres"):
            for lines in (said, about):
                self.assertTrue(
                    any(one.startswith(f"{title}\u202f: ") for one in lines), lines
                )
        self.assertIn("AMBER", book.worksheets[0]["A1"].value)
        words = [cell.text for cell in paper.tables[0].rows[0].cells]
        self.assertEqual(words[:2], ["Pays", "Catégorie"])
        written = [[cell.text for cell in row.cells] for row in paper.tables[0].rows]
        sheet = [
            ["" if cell is None else str(cell) for cell in row]
            for row in book.worksheets[1].iter_rows(values_only=True)
        ]
        self.assertEqual(written, sheet)
        told = self.exports()[before:]
        self.assertEqual([one["format"] for one in told], ["docx", "xlsx"])
        self.assertEqual({one["handling"] for one in told}, {"amber"})

    def exports(self):
        transaction.begin()
        query = select(AuditEvent.detail).where(AuditEvent.action == "audit.use")
        return session().scalars(query.order_by(AuditEvent.id)).all()
