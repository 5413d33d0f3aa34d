"""Reads and writes what Office and OpenDocument files share: zip archives of XML."""

import struct
import zlib
from cites.nonnominal import _
from cites.nonnominal.files.cleaned import damaged, Removed, Uncleanable
from cites.nonnominal.files.pictures import clean_picture
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from lxml import etree
from zipfile import BadZipFile, ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo


MAX_XML_BYTES = 50 * 2**20
#: Limit of tags in one part: its tree takes a hundred times the memory of its file.
MAX_TAGS = 2_000_000
#: First bytes of pictures that can be cleaned → media type.
PICTURES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"BM", "image/bmp"),
)
#: Exceptions on reading an archive or its XML, if it is damaged, encrypted or packed in a
#: way that Python does not know (RuntimeError).
UNREADABLE = (
    BadZipFile,
    EOFError,
    KeyError,
    OSError,
    RuntimeError,
    struct.error,
    zlib.error,
    etree.XMLSyntaxError,
)


@contextmanager
def readable() -> Iterator[None]:
    """Turn the exceptions of an unreadable file into Uncleanable."""
    try:
        yield
    except UNREADABLE as error:
        raise damaged() from error


class Parts(Mapping[str, bytes]):
    """The parts of an archive: name → content, unpacked on access."""

    def __init__(self, content: bytes):
        self._archive = ZipFile(BytesIO(content))
        self._names = [i.filename for i in self._archive.infolist() if not i.is_dir()]

    def __getitem__(self, name: str) -> bytes:
        return self._archive.read(name)

    def __contains__(self, name: object) -> bool:
        return name in self._archive.NameToInfo

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def archive_of(parts: Mapping[str, bytes], *, first: str | None = None) -> bytes:
    """Make an archive without times, comments and gaps. ``first`` is not packed."""
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        for name in sorted(parts, key=lambda name: name != first):
            info = ZipInfo(name)
            info.compress_type = ZIP_STORED if name == first else ZIP_DEFLATED
            archive.writestr(info, parts[name])
    return stream.getvalue()


def parsed(xml: bytes) -> etree._Element:
    """Parse XML, without comments and processing instructions.

    Raises Uncleanable for XML that is too large or has a document type.
    """
    if len(xml) > MAX_XML_BYTES or xml.count(b"<") > MAX_TAGS:
        raise Uncleanable(_("files_archives_file_too_large_cleaned_error"))
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    root = etree.fromstring(xml, parser)
    if root.getroottree().docinfo.doctype:
        raise damaged()
    return root


def written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def picture_kind(content: bytes) -> str | None:
    """The media type of a picture that can be cleaned; None for all else."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for start, kind in PICTURES if content.startswith(start)), None)


def cleaned_picture(name: str, content: bytes, removed: Removed) -> bytes:
    """Clean a picture in a document. Raises Uncleanable for a part that is none."""
    kind = picture_kind(content)
    if kind is None:
        raise unknown_part(name)
    cleaned = clean_picture(content, kind, turned=False)
    removed.take_over(cleaned.removed, "picture")
    return cleaned.content


def unknown_part(name: str) -> Uncleanable:
    text = _(
        "files_archives_file_contains_cleaned_remove_text",
        mapping={"part": name.rpartition("/")[2]},
    )
    return Uncleanable(text)


def local(element: etree._Element) -> str:
    """The name of an element without its namespace; empty for what is no element."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def take_out(element: etree._Element) -> None:
    """Remove an element with everything in it. The text after it stays."""
    _keep_text(element, element.tail)
    element.getparent().remove(element)


def unwrap(element: etree._Element) -> None:
    """Replace an element by its content."""
    parent = element.getparent()
    place = parent.index(element)
    children = list(element)
    _keep_text(element, element.text)
    if children:
        last = children[-1]
        last.tail = (last.tail or "") + (element.tail or "")
    else:
        _keep_text(element, element.tail)
    parent[place : place + 1] = children


def _keep_text(element: etree._Element, text: str | None) -> None:
    if not text:
        return
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent = element.getparent()
        parent.text = (parent.text or "") + text
