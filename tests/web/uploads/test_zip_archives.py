"""Small files that would fill the memory are refused before they do."""

import unittest
import zipfile
from cites.cug.core.plone_internals.plural_messages import say
from cites.cug.core.validation.errors import InvalidValue
from cites.cug.web.uploads.files import accept_upload, DOCUMENT_TYPES
from cites.cug.web.uploads.zip_archives import MAX_TAGS
from io import BytesIO
from resource import getrusage, RUSAGE_SELF


ODF = "application/vnd.oasis.opendocument"
#: Name of the file → the part that grows, and those beside it.
DOCUMENTS = {
    "a.docx": ("word/document.xml", {"[Content_Types].xml": "<Types/>"}),
    "a.xlsx": ("xl/worksheets/sheet1.xml", {"[Content_Types].xml": "<Types/>"}),
    "a.pptx": ("ppt/slides/slide1.xml", {"[Content_Types].xml": "<Types/>"}),
    "a.odt": ("content.xml", {"mimetype": f"{ODF}.text"}),
    "a.ods": ("content.xml", {"mimetype": f"{ODF}.spreadsheet"}),
}
EMPTY = b"<a>" + b"<b/>" * 7_000_000 + b"</a>"
#: As many, of names that hardly pack.
NAMED = b"<a>%s</a>" % b"".join(
    b"<b%x/>" % (number * 2654435761 % 2**32) for number in range(MAX_TAGS)
)


def saved(part: str, content: bytes, others: dict[str, str]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in others.items():
            archive.writestr(name, text)
        archive.writestr(part, content)
    return stream.getvalue()


class BombsTest(unittest.TestCase):
    def refusal(self, name, content):
        part, others = DOCUMENTS[name]
        data = saved(part, content, others)
        before = getrusage(RUSAGE_SELF)
        with self.assertRaises(InvalidValue) as refused:
            accept_upload(BytesIO(data), name, DOCUMENT_TYPES)
        after = getrusage(RUSAGE_SELF)
        self.assertLess(after.ru_utime - before.ru_utime, 1)
        return say(refused.exception.doc())

    def test_a_part_that_grows_more_than_all_others(self):
        for name in DOCUMENTS:
            with self.subTest(name):
                text = "The file grows too large when it is unpacked."
                self.assertEqual(self.refusal(name, EMPTY), text)

    def test_many_elements(self):
        for name in DOCUMENTS:
            with self.subTest(name):
                text = f"The file has more than {MAX_TAGS} elements."
                self.assertEqual(self.refusal(name, NAMED), text)
