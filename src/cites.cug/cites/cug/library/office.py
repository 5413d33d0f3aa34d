"""Words of Office and OpenDocument files, for which Plone has no transform.

Work for ``programs.workers``.
"""

from cites.cug.programs.workers import Told
from collections.abc import Iterator
from fnmatch import fnmatchcase
from io import BytesIO
from lxml import etree
from typing import BinaryIO
from zipfile import BadZipFile
from zipfile import ZipFile


#: Members of the archives that hold what a reader sees.
PARTS = (
    "word/document.xml",
    "word/header*.xml",
    "word/footer*.xml",
    "word/footnotes.xml",
    "word/endnotes.xml",
    "word/comments.xml",
    "xl/sharedStrings.xml",
    "xl/worksheets/*.xml",
    "ppt/slides/*.xml",
    "ppt/notesSlides/*.xml",
    "content.xml",
)
#: Elements whose text belongs together: paragraphs, headings, strings of a sheet.
PARAGRAPHS = ("{*}p", "{*}h", "{*}si", "{*}is")
#: A part that unpacks to more is left out; the archive as a whole was judged before.
MAX_PART_BYTES = 20 * 2**20


def office_text(data: bytes) -> str:
    """One line for each paragraph; empty for an archive that cannot be read."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            return "\n".join(_lines(archive))
    # The last of what is packed or locked in ways that Python does not know.
    except (BadZipFile, etree.XMLSyntaxError, RuntimeError):
        return ""


def _lines(archive: ZipFile) -> Iterator[str]:
    for info in archive.infolist():
        wanted = any(fnmatchcase(info.filename, part) for part in PARTS)
        if wanted and info.file_size <= MAX_PART_BYTES:
            yield from _paragraphs(archive.read(info))


def _paragraphs(xml: bytes) -> Iterator[str]:
    # Entities stay unexpanded, and nothing is fetched.
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    for paragraph in etree.fromstring(xml, parser).iter(*PARAGRAPHS):
        text = "".join(paragraph.itertext()).strip()
        if text:
            yield text


def words_of(source: BinaryIO, kept: int) -> tuple[Told, bytes]:
    """Work for a worker: the words, as many as are kept."""
    return {}, office_text(source.read()).encode()[:kept]
