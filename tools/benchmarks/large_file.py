"""A large file, and its way to a portal in pieces (tus)."""

import os
from base64 import b64encode
from collections.abc import Iterator
from http.client import HTTPConnection
from io import BytesIO
from pikepdf import Dictionary, Name, Pdf
from urllib.parse import urlsplit


PIECE_BYTES = 4 * 2**20


def large_pdf(megabytes: int) -> bytes:
    """A PDF with a picture of a megabyte on each page, which cannot be compressed."""
    side = 1024
    with Pdf.new() as pdf, BytesIO() as target:
        for _page in range(megabytes):
            page = pdf.add_blank_page()
            picture = pdf.make_stream(
                os.urandom(side * side),
                Type=Name.XObject,
                Subtype=Name.Image,
                Width=side,
                Height=side,
                ColorSpace=Name.DeviceGray,
                BitsPerComponent=8,
            )
            page.Resources = Dictionary(XObject=Dictionary(P=picture))
            page.Contents = pdf.make_stream(b"612 0 0 792 0 0 cm /P Do")
        pdf.save(target)
        return target.getvalue()


def send_in_pieces(
    port: int, path: str, authorization: str, content: bytes, told: dict[str, str]
) -> str:
    """Send a file to the ``@tus-upload`` at the path; the address of what was made of it.

    ``told`` is announced beside it. RuntimeError: an answer is not as tus says.
    """
    connection = HTTPConnection("127.0.0.1", port, timeout=300)
    common = {
        "Accept": "application/json",
        "Authorization": authorization,
        "Tus-Resumable": "1.0.0",
    }

    def ask(method: str, address: str, body: bytes = b"", **headers: str) -> str:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, address, body, {**common, **names})
        answer = connection.getresponse()
        text = answer.read()
        if answer.status not in (201, 204):
            raise RuntimeError(f"{method} {address}: {answer.status} {text[:300]!r}")
        return answer.getheader("Location", "")

    coded = (
        f"{name} {b64encode(value.encode()).decode()}" for name, value in told.items()
    )
    announced = {"Upload_Length": str(len(content)), "Upload_Metadata": ",".join(coded)}
    upload = urlsplit(ask("POST", path, **announced)).path
    made = ""
    for begin, piece in pieces(content):
        kind = "application/offset+octet-stream"
        made = ask("PATCH", upload, piece, Content_Type=kind, Upload_Offset=str(begin))
    connection.close()
    return made


def pieces(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each with where it begins."""
    for begin in range(0, len(content), PIECE_BYTES):
        yield begin, content[begin : begin + PIECE_BYTES]
