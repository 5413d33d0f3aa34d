"""Files for the tests of marks, and what is seen on them."""

import subprocess
from io import BytesIO
from PIL import Image, ImageChops
from reportlab.pdfgen.canvas import Canvas


WORDS = "XA · customs · customs-xa · 2026-11-25 14:05:09 UTC"
PLANTED = "zqplantedword"


def pdf(*pages: tuple[float, float], rotation: int = 0, word: str = PLANTED) -> bytes:
    """A page of each size in points, with a number and the planted word."""
    target = BytesIO()
    canvas = Canvas(target, pageCompression=0)
    for number, size in enumerate(pages or [(595, 842)], 1):
        canvas.setPageSize(size)
        canvas.setPageRotation(rotation)
        canvas.drawString(72, 72, f"{word} page {number}")
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def photograph(kind: str = "JPEG", size: tuple[int, int] = (1600, 1200), **more) -> bytes:
    """A picture of soft colours."""
    target = BytesIO()
    colours = [Image.linear_gradient("L").resize(size) for _band in range(3)]
    Image.merge("RGB", [colours[0], colours[1].rotate(180), colours[2]]).save(
        target, kind, **more
    )
    return target.getvalue()


def text_of_pdf(data: bytes) -> str:
    """What a reader's eyes see of it, as Debian's poppler reads it."""
    command = ["pdftotext", "-", "-"]
    return subprocess.run(
        command, input=data, capture_output=True, check=True
    ).stdout.decode()


def pixels(data: bytes, frame: int = 0) -> Image.Image:
    picture = Image.open(BytesIO(data))
    picture.seek(frame)
    return picture.convert("RGB")


def changed_part(one: Image.Image, other: Image.Image) -> float:
    """How many of a hundred pixels differ clearly."""
    difference = ImageChops.difference(one, other).convert("L")
    changed = sum(difference.histogram()[25:])
    return 100 * changed / (one.width * one.height)
