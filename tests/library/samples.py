"""Files for the tests, made and not shipped: good ones, and such as must be refused."""

import struct
import zipfile
import zlib
from io import BytesIO
from PIL import Image


OFFICE = "application/vnd.openxmlformats-officedocument"
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj\n"
    b"xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \n"
    b"0000000105 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n168\n%%EOF\n"
)
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + b"\x00" * 200
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"


def picture(kind: str = "PNG", size: tuple[int, int] = (8, 6)) -> bytes:
    stream = BytesIO()
    Image.new("RGB", size, "#c96").save(stream, kind)
    return stream.getvalue()


def zipped(parts: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def docx(**parts: bytes) -> bytes:
    """A document as small as one can be, with more parts in it."""
    return zipped(
        {
            "[Content_Types].xml": b"<Types/>",
            "word/document.xml": b"<document/>",
            **{name.replace("__", "/"): content for name, content in parts.items()},
        }
    )


def zip_bomb() -> bytes:
    """A document of some kilobytes that unpacks to more than it may."""
    return docx(word__media__image1=b"\0" * (200 * 2**20))


def damaged_docx() -> bytes:
    """Whole at first sight, with one changed byte in its main part."""
    content = b"<document>" + bytes(range(32, 127)) * 20 + b"</document>"
    data = bytearray(docx(word__document2=b"", **{"word__document.xml": content}))
    place = data.index(b"word/document.xml") + len("word/document.xml") + 30
    data[place] ^= 0xFF
    return bytes(data)


def picture_bomb() -> bytes:
    """A PNG of 30,000 by 30,000 pixels in a few bytes."""
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + check


#: Name of the file, its content, and a word of the refusal.
BAD_DOCUMENTS = {
    "an SVG": ("drawing.svg", SVG, "image/svg+xml"),
    "a web page": ("page.html", HTML, "text/html"),
    "a text of an old program": ("letter.rtf", rb"{\rtf1 hello}", "Save it as DOCX"),
    "a web page named as text": ("page.txt", HTML, "text/html"),
    "a picture named as a PDF": ("report.pdf", picture(), "image/png"),
    "a program named as a PDF": ("report.pdf", EXE, "application/x-dosexec"),
    "a PDF named as a picture": ("photo.png", PDF, "application/pdf"),
    "an empty file": ("report.pdf", b"", "empty"),
    "a zip bomb": ("report.docx", zip_bomb(), "too large when it is unpacked"),
    "a plain archive": ("report.zip", zipped({"a.txt": b"a"}), "application/zip"),
    "an archive named as a document": (
        "report.docx",
        zipped({"a.txt": b"a"}),
        "application/zip",
    ),
    "an archive in a document": (
        "report.docx",
        docx(word__embeddings__a=zipped({"a.txt": b"a"})),
        "another archive or a program",
    ),
    "a document in a document in a document": (
        "report.docx",
        docx(word__embeddings__a=docx(word__embeddings__b=docx())),
        "another archive or a program",
    ),
    "a program in a document": (
        "report.docx",
        docx(word__media__image1=EXE),
        "another archive or a program",
    ),
    "macros": ("report.docx", docx(**{"word/vbaProject.bin": b"x"}), "macros"),
    "a damaged document": ("report.docx", damaged_docx(), "damaged"),
    "half a document": ("report.docx", docx()[:120], "damaged"),
    "a picture bomb": ("photo.png", picture_bomb(), "million pixels"),
    "half a picture": ("photo.png", picture(size=(90, 90))[:60], "damaged"),
    "a name with a control character": ("re\x07port.pdf", PDF, "control characters"),
    "a name that is turned around": ("re\u202efdp.exe.pdf", PDF, "control characters"),
    "a long name": ("a" * 250 + ".pdf", PDF, "200 characters"),
}
