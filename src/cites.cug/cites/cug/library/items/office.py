"""Extracts text from Office and OpenDocument files, for which Plone has no transform.

It runs in ``programs.workers``.
"""

from cites.cug.core.programs.workers import Told
from collections.abc import Iterator
from fnmatch import fnmatchcase
from io import BytesIO
from lxml import etree
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile


#: Files in the archives that contain what a reader sees.
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
#: Elements that become one line each: paragraphs, headings, strings of a sheet.
PARAGRAPHS = ("{*}p", "{*}h", "{*}si", "{*}is")
#: A file that unpacks to more is left out. ``uploads`` has checked the whole archive.
MAX_PART_BYTES = 20 * 2**20


def office_text(data: bytes) -> str:
    """The text, one line for each paragraph; empty for an archive that cannot be read."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            return "\n".join(_lines(archive))
    # RuntimeError: packed or encrypted in a way that Python cannot read.
    except (BadZipFile, etree.XMLSyntaxError, RuntimeError):
        return ""


def _lines(archive: ZipFile) -> Iterator[str]:
    for info in archive.infolist():
        wanted = any(fnmatchcase(info.filename, part) for part in PARTS)
        if wanted and info.file_size <= MAX_PART_BYTES:
            yield from _paragraphs(archive.read(info))


def _paragraphs(xml: bytes) -> Iterator[str]:
    # No entity is expanded, and nothing is fetched from the network.
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    for paragraph in etree.fromstring(xml, parser).iter(*PARAGRAPHS):
        text = "".join(paragraph.itertext()).strip()
        if text:
            yield text


def words_of(source: BinaryIO, kept: int) -> tuple[Told, bytes]:
    """For ``programs.workers``: the text in UTF-8, at most ``kept`` bytes."""
    return {}, office_text(source.read()).encode()[:kept]
