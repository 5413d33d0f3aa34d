"""What must not pass: damaged, two things at once, far larger inside than outside."""

import unittest
from cites.cug.core.validation.errors import InvalidValue
from cites.cug.web.uploads.files import accept_upload, DOCUMENT_TYPES, IMAGE_TYPES
from io import BytesIO
from tests.library.samples import docx, picture_bomb, zip_bomb, zipped
from tests_nonnominal.files import planted_office as office
from tests_nonnominal.files import planted_pdfs as pdfs
from tests_nonnominal.files import planted_pictures as pictures
from tests_nonnominal.files.test_office import USED
from zope.i18n import translate


GOOD = {
    "a.jpg": pictures.jpeg,
    "a.png": pictures.png,
    "a.webp": pictures.webp,
    "a.tif": pictures.tiff,
    "a.gif": pictures.gif,
    "a.heic": pictures.heic,
    "a.pdf": pdfs.by_reportlab,
    "a.docx": office.docx,
    "a.xlsx": office.xlsx_by_openpyxl,
    "a.pptx": office.pptx,
    "a.odt": office.odt,
    "a.ods": office.ods,
}
ARCHIVE = zipped({"a.txt": b"a"})
PDF_HEAD = b"%PDF-1.4\n"


def taken(content, name):
    return accept_upload(BytesIO(content), name, DOCUMENT_TYPES | IMAGE_TYPES)


class BadFilesTest(unittest.TestCase):
    def assertRefused(self, content, name, *words):
        with self.subTest(name), self.assertRaises(InvalidValue) as caught:
            taken(content, name)
        said = translate(caught.exception.doc())
        self.assertTrue(any(word in said for word in words), said)

    def test_good_ones_pass(self):
        for name, make in GOOD.items():
            with self.subTest(name):
                made = taken(make(), name)
                self.assertEqual(made.filename, name.replace(".heic", ".jpg"))

    def test_cut_off(self):
        for name, make in GOOD.items():
            content = make()
            for part in (0.3, 0.6, 0.9):
                half = content[: int(len(content) * part)]
                self.assertRefused(half, name, "damaged", "not accepted")

    def test_bytes_changed(self):
        """Where a format can tell."""
        for name in ("a.png", "a.docx", "a.xlsx"):
            content = bytearray(GOOD[name]())
            content[len(content) // 3] ^= 0xFF
            self.assertRefused(bytes(content), name, "damaged", "not accepted")

    def test_two_things_at_once(self):
        jpeg, pdf = pictures.jpeg(), pdfs.by_reportlab()
        comment = b"<?php system($_GET['c']); ?>"
        for name, content in (
            ("a.jpg", jpeg + ARCHIVE),
            ("a.png", pictures.png() + ARCHIVE),
            ("a.webp", pictures.webp() + ARCHIVE),
            ("a.gif", pictures.gif() + ARCHIVE),
            ("a.pdf", pdf + ARCHIVE + b"%%EOF"),
            ("a.jpg", jpeg[:2] + b"\xff\xfe\0\x0b" + PDF_HEAD + jpeg[2:]),
            ("a.jpg", jpeg[:2] + b"\xff\xfe\0\x1e" + comment + jpeg[2:]),
            ("a.gif", pictures.gif() + b"<script>alert(1)</script>"),
            ("a.jpg", jpeg + b"Rar!\x1a\x07\x01\0"),
        ):
            self.assertRefused(content, name, "two types at once")
        self.assertRefused(PDF_HEAD + jpeg, "a.jpg", "application/pdf")
        self.assertRefused(
            b"text\n" * 20_000 + b"\0\1\2MZ", "a.txt", "control characters"
        )

    def test_bombs(self):
        self.assertRefused(zip_bomb(), "a.docx", "too large when it is unpacked")
        self.assertRefused(picture_bomb(), "a.png", "million pixels")
        inside = docx(
            **{"word/document.xml": b"<a/>", "word/media/a.png": picture_bomb()}
        )
        with self.subTest("in a document that does not refer to it"):
            self.assertNotIn(picture_bomb(), taken(inside, "a.docx").stream.read())
        entry = office.relation(99, "image", "media/a.png")
        content = office.rewritten(
            office.docx(),
            {
                "word/_rels/document.xml.rels": office.before("</Relationships>", entry),
                "word/document.xml": office.before("<w:sectPr", USED),
            },
            {"word/media/a.png": picture_bomb()},
        )
        self.assertRefused(content, "a.docx", "million pixels")
