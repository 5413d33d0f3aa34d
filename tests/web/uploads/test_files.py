import unittest
from cites.cug.core.plone_internals.plural_messages import say
from cites.cug.core.validation.errors import InvalidValue
from cites.cug.library.items.document import ILibraryDocument
from cites.cug.library.items.office import office_text
from cites.cug.web.uploads.files import DOCUMENT_TYPES, fit_name, IMAGE_TYPES, inspect
from cites.cug.web.uploads.inspection import MAX_PIXELS
from cites.cug.web.uploads.zip_archives import CONTENTS
from io import BytesIO
from PIL import Image
from tests.library.samples import BAD_DOCUMENTS, docx, EXE, PDF, picture, zipped
from zope.i18n import translate


EVERYTHING = DOCUMENT_TYPES | IMAGE_TYPES
OPEN = "application/vnd.oasis.opendocument."
OFFICE = "application/vnd.openxmlformats-officedocument."


def kind_of(name, data, accepted=EVERYTHING):
    return inspect(BytesIO(data), fit_name(name), accepted)


class GoodFilesTest(unittest.TestCase):
    def test_the_content_decides_the_type(self):
        for name, data, kind in (
            ("a.pdf", PDF, "application/pdf"),
            ("A.PDF", PDF, "application/pdf"),
            ("a.docx", docx(), f"{OFFICE}wordprocessingml.document"),
            ("a.jpg", picture("JPEG"), "image/jpeg"),
            ("a.jpeg", picture("JPEG"), "image/jpeg"),
            ("a.png", picture("PNG"), "image/png"),
            ("a.webp", picture("WEBP"), "image/webp"),
            ("a.gif", picture("GIF"), "image/gif"),
            ("a.tiff", picture("TIFF"), "image/tiff"),
            ("a.txt", "Bonjour à tous, señor.".encode(), "text/plain"),
            ("a.csv", b"term,quantity\nLIV,2\nSKI,1\n", "text/csv"),
        ):
            found = kind_of(name, data)
            self.assertIn(
                found, (kind, "text/plain") if name == "a.csv" else (kind,), name
            )

    def test_office_documents_whatever_the_order_of_their_parts(self):
        types = b"<Types/>"
        documents = [
            (ending, f"{OFFICE}{kind}", {f"{folder}/main.xml": b"<a/>", CONTENTS: types})
            for ending, folder, kind in (
                (".docx", "word", "wordprocessingml.document"),
                (".xlsx", "xl", "spreadsheetml.sheet"),
                (".pptx", "ppt", "presentationml.presentation"),
            )
        ]
        for ending, name in ((".odt", "text"), (".ods", "spreadsheet")):
            kind = f"{OPEN}{name}"
            parts = {"mimetype": kind.encode(), "content.xml": b"<a/>"}
            documents.append((ending, kind, parts))
        for ending, kind, parts in documents:
            for ordered in (parts, dict(reversed(parts.items()))):
                self.assertEqual(kind_of(f"a{ending}", zipped(ordered)), kind)

    def test_a_spreadsheet_in_a_presentation_is_usual(self):
        sheet = zipped({"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a/>"})
        deck = {
            "[Content_Types].xml": b"<a/>",
            "ppt/presentation.xml": b"<a/>",
            "ppt/embeddings/sheet.xlsx": sheet,
        }
        kind = f"{OFFICE}presentationml.presentation"
        self.assertEqual(kind_of("a.pptx", zipped(deck)), kind)

    def test_a_large_photo_is_taken(self):
        side = int(MAX_PIXELS**0.5) - 10
        stream = BytesIO()
        Image.new("1", (side, side)).save(stream, "PNG")
        self.assertEqual(kind_of("photo.png", stream.getvalue()), "image/png")

    def test_names_lose_their_folders(self):
        self.assertEqual(fit_name("C:\\Users\\x\\report.pdf"), "report.pdf")
        self.assertEqual(fit_name("../../etc/report.pdf"), "report.pdf")


class BadFilesTest(unittest.TestCase):
    def test_bad_files_are_refused(self):
        for what, (name, data, words) in BAD_DOCUMENTS.items():
            with self.subTest(what), self.assertRaises(InvalidValue) as caught:
                kind_of(name, data)
            self.assertIn(words, say(caught.exception.doc()), what)

    def test_pictures_are_no_documents_where_only_pictures_go(self):
        for name, data in (("a.pdf", PDF), ("a.docx", docx()), ("a.png", EXE)):
            with self.assertRaises(InvalidValue) as caught:
                kind_of(name, data, IMAGE_TYPES)
            self.assertIn("not accepted", translate(caught.exception.doc()))

    def test_many_frames_count_as_many_pictures(self):
        frames = [Image.new("L", (2500, 2500), shade) for shade in range(12)]
        stream = BytesIO()
        frames[0].save(stream, "GIF", save_all=True, append_images=frames[1:])
        with self.assertRaises(InvalidValue) as caught:
            kind_of("a.gif", stream.getvalue())
        self.assertIn("million pixels", translate(caught.exception.doc()))

    def test_large_and_many_parts(self):
        many = {f"word/{number}.xml": b"" for number in range(5001)}
        for data in (docx(**many), docx(word__a=b"\0" * 150 * 2**20)):
            with self.assertRaises(InvalidValue) as caught:
                kind_of("a.docx", data)
            self.assertIn("grows too large", translate(caught.exception.doc()))

    def test_nothing_is_made_of_a_refused_file(self):
        field = ILibraryDocument["file"]
        with self.assertRaises(InvalidValue):
            field.take(EXE, "report.pdf")
        with self.assertRaises(InvalidValue):
            field.validate("no file")


class OutsideEntitiesTest(unittest.TestCase):
    def test_words_of_a_document_are_read_without_its_entities(self):
        evil = (
            b"<!DOCTYPE d [<!ENTITY e SYSTEM 'file:///etc/passwd'>"
            b"<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]>"
            b"<w:d xmlns:w='w'><w:p>before &e; &b; after</w:p></w:d>"
        )
        text = office_text(docx(**{"word/document.xml": evil}))
        self.assertNotIn("root:", text)
        self.assertNotIn("haha", text)
