"""Typesets a bulletin as PDF: marked on each page, with a map and charts."""

import re
import reportlab
from cites.cug import _
from cites.cug.library.tools.bulletins.contents import (
    Bulletin,
    Counts,
    Entry,
    exercise_mark,
)
from cites.cug.library.tools.map.browser.map_drawing import Drawing
from cites.cug.web.layout.charts import BAR, bar, Column, columns, HEIGHT, WIDTH
from cites.cug.web.layout.times import day
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from io import BytesIO
from pathlib import Path
from pikepdf import Pdf
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, KeepTogether, Paragraph, SimpleDocTemplate
from typing import Any
from unicodedata import bidirectional, normalize
from zope.i18n import translate
from zope.i18nmessageid import Message


FONT, BOLD = "Bulletin", "Bulletin bold"
#: DejaVu, of Debian's fonts-dejavu-core, has the letters of all of Europe and more; Vera,
#: which it grew from and which comes with reportlab, those of its west.
DEJAVU = Path("/usr/share/fonts/truetype/dejavu")
FILES = {
    FONT: (DEJAVU / "DejaVuSans.ttf", "Vera.ttf"),
    BOLD: (DEJAVU / "DejaVuSans-Bold.ttf", "VeraBd.ttf"),
}
#: What stands for a letter that cannot be set.
UNSET = "?"
#: Letters that are written from the right to the left; reportlab does not order them.
FROM_RIGHT = frozenset({"R", "AL"})
INK, GREY, LINE, COLUMN = "#26323a", "#5d676d", "#c9ced0", "#2f6f73"
DOT, ARC = "#b3372b", "#b9802a"
#: The colours of TLP 2.0, on black.
COLOURS = {"red": "#ff2b2b", "amber_strict": "#ffc000", "amber": "#ffc000"}
GREEN = "#33ff00"
SIDE, ABOVE, BELOW = 2.2 * cm, 2.7 * cm, 2.3 * cm
TEXT_WIDTH = A4[0] - 2 * SIDE
BODY = ParagraphStyle(
    "body", fontName=FONT, fontSize=9, leading=13, spaceAfter=4, textColor=INK
)
QUIET = ParagraphStyle("quiet", BODY, fontSize=7.5, leading=10.5, textColor=GREY)
HEADING = ParagraphStyle(
    "heading", BODY, fontName=BOLD, fontSize=11, leading=15, spaceBefore=9, spaceAfter=3
)
TITLE = ParagraphStyle("title", HEADING, fontSize=17, leading=22, spaceAfter=6)
ITEM = ParagraphStyle("item", HEADING, fontSize=10, leading=13.5)
WORLD = Path(__file__).parents[3] / "web" / "layout" / "static" / "world.svg"
#: Units of ``world.svg`` in one of the map's.
FINER = 10
SHAPE = re.compile(r'<path ([^>]*?)d="([^"]*)"')
STEP = re.compile(r"([Mlz])([^Mlz]*)")
NUMBERS = re.compile(r"-?\d+(?:\.\d+)?")
BOUNDARIES = _("library_boundaries_names_shown_designations_text")


def typeset(bulletin: Bulletin) -> bytes:
    """The bulletin as PDF, without data about who made it."""
    load_fonts()
    data = BytesIO()
    paper = SimpleDocTemplate(
        data,
        pagesize=A4,
        leftMargin=SIDE,
        rightMargin=SIDE,
        topMargin=ABOVE,
        bottomMargin=BELOW,
        lang=bulletin.language,
    )
    marks = _Marks(bulletin)
    paper.build(list(_story(bulletin)), onFirstPage=marks, onLaterPages=marks)
    return _without_maker(data)


def _without_maker(data: BytesIO) -> bytes:
    """The file without the names of programs and the times that are put into it."""
    cleaned = BytesIO()
    with Pdf.open(data) as pdf:
        del pdf.docinfo
        pdf.save(cleaned, deterministic_id=True)
    return cleaned.getvalue()


@cache
def load_fonts() -> None:
    folder = Path(reportlab.__file__).parent / "fonts"
    for name, (wide, plain) in FILES.items():
        file = wide if wide.exists() else folder / plain
        pdfmetrics.registerFont(TTFont(name, str(file)))


@cache
def _glyphs() -> frozenset[int]:
    load_fonts()
    return frozenset(pdfmetrics.getFont(FONT).face.charToGlyph)


def printable(text: str) -> str:
    """The text in letters that can be set: accents that the font lacks are left out."""
    return "".join(_settable(letter) or UNSET for letter in normalize("NFC", text))


def _settable(letter: str) -> str:
    """The letter as it can be set; nothing for one that cannot."""
    if bidirectional(letter) in FROM_RIGHT:
        return ""
    known = _glyphs()
    if ord(letter) in known:
        return letter
    return "".join(one for one in normalize("NFKD", letter) if ord(one) in known)


def not_set(bulletin: Bulletin) -> list[str]:
    """The letters of its texts that the paper shows as ``UNSET``, each once."""
    load_fonts()
    charts = bulletin.charts
    texts = [bulletin.title, bulletin.group]
    texts += [words for words, _number in (*charts.countries, *charts.species)]
    for entry in bulletin.entries:
        texts += [entry.title, entry.summary, *entry.facts, *entry.species]
    letters = dict.fromkeys(normalize("NFC", "".join(texts)))
    return [one for one in letters if not one.isspace() and not _settable(one)]


def _paragraph(text: str, style: ParagraphStyle) -> Paragraph:
    kind = _Heading if style in (HEADING, ITEM) else Paragraph
    return kind(escape(printable(text), quote=False), style)


class _Heading(Paragraph):
    """Stands in the outline too, by which viewers lead to it."""

    def draw(self) -> None:
        canvas, words = self.canv, self.getPlainText()
        key = f"{canvas.getPageNumber()}-{words}"
        canvas.bookmarkHorizontal(key, 0, self.height)
        canvas.addOutlineEntry(words, key, level=int(self.style is ITEM))
        super().draw()


def _story(bulletin: Bulletin) -> Iterator[Flowable]:
    def say(message: Message) -> str:
        return translate(message, target_language=bulletin.language)

    yield _paragraph(bulletin.title, TITLE)
    date_line = [bulletin.group, day(bulletin.day, bulletin.language).text]
    yield _paragraph(" · ".join(date_line), BODY)
    yield _paragraph(bulletin.handling_meaning, QUIET)
    if bulletin.drawing is not None:
        caption = _paragraph(say(BOUNDARIES), QUIET)
        heading = _paragraph(say(_("library_map_heading")), HEADING)
        yield KeepTogether([heading, _Map(bulletin.drawing), caption])
    charts = bulletin.charts
    if len(charts.months) > 1:
        heading = _paragraph(
            say(_("library_paper_alerts_month_incident_heading")), HEADING
        )
        yield KeepTogether([heading, _Columns(columns(charts.months))])
    for message, counts in (
        (_("library_paper_alerts_country_incident"), charts.countries),
        (_("library_paper_alerts_by_species"), charts.species),
    ):
        if counts:
            yield KeepTogether([_paragraph(say(message), HEADING), _Bars(counts)])
    above = [_paragraph(say(_("library_paper_items_of_this_bulletin")), HEADING)]
    for number, entry in enumerate(bulletin.entries, 1):
        yield KeepTogether([*above, *_entry(number, entry)])
        above = []


def _entry(number: int, entry: Entry) -> Iterator[Flowable]:
    yield _paragraph(f"{number}. {entry.title}", ITEM)
    yield _paragraph(" · ".join(entry.facts), QUIET)
    if entry.species:
        yield _paragraph(", ".join(entry.species), QUIET)
    if entry.summary:
        yield _paragraph(entry.summary, BODY)


class _Marks:
    """Draws head and foot of each page: handling, audience, and whether it is real."""

    def __init__(self, bulletin: Bulletin):
        self.bulletin = bulletin

    def __call__(self, canvas: Any, paper: SimpleDocTemplate) -> None:
        bulletin, (width, height) = self.bulletin, A4
        canvas.saveState()
        for level in (height - 1.7 * cm, 1.2 * cm):
            self.mark(canvas, level)
            canvas.setFont(FONT, 8)
            canvas.setFillColor(HexColor(GREY))
            canvas.drawCentredString(width / 2, level, printable(bulletin.audience))
        canvas.drawRightString(width - SIDE, 1.2 * cm, str(paper.page))
        if bulletin.is_exercise:
            canvas.setFont(BOLD, 9)
            canvas.setFillColor(HexColor(DOT))
            exercise = exercise_mark(bulletin.language)
            canvas.drawRightString(width - SIDE, height - 1.7 * cm, exercise)
            canvas.drawRightString(width - SIDE - cm, 1.2 * cm, exercise)
        canvas.restoreState()

    def mark(self, canvas: Any, level: float) -> None:
        """The handling code in its colour on black."""
        words = self.bulletin.handling_title
        wide = pdfmetrics.stringWidth(words, BOLD, 10) + 8
        canvas.setFillColor(HexColor("#000000"))
        canvas.rect(SIDE, level - 4, wide, 15, stroke=0, fill=1)
        canvas.setFillColor(HexColor(COLOURS.get(self.bulletin.handling, GREEN)))
        canvas.setFont(BOLD, 10)
        canvas.drawString(SIDE + 4, level, words)


@cache
def world() -> tuple[tuple[bool, tuple[tuple[tuple[float, float], ...], ...]], ...]:
    """The shapes of ``world.svg``: whether they are land, and their outlines."""
    text = WORLD.read_text(encoding="utf-8")
    return tuple(
        ('fill="none"' not in said, tuple(_outlines(path)))
        for said, path in SHAPE.findall(text)
    )


def _outlines(path: str) -> Iterator[tuple[tuple[float, float], ...]]:
    points: list[tuple[float, float]] = []
    for letter, said in STEP.findall(path):
        numbers = [float(one) / FINER for one in NUMBERS.findall(said)]
        pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
        if letter == "M":
            if points:
                yield tuple(points)
            points = pairs
        for x, y in pairs if letter == "l" else ():
            points.append((points[-1][0] + x, points[-1][1] + y))
    if points:
        yield tuple(points)


class _Map(Flowable):
    """The part of the world that a drawing shows."""

    def __init__(self, drawing: Drawing):
        super().__init__()
        self.drawing = drawing
        self.left, self.top, wide, high = drawing.box
        self.scale = TEXT_WIDTH / wide
        self.width, self.height = TEXT_WIDTH, high * self.scale
        self.spaceAfter = 4

    def at(self, x: float, y: float) -> tuple[float, float]:
        return (x - self.left) * self.scale, self.height - (y - self.top) * self.scale

    def draw(self) -> None:
        canvas = self.canv
        canvas.saveState()
        frame = canvas.beginPath()
        frame.rect(0, 0, self.width, self.height)
        canvas.setStrokeColor(HexColor(LINE))
        canvas.clipPath(frame, stroke=1, fill=0)
        canvas.setFillColor(HexColor("#dfe5df"))
        for is_land, outlines in world():
            path = canvas.beginPath()
            for points in filter(self.is_seen, outlines):
                path.moveTo(*self.at(*points[0]))
                for point in points[1:]:
                    path.lineTo(*self.at(*point))
                if is_land:
                    path.close()
            canvas.setStrokeColor(HexColor("#ffffff"))
            canvas.setLineWidth(0.4)
            canvas.drawPath(path, stroke=not is_land, fill=is_land)
        self.draw_alerts(canvas)
        canvas.restoreState()

    def is_seen(self, points: Sequence[tuple[float, float]]) -> bool:
        """Whether a part of it may lie within the map."""
        _left, _top, wide, high = self.drawing.box
        columns, rows = [x for x, _y in points], [y for _x, y in points]
        return (
            max(columns) >= self.left
            and min(columns) <= self.left + wide
            and max(rows) >= self.top
            and min(rows) <= self.top + high
        )

    def draw_alerts(self, canvas: Any) -> None:
        canvas.setStrokeColor(HexColor(ARC))
        for arc in self.drawing.arcs:
            begin, bend, end = arc.points
            # A curve with one point that bends it, as one with two.
            first = tuple(a + 2 / 3 * (b - a) for a, b in zip(begin, bend, strict=True))
            second = tuple(a + 2 / 3 * (b - a) for a, b in zip(end, bend, strict=True))
            canvas.setLineWidth(max(arc.width * self.scale, 0.7))
            canvas.bezier(
                *self.at(*begin), *self.at(*first), *self.at(*second), *self.at(*end)
            )
            canvas.setFillColor(HexColor(ARC))
            canvas.circle(*self.at(*end), 2, stroke=0, fill=1)
        canvas.setFillColor(HexColor(DOT))
        for dot in self.drawing.dots:
            radius = max(dot.radius * self.scale, 1.5)
            canvas.circle(*self.at(dot.x, dot.y), radius, stroke=0, fill=1)


class _Columns(Flowable):
    """A chart of columns, as on the page of statistics."""

    def __init__(self, drawn: Sequence[Column]):
        super().__init__()
        self.drawn, self.scale = drawn, TEXT_WIDTH / WIDTH
        self.width, self.height = TEXT_WIDTH, HEIGHT * self.scale

    def draw(self) -> None:
        canvas = self.canv
        canvas.setFont(FONT, 7)
        for one in self.drawn:
            x, wide = one.x * self.scale, one.width * self.scale
            bottom = self.height - (one.y + one.height) * self.scale
            middle, top = one.middle * self.scale, self.height - one.y * self.scale
            canvas.setFillColor(HexColor(COLUMN))
            canvas.rect(x, bottom, wide, one.height * self.scale, stroke=0, fill=1)
            canvas.setFillColor(HexColor(INK))
            if one.shows_number:
                canvas.drawCentredString(middle, top + 3, str(one.number))
            if one.shows_words:
                canvas.drawCentredString(middle, bottom - 10, one.words)


class _Bars(Flowable):
    """A bar for each word, with its number behind it."""

    ROW, WORDS = 13, 6.5 * cm

    def __init__(self, counts: Counts):
        super().__init__()
        self.counts = counts
        self.width, self.height = TEXT_WIDTH, self.ROW * len(counts)

    def draw(self) -> None:
        canvas, highest = self.canv, max(number for _words, number in self.counts)
        scale = (TEXT_WIDTH - self.WORDS - cm) / BAR
        canvas.setFont(FONT, 8)
        for place, (words, number) in enumerate(self.counts, 1):
            level = self.height - place * self.ROW + 3
            long = bar(number, highest) * scale
            canvas.setFillColor(HexColor(INK))
            canvas.drawString(0, level, _fitted(words, self.WORDS - 6))
            canvas.drawString(self.WORDS + long + 4, level, str(number))
            canvas.setFillColor(HexColor(COLUMN))
            canvas.rect(self.WORDS, level - 1, long, 8, stroke=0, fill=1)


def _fitted(words: str, wide: float) -> str:
    """As much of the words as has room."""
    shown = printable(words)
    while pdfmetrics.stringWidth(shown, FONT, 8) > wide:
        shown = f"{shown.removesuffix('…')[:-1]}…"
    return shown
