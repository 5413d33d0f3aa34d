"""Words that must not be found again, and where they are looked for."""

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from pikepdf import Pdf, Stream
from zipfile import is_zipfile, ZipFile


MARK = "PLANTED"
ENCODINGS = ("latin-1", "utf-16-le", "utf-16-be")
HEX = re.compile(rb"<([0-9a-fA-F\s]{8,})>")


def secret(place: str) -> str:
    """A word for that place in a file, in ASCII."""
    return f"{MARK} {place}"


def found_in(content: bytes) -> set[str]:
    """The words that can be read in a file, wherever they are packed or encoded."""
    found = set()
    for piece in unpacked(content):
        for encoding in ENCODINGS:
            mark = MARK.encode(encoding)
            for match in re.finditer(re.escape(mark), piece, re.IGNORECASE):
                around = piece[match.start() : match.start() + 80]
                found.add(around.decode(encoding, "replace")[:40])
    return found


def unpacked(content: bytes) -> Iterator[bytes]:
    """The file, and everything in it, as far in as it goes."""
    yield content
    if content.startswith(b"PK") and is_zipfile(BytesIO(content)):
        with ZipFile(BytesIO(content)) as archive:
            yield archive.comment
            for info in archive.infolist():
                yield info.filename.encode() + info.extra + info.comment
                yield from unpacked(archive.read(info))
    elif content.startswith(b"%PDF-"):
        yield from _of_pdf(content)
    elif content.startswith(b"\x89PNG"):
        yield from _inflated(content)


def _of_pdf(content: bytes) -> Iterator[bytes]:
    with Pdf.open(BytesIO(content)) as pdf:
        yield pdf.trailer.unparse()
        for thing in pdf.objects:
            if isinstance(thing, Stream):
                raw, packed = thing.read_raw_bytes(), str(thing.get("/Filter"))
                yield from unpacked(raw)
                if "DCTDecode" in packed or "JPXDecode" in packed:
                    yield from _inflated(raw)
                else:
                    yield from unpacked(thing.read_bytes())
            text = thing.unparse()
            yield text
            for match in HEX.finditer(text):
                yield bytes.fromhex(match[1].decode())


def _inflated(content: bytes) -> Iterator[bytes]:
    """What is packed in the chunks of a PNG; pixels come out as well."""
    for start in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", content):
        try:
            yield zlib.decompressobj().decompress(content[start.start() :], 10**6)
        except zlib.error:
            continue
