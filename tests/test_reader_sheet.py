"""The sheets for reviewers of a language, and for whoever translates it back."""

import csv
import sys
import unittest
from contextlib import redirect_stdout
from importlib import import_module
from io import StringIO
from openpyxl import load_workbook
from pathlib import Path
from PIL import Image
from shutil import copytree
from tempfile import TemporaryDirectory
from unittest.mock import patch


SCRIPTS = Path(__file__).resolve().parents[1] / "scripts"
#: In a row: the id, the English, the translation, the remark and the new text.
ID, ENGLISH, TRANSLATION, REMARK, NEW = 1, 3, 4, 5, 6
LIBRARY = "common_library_link"
SEARCH = "common_search_button"
DRAFT = "common_draft_text"
CANCEL = "common_cancel_label"
SAVE = "common_save_label"
FILES = "files_cleaned_file_damaged_locked_password_text"
COUNT = "library_items_heading"
PLURAL = "operations_upkeep_no_backup_made_days_text"


class ReaderSheetTest(unittest.TestCase):
    def setUp(self):
        with patch.object(sys, "path", [str(SCRIPTS), *sys.path]):
            self.sheets = import_module("reader_sheet")
        self.translations = self.sheets.translations
        self.folder = Path(self.enterContext(TemporaryDirectory()))
        domains = [
            one._replace(locales=copytree(one.locales, self.folder / one.name))
            for one in self.translations.DOMAINS
        ]
        self.patch(self.translations, DOMAINS=domains)
        self.patch(self.sheets, FOLDER=self.folder, PHOTOGRAPHS=self.folder / "pictures")

    def patch(self, module, **values):
        self.enterContext(patch.multiple(module, **values))

    def run_command(self, *arguments):
        with redirect_stdout(StringIO()) as said:
            status = self.sheets.main(*map(str, arguments))
        return status, said.getvalue()

    def texts(self):
        return {key: one.translation for key, one in self.sheets.texts_of("fr").items()}

    def filled(self, *cells):
        """The file of a sheet with (id, column, value) as a reviewer sends it back."""
        self.run_command("reader-sheet", "fr")
        path = self.folder / "reader-sheet-fr.xlsx"
        book = load_workbook(path)
        rows = {row[0].value: row for sheet in book for row in sheet}
        for key, column, value in cells:
            rows[key][column - 1].value = value
        book.save(path)
        return path

    def test_new_texts_and_remarks_come_back(self):
        before = self.texts()
        new = {LIBRARY: "La bibliothèque", FILES: "Fichier endommagé."}
        sheet = self.filled(
            *((key, NEW, f"{text} \n") for key, text in new.items()),
            (COUNT, REMARK, "Which items?"),
        )
        status, said = self.run_command("reader-sheet", "fr", sheet)
        self.assertEqual(0, status)
        self.assertEqual(
            f"{COUNT}: {before[COUNT]!r}: Which items?\nNew texts: 2\n", said
        )
        self.assertEqual(before | new, self.texts())
        with redirect_stdout(StringIO()) as said:
            self.assertEqual(0, self.translations.check(), said)
        # Sent twice: somebody may have changed the texts since.
        status, said = self.run_command("reader-sheet", "fr", sheet)
        self.assertEqual(1, status)
        self.assertIn(f"{LIBRARY}: the translation has changed since\n", said)

    def test_nothing_is_imported_if_one_row_is_wrong(self):
        before = self.texts()
        wrong = {
            (COUNT, NEW, "Éléments"): "other variables than in English",
            (PLURAL, NEW, "{days, plural, one {#}}"): "no form for other: days",
            (SEARCH, NEW, "{days, plural, one {#}"): "other variables than in English",
            (FILES, NEW, "Où?"): "'ù?' is not set as the language sets it",
            (DRAFT, NEW, "Piste d’audit"): (
                "'Piste d’audit' is called 'journal d’audit'"
            ),
            (LIBRARY, ENGLISH, "Shelf"): "the English has changed since",
            (CANCEL, TRANSLATION, "Rayon"): "the translation has changed since",
        }
        right = ((key, NEW, f"Juste {before[key]}") for key in (LIBRARY, CANCEL, SAVE))
        sheet = self.filled(*right, *wrong)
        said = self.refused(sheet)
        for (key, _column, _value), fault in wrong.items():
            self.assertIn(f"\n{key}: {fault}\n", said)
        self.assertIn(f"\n{SEARCH}: plural forms that cannot be read\n", said)
        self.assertNotIn(SAVE, said)

    def test_an_id_that_is_not_there_or_twice_is_refused(self):
        new = ((key, NEW, "Juste") for key in (LIBRARY, CANCEL, SAVE))
        said = self.refused(self.filled(*new, (LIBRARY, ID, "shelf"), (CANCEL, ID, SAVE)))
        self.assertIn("\nshelf: there is no such message\n", said)
        self.assertIn(f"\n{SAVE}: there are two new texts\n", said)

    def refused(self, sheet):
        before = self.texts()
        status, said = self.run_command("reader-sheet", "fr", sheet)
        self.assertEqual(1, status)
        self.assertEqual("Nothing is imported:", said.splitlines()[0])
        self.assertEqual(before, self.texts())
        return said

    def test_other_columns_are_refused(self):
        sheet = self.filled(("ID", TRANSLATION, "Traduction"))
        with self.assertRaises(SystemExit) as refused:
            self.run_command("reader-sheet", "fr", sheet)
        self.assertRegex(refused.exception.code, "^wsgi: the columns are not ID, ")

    def test_messages_are_in_sheets_by_part_of_the_portal(self):
        book = load_workbook(self.filled())
        introduction, *parts = book.worksheets
        self.assertIn("No pictures have been taken.", introduction["A5"].value)
        self.assertFalse(any(sheet._images for sheet in parts))
        found = {}
        for sheet in parts:
            for key, *cells in sheet.iter_rows(min_row=2, values_only=True):
                self.assertTrue(key.startswith(f"{sheet.title}_"), key)
                found[key] = cells
        self.assertEqual(self.texts().keys(), found.keys())
        file, english, translation, *others = found[LIBRARY]
        self.assertIn("cites.cug/cites/cug/", file)
        self.assertEqual(("Library", "Bibliothèque"), (english, translation))
        self.assertEqual([None] * 3, others)

    def test_pictures_stand_beside_the_messages_that_they_show(self):
        desk = self.folder / "pictures" / "fr" / "desk"
        desk.mkdir(parents=True)
        texts = self.texts()
        shown = [key for key in texts if key.startswith("library_alert_")][:9]
        words = {
            "all": [texts[key].upper() for key in shown[:6]],
            "few": [texts[key] for key in shown[:3]],
            "none": ["Le portail"],
        }
        for name, lines in words.items():
            Image.new("RGB", (1280, 850)).save(desk / f"{name}.jpg")
            (desk / f"{name}.txt").write_text("\n".join(lines), encoding="utf-8")
        book = load_workbook(self.filled())
        self.assertIn("Picture is the number", book.worksheets[0]["A5"].value)
        (picture,) = book["library"]._images
        self.assertEqual((7, 1), (picture.anchor._from.col, picture.anchor._from.row))
        rows = book["library"].iter_rows(min_row=2, values_only=True)
        links = {row[0]: row[6] for row in rows}
        self.assertEqual(
            {'=HYPERLINK("#library!H2", 1)'}, {links[key] for key in shown[:6]}
        )
        self.assertIsNone(links[shown[8]])

    def test_the_back_translation_is_made_without_ids_and_english(self):
        self.run_command("back-sheet", "fr")
        path = self.folder / "back-translation-fr.csv"
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
        self.assertEqual([*self.texts().values()], [one["translation"] for one in rows])
        self.assertNotIn(LIBRARY, path.read_text(encoding="utf-8"))
        keys = {one["translation"]: one["key"] for one in rows}
        self.assertRegex(keys["Bibliothèque"], "^[0-9a-f]{12}$")
        for one in rows:
            if one["translation"] == "Bibliothèque":
                one["back-translation"] = "Bookcase"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, [*rows[0]])
            writer.writeheader()
            writer.writerows([*rows, {"key": "gone", "back-translation": "Gone"}])
        _status, said = self.run_command("back-sheet", "fr", path)
        with (self.folder / "compared-fr.csv").open(encoding="utf-8-sig") as stream:
            compared = list(csv.DictReader(stream))
        self.assertIn(f"changed since: {len(rows) - len(compared)}\n", said)
        first = next(one for one in compared if one["id"] == LIBRARY)
        self.assertEqual(
            {
                "language": "fr",
                "id": LIBRARY,
                "English": "Library",
                "translation": "Bibliothèque",
                "back-translation": "Bookcase",
                "difference": "",
                "what was done": "",
            },
            first,
        )

    def test_a_language_without_translations_is_refused(self):
        for language in ("", "en", "../fr"):
            with self.assertRaises(SystemExit) as refused:
                self.run_command("reader-sheet", language)
            self.assertRegex(refused.exception.code, "^TRANSLATION is one of fr, es")
