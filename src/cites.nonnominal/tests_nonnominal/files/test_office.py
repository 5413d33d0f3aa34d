import unittest
from cites.nonnominal.files.cleaned import Uncleanable
from cites.nonnominal.files.cleaning import clean
from docx import Document
from io import BytesIO
from lxml import etree
from odf import text
from odf.opendocument import load
from openpyxl import load_workbook
from pptx import Presentation
from tests_nonnominal.files import planted_office as planted
from tests_nonnominal.files.planting import found_in, MARK
from zipfile import ZipFile
from zope.i18n import translate


#: By which program → what the report holds at least.
TOLD = {
    "python-docx": {
        "document:creator",
        "document:Case",
        "document properties",
        "comments",
        "tracked changes",
        "custom XML",
        "template",
        "path",
        "thumbnails",
        "authors of comments",
        "picture: EXIF:Artist",
    },
    "openpyxl": {"document:creator", "comments", "printer settings"},
    "XlsxWriter": {"document:Company", "document:Case", "comments", "path"},
    "python-pptx": {"document:creator", "comments", "authors of comments", "thumbnails"},
    "odfpy, text": {
        "document:creator",
        "document:Case",
        "comments",
        "tracked changes",
        "thumbnails",
        "path",
    },
    "odfpy, sheet": {"document:creator", "comments"},
}


#: Word's reference to what the tests put in.
USED = '<w:p><w:r><w:object r:id="rIdMore99"/></w:r></w:p>'


def cleaned(name):
    kind, make = planted.OFFICE_FILES[name]
    return clean(make(), kind)


def text_of(name):
    """What stands in the parts of the cleaned file."""
    with ZipFile(BytesIO(cleaned(name).content)) as archive:
        parts = [archive.read(one) for one in archive.namelist() if one.endswith(".xml")]
    return "\n".join("".join(etree.fromstring(part).itertext()) for part in parts)


PARAGRAPH = f"<text:p>{planted.SHOWN}"


def shown(name):
    """In the text of an OpenDocument file."""
    return f'<draw:image xlink:href="{name}"/>'


class OfficeTest(unittest.TestCase):
    def test_nothing_that_was_planted_is_found(self):
        for name, (kind, make) in planted.OFFICE_FILES.items():
            with self.subTest(name):
                content = make()
                self.assertTrue(found_in(content), "nothing was planted")
                self.assertEqual(found_in(clean(content, kind).content), set())

    def test_what_was_there_is_told(self):
        for name, keys in TOLD.items():
            self.assertLessEqual(keys, dict(cleaned(name).removed).keys(), name)
        removed = dict(cleaned("openpyxl").removed)
        self.assertEqual(removed["document:creator"], f"{MARK} creator")

    def test_what_is_shown_stays(self):
        for name in planted.OFFICE_FILES:
            self.assertIn(planted.SHOWN, text_of(name), name)
        words = " ".join(text_of("python-docx").split())
        self.assertIn(f"{planted.SHOWN} put in bold", words)
        self.assertIn("joined to this", words)
        for shown_there in ("tagged stays", "fetched before", "controlled"):
            self.assertIn(shown_there, words)
        words = text_of("odfpy, text")
        self.assertIn("after the comment", words)
        self.assertIn("held by a statement", words)

    def test_programs_still_open_it(self):
        document = Document(BytesIO(cleaned("python-docx").content))
        self.assertEqual(len(document.inline_shapes), 1)
        self.assertEqual(len(document.tables[0].rows), 1)
        for name in ("openpyxl", "XlsxWriter"):
            sheet = load_workbook(BytesIO(cleaned(name).content)).active
            self.assertEqual(sheet["A1"].value, planted.SHOWN)
            self.assertIsNone(sheet["A1"].comment)
            self.assertEqual(len(sheet._images), 1)
        (slide,) = Presentation(BytesIO(cleaned("python-pptx").content)).slides
        self.assertEqual(slide.shapes.title.text, planted.SHOWN)
        (chart,) = (shape.chart for shape in slide.shapes if shape.has_chart)
        book = load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob))
        self.assertEqual(book.active["B2"].value, 1)
        for name in ("odfpy, text", "odfpy, sheet"):
            document = load(BytesIO(cleaned(name).content))
            shown = map(str, document.body.getElementsByType(text.P))
            self.assertTrue([words for words in shown if planted.SHOWN in words], name)

    def test_links_to_the_web_stay(self):
        for name, part in (
            ("python-docx", "word/_rels/document.xml.rels"),
            ("XlsxWriter", "xl/worksheets/_rels/sheet1.xml.rels"),
        ):
            with ZipFile(BytesIO(cleaned(name).content)) as archive:
                self.assertIn(b"https://cites.example/guide", archive.read(part))

    def test_what_was_in_deleted_text_goes_with_it(self):
        with ZipFile(BytesIO(cleaned("python-docx").content)) as archive:
            names = archive.namelist()
            self.assertIn("word/media/image1.jpg", names)
            self.assertIn("word/embeddings/sheet.xlsx", names)
            self.assertNotIn("word/media/deleted.png", names)
            document = archive.read("word/document.xml").decode()
        self.assertIn("https://cites.example/field", document)
        self.assertIn('title="A crate"', document)
        # Which it must have: what was there was the name of a file.
        self.assertIn('<wp:docPr xmlns:wp="wp" id="9" name="Picture"', document)
        with ZipFile(BytesIO(cleaned("odfpy, text").content)) as archive:
            names = archive.namelist()
            self.assertIn("a.jpg", names)
            self.assertNotIn("Pictures/deleted.png", names)

    def test_cleaned_again_nothing_is_found_or_changed(self):
        for name, (kind, _make) in planted.OFFICE_FILES.items():
            once = cleaned(name).content
            again = clean(once, kind)
            self.assertEqual(again.removed, [], name)
            self.assertEqual(again.content, once, name)


class RefusedTest(unittest.TestCase):
    """What would leave a hole, or cannot be looked into."""

    def assertRefused(self, content, kind, words):
        with self.assertRaises(Uncleanable) as caught:
            clean(content, kind)
        self.assertIn(words, translate(caught.exception.message))

    def test_objects_and_macros(self):
        place = "word/_rels/document.xml.rels"
        for kind, target, words in (
            ("oleObject", "embeddings/o.bin", "object of another program"),
            ("vbaProject", "vbaProject.bin", "macros"),
            ("aFChunk", "chunk.html", "object of another program"),
            ("video", "media/a.mp4", "sound or video"),
            ("image", "media/a.emf", "a.emf"),
        ):
            entry = planted.relation(99, kind, target)
            content = planted.rewritten(
                planted.docx(),
                {
                    place: planted.before("</Relationships>", entry),
                    "word/document.xml": planted.before("<w:sectPr", USED),
                },
                {f"word/{target}": b"\1\0\0\0 data"},
            )
            self.assertRefused(content, planted.DOCX, words)

    def test_open_documents(self):
        for name, words in (
            ("Basic/Standard/Module1.xml", "macros"),
            ("Scripts/python/a.py", "macros"),
            ("Pictures/a.svm", "a.svm"),
        ):
            change = {"content.xml": planted.before(PARAGRAPH, shown(name))}
            content = planted.rewritten(planted.odt(), change, {name: b"<a/>"})
            self.assertRefused(content, planted.ODT, words)
        ole = planted.before(PARAGRAPH, '<draw:object-ole xlink:href="./Object"/>')
        content = planted.rewritten(planted.odt(), {"content.xml": ole}, {})
        self.assertRefused(content, planted.ODT, "object of another program")

    def test_entities(self):
        evil = '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        change = {
            "word/settings.xml": lambda xml: xml.replace(
                "<w:settings", f"{evil}<w:settings", 1
            )
        }
        self.assertRefused(
            planted.rewritten(planted.docx(), change, {}), planted.DOCX, "damaged"
        )
