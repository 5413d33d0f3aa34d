"""Words of zipped documents."""

import unittest
from cites.cug.library.items.office import office_text
from io import BytesIO
from zipfile import ZipFile


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODF_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"


def archive(**parts: str) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as made:
        for name, text in parts.items():
            made.writestr(name.replace("__", "/") + ".xml", text)
    return file.getvalue()


class OfficeTextTest(unittest.TestCase):
    def test_runs_of_a_word_paragraph_are_one_word(self):
        body = "<w:p><w:r><w:t>mimet</w:t></w:r><w:r><w:t>ismo</w:t></w:r></w:p>"
        data = archive(word__document=f'<w:d xmlns:w="{WORD}">{body}<w:p/></w:d>')
        self.assertEqual(office_text(data), "mimetismo")

    def test_headings_of_opendocument_are_read(self):
        body = "<t:h>Guépard</t:h><t:p>piste</t:p>"
        data = archive(content=f'<o xmlns:t="{ODF_TEXT}">{body}</o>')
        self.assertEqual(office_text(data), "Guépard\npiste")

    def test_cells_of_a_sheet_are_read(self):
        data = archive(xl__sharedStrings="<sst><si><t>peso</t></si></sst>")
        self.assertEqual(office_text(data), "peso")

    def test_other_parts_are_left_alone(self):
        self.assertEqual(office_text(archive(docProps__core="<c><p>name</p></c>")), "")

    def test_entities_are_not_expanded(self):
        bomb = '<!DOCTYPE d [<!ENTITY a "AAAA">]><d><p>x&a;</p></d>'
        self.assertNotIn("AAAA", office_text(archive(content=bomb)))

    def test_damaged_files_have_no_words(self):
        self.assertEqual(office_text(b"PK\x03\x04 and no more"), "")
        self.assertEqual(office_text(archive(content="<d><p>open")), "")
