"""Marks on the pages of a PDF."""

from cites.cug.core.programs.workers import Told
from cites.cug.library.items.marks.drawing import SLANT, Unmarkable
from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from math import cos, radians, sin
from pikepdf import Array, Dictionary, Name, Page, Pdf, Rectangle, Stream
from typing import BinaryIO
from zlib import compress


#: In points: size of the words over the page, distance of their rows, size of the line at
#: the foot.
FONT_SIZE, ROW_HEIGHT, LINE_SIZE = 14, 130, 8
#: In points: on pages with a longer side than this the mark is enlarged, not repeated
#: more often.
LONGEST = 1700
#: Average width of Helvetica's characters as a part of the font size: at least and at
#: most.
NARROW, WIDE = 0.4, 0.6
#: Opacity of the words over the page, and of the line at the foot.
FAINT, STRONG = 0.35, 0.85


def marked_pdf(source: BinaryIO, words: str) -> tuple[Told, bytes]:
    """As ``mark_pdf``, for ``programs.workers``: the media type, and the marked PDF."""
    target = BytesIO()
    mark_pdf(source, target, words)
    return {"kind": "application/pdf"}, target.getvalue()


def mark_pdf(source: BinaryIO, target: BinaryIO, words: str) -> None:
    """Write the words over each page of ``source`` into ``target``. Raises Unmarkable."""
    try:
        with Pdf.open(source) as pdf:
            form = lru_cache(lambda width, height: _form(pdf, words, width, height))
            for page in pdf.pages:
                _mark_page(page, form)
            pdf.save(target)
    except Exception as error:  # damaged files raise of every kind
        raise Unmarkable from error


def _mark_page(page: Page, form: Callable[[int, int], Stream]) -> None:
    # The crop box is what readers see of a page.
    box = Rectangle(page.cropbox)
    shrink = min(1, LONGEST / max(box.width, box.height))
    width, height = round(box.width * shrink), round(box.height * shrink)
    if page.rotation % 180:
        width, height = height, width
    page.add_overlay(form(width, height), box)


def _form(pdf: Pdf, words: str, width: int, height: int) -> Stream:
    """A transparent page with the words, for all pages of that size in points."""
    fonts = Dictionary(
        F=Dictionary(
            Type=Name.Font,
            Subtype=Name.Type1,
            BaseFont=Name.Helvetica,
            Encoding=Name.WinAnsiEncoding,
        )
    )
    shades = Dictionary(Faint=Dictionary(ca=FAINT), Strong=Dictionary(ca=STRONG))
    return pdf.make_stream(
        # Compressed here: if all pages differ in size, there are many of these.
        compress(_drawing(words, width, height)),
        Filter=Name.FlateDecode,
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, width, height]),
        Resources=Dictionary(Font=fonts, ExtGState=shades),
    )


def _drawing(words: str, width: int, height: int) -> bytes:
    shown = words.encode("cp1252", "replace").hex().encode()
    once = len(words) * FONT_SIZE * NARROW
    repeated = b"A0".join([shown] * (1 + int(2 * (width + height) / once)))
    turn = b"%.4f %.4f %.4f %.4f" % _turn(SLANT)
    # Turned rows begin left of the page, so that they cover its whole width.
    rows = b"\n".join(
        b"%b %d %d Tm <%b> Tj" % (turn, -height, y - height, repeated)
        for y in range(0, 2 * height + width, ROW_HEIGHT)
    )
    # Grey can be seen on white and on dark pages. The line at the foot has a white
    # background.
    slanted = b"/Faint gs 0.5 g BT /F %d Tf\n%b\nET\n" % (FONT_SIZE, rows)
    paper = b"0 0 %d %d re f" % (len(words) * LINE_SIZE * WIDE, 2 * LINE_SIZE)
    place = LINE_SIZE, LINE_SIZE, LINE_SIZE // 2
    line = b"0 g BT /F %d Tf %d %d Td <%b> Tj ET" % (*place, shown)
    return slanted + b"/Strong gs 1 g %b %b" % (paper, line)


def _turn(degrees: float) -> tuple[float, float, float, float]:
    angle = radians(degrees)
    return cos(angle), sin(angle), -sin(angle), cos(angle)
