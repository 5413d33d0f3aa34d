"""Measures what cleaning a file costs, by type; see docs/performance.md.

Processor time, of the programs that are started too, the least of some rounds.
"""

import os
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from PIL import Image
from report import markdown
from resource import getrusage, RUSAGE_CHILDREN, RUSAGE_SELF
from sides import ROOT


sys.path.insert(0, str(ROOT))

from cites.cug.core.programs import workers
from cites.cug.web.uploads.files import accept_upload, DOCUMENT_TYPES, IMAGE_TYPES
from docx import Document
from odf import text
from odf.opendocument import OpenDocumentText
from openpyxl import Workbook
from pptx import Presentation
from reportlab.pdfgen.canvas import Canvas
from tests_nonnominal.files import planted_pictures as pictures


ROUNDS = 3
#: Seconds after which the server has seen that a worker has ended.
REAPED_AFTER = 0.5
WORDS = "Three cubs in crates, seen at dawn, and nobody with them. " * 8
#: As telephones take them: 12 million pixels.
PHOTO = (4000, 3000)


def photo(kind: str, size: tuple[int, int] = PHOTO, *, turned: bool = False) -> bytes:
    noise = Image.effect_noise((size[0] // 8, size[1] // 8), 40).resize(size)
    drawn = Image.merge("RGB", (noise, pictures.drawn(size, "L"), noise))
    options = {"exif": pictures.exif()} if turned else {}
    return pictures.saved(drawn, kind, **options)


def pdf(pages: int) -> bytes:
    stream = BytesIO()
    canvas = Canvas(stream)
    for _page in range(pages):
        for line in range(40):
            canvas.drawString(72, 780 - line * 17, WORDS[:90])
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def scanned(pages: int) -> bytes:
    """Each page a picture of its own, as scanners make them."""
    page = Image.open(BytesIO(photo("JPEG", (1240, 1754))))
    stream = BytesIO()
    page.save(stream, "PDF", save_all=True, append_images=[page] * (pages - 1))
    return stream.getvalue()


def docx() -> bytes:
    document = Document()
    for _paragraph in range(400):
        document.add_paragraph(WORDS)
    document.add_picture(BytesIO(photo("JPEG", (1600, 1200))))
    return written(document.save)


def xlsx() -> bytes:
    book = Workbook()
    for row in range(5000):
        book.active.append([row, "LIV", "Acinonyx jubatus", 3, "XA", "XB", row / 7, ""])
    return written(book.save)


def pptx() -> bytes:
    deck = Presentation()
    for _slide in range(20):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = WORDS[:60]
    return written(deck.save)


def odt() -> bytes:
    document = OpenDocumentText()
    for _paragraph in range(400):
        document.text.addElement(text.P(text=WORDS))
    return written(document.write)


def written(save: Callable[[BytesIO], object]) -> bytes:
    stream = BytesIO()
    save(stream)
    return stream.getvalue()


#: What it is, its name, and what makes it.
FILES: tuple[tuple[str, str, Callable[[], bytes]], ...] = (
    ("JPEG, 12 million pixels", "a.jpg", lambda: photo("JPEG")),
    ("the same, to be turned", "a.jpg", lambda: photo("JPEG", turned=True)),
    ("PNG, 12 million pixels", "a.png", lambda: photo("PNG")),
    ("WebP, 12 million pixels", "a.webp", lambda: photo("WEBP")),
    ("TIFF, 12 million pixels", "a.tif", lambda: photo("TIFF")),
    ("GIF of 96 × 64", "a.gif", pictures.gif),
    ("HEIC of 96 × 64", "a.heic", pictures.heic),
    ("PDF, 1 page of text", "a.pdf", lambda: pdf(1)),
    ("PDF, 500 pages of text", "a.pdf", lambda: pdf(500)),
    ("PDF, 50 scanned pages", "a.pdf", lambda: scanned(50)),
    ("DOCX, 400 paragraphs and a photo", "a.docx", docx),
    ("XLSX, 5,000 rows of 8", "a.xlsx", xlsx),
    ("PPTX, 20 slides", "a.pptx", pptx),
    ("ODT, 400 paragraphs", "a.odt", odt),
    ("plain text, 1 MB", "a.txt", lambda: WORDS.encode() * (2**20 // len(WORDS))),
)


def spent() -> float:
    """Processor time of this process, of the workers' server, and of both's children."""
    time.sleep(REAPED_AFTER)
    both = map(getrusage, (RUSAGE_SELF, RUSAGE_CHILDREN))
    own = sum(used.ru_utime + used.ru_stime for used in both)
    process = workers._server._process
    if process is None:
        return own
    words = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return own + sum(map(int, words[11:15])) / os.sysconf("SC_CLK_TCK")


def milliseconds(content: bytes, name: str, rounds: int) -> float:
    least = float("inf")
    for _round in range(rounds):
        before = spent()
        accept_upload(BytesIO(content), name, DOCUMENT_TYPES | IMAGE_TYPES)
        least = min(least, spent() - before)
    return least * 1000


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one round of each")
    chosen, _others = parser.parse_known_args()
    rounds = 1 if chosen.quick else ROUNDS
    rows = []
    for what, name, make in FILES:
        content = make()
        size = f"{len(content) / 1000:,.0f} kB"
        rows.append([what, size, f"{milliseconds(content, name, rounds):,.1f} ms"])
    print("\nCleaning of files\n")
    print(markdown(("File", "Size", "Processor time"), rows))


if __name__ == "__main__":
    main()
