"""Office documents are zip archives: of what kind, and whether they are harmless."""

import lzma
import struct
import zlib
from cites.cug import _
from cites.cug.core.validation.errors import InvalidValue
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo


OFFICE = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."
#: Folder of the main parts → type, in the archives of Microsoft Office.
OFFICE_FOLDERS = {
    "word/": f"{OFFICE}wordprocessingml.document",
    "xl/": f"{OFFICE}spreadsheetml.sheet",
    "ppt/": f"{OFFICE}presentationml.presentation",
}
CONTENTS = "[Content_Types].xml"
#: How far a document may grow in all, and each part against its packed size unless it is
#: small; and in how many parts.
MAX_UNPACKED_BYTES = 500 * 2**20
MAX_UNPACKING_RATIO = 100
SMALL_BYTES = 2**20
MAX_PARTS = 5000
#: Of one part, begun or ended: a tree of them takes a hundred times what is packed.
MAX_TAGS = 2_000_000
PIECE_BYTES = 2**20
#: A document inside a document, which has to be unpacked to be looked at.
MAX_EMBEDDED_BYTES = 50 * 2**20
ZIP = b"PK\x03\x04"
#: How programs and archives other than zip begin.
FORBIDDEN_STARTS = (
    b"MZ",
    b"\x7fELF",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\xfd7zXZ",
    b"BZh",
    b"\x1f\x8b",
)
#: Drawings of Office are compressed by themselves.
COMPRESSED_DRAWINGS = (".emz", ".wmz")
#: What reading a damaged archive raises, or one that is packed or locked in ways that
#: Python does not know (RuntimeError).
UNREADABLE = (
    BadZipFile,
    EOFError,
    LookupError,
    lzma.LZMAError,
    OSError,
    OverflowError,
    RuntimeError,
    struct.error,
    ValueError,
    zlib.error,
)


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except UNREADABLE as error:
        text = _("web_zip_archives_file_damaged_locked_password_text")
        raise InvalidValue(text) from error


def zipped_type(stream: BinaryIO) -> str:
    """Find the media type of a zip archive by the names of the files in it."""
    with _readable(), ZipFile(stream) as archive:
        return _type(archive)


def check_zipped(stream: BinaryIO) -> None:
    """Refuse what is damaged, grows too large, or holds programs, macros or archives."""
    with _readable(), ZipFile(stream) as archive:
        _check(archive, embedded=False)


def _type(archive: ZipFile) -> str:
    names = archive.namelist()
    if CONTENTS in names:
        for folder, kind in OFFICE_FOLDERS.items():
            if any(name.startswith(folder) for name in names):
                return kind
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
        kind = archive.read("mimetype").decode("ascii").strip()
        if kind.startswith(ODF):
            return kind
    return "application/zip"


def _check(archive: ZipFile, *, embedded: bool) -> None:
    parts = archive.infolist()
    total = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS or total > MAX_UNPACKED_BYTES or any(map(_swells, parts)):
        raise InvalidValue(_("common_file_grows_too_large_error"))
    for part in parts:
        if part.filename.lower().endswith("vbaproject.bin"):
            raise InvalidValue(_("web_zip_archives_file_contains_macros_accepted_error"))
        _check_part(archive, part, embedded)


def _swells(part: ZipInfo) -> bool:
    most = max(SMALL_BYTES, part.compress_size * MAX_UNPACKING_RATIO)
    return part.file_size > most


def _check_part(archive: ZipFile, part: ZipInfo, embedded: bool) -> None:
    with archive.open(part) as content:
        start = content.read(8)
    name = part.filename.lower()
    if start.startswith(ZIP):
        _check_embedded(archive, part, embedded)
    elif start.startswith(FORBIDDEN_STARTS) and not name.endswith(COMPRESSED_DRAWINGS):
        raise _hides_something()
    elif name.endswith((".xml", ".rels")) and part.file_size <= MAX_EMBEDDED_BYTES:
        _count_tags(archive, part)


def _count_tags(archive: ZipFile, part: ZipInfo) -> None:
    """Count the tags of a part in pieces, before it is parsed into a tree."""
    tags = 0
    with archive.open(part) as content:  # compares the checksum at the end
        while piece := content.read(PIECE_BYTES):
            tags += piece.count(b"<")
            if tags > MAX_TAGS:
                raise too_many_elements()


def too_many_elements() -> InvalidValue:
    """The refusal of a part whose many elements would take all memory."""
    text = _("web_zip_archives_file_more_than_elements", mapping={"limit": MAX_TAGS})
    return InvalidValue(text)


def _check_embedded(archive: ZipFile, part: ZipInfo, embedded: bool) -> None:
    """A spreadsheet in a presentation is usual; an archive in it or in that is not."""
    if embedded or part.file_size > MAX_EMBEDDED_BYTES:
        raise _hides_something()
    with ZipFile(BytesIO(archive.read(part))) as inner:
        if not _type(inner).startswith((OFFICE, ODF)):
            raise _hides_something()
        _check(inner, embedded=True)


def _hides_something() -> InvalidValue:
    return InvalidValue(_("web_zip_archives_file_contains_another_archive_error"))
