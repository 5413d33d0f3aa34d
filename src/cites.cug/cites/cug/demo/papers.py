"""Exercise texts as PDF and DOCX files."""

import reportlab
from cites.cug.demo.prose import Block, blocks, inline, Kind, spans
from cites.cug.demo.sources import drawn, labels
from cites.cug.library.tools.bulletins.contents import exercise_mark
from docx import Document
from docx.shared import Cm, Pt, RGBColor
from functools import cache
from io import BytesIO
from pathlib import Path
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    Flowable,
    Image,
    ListFlowable,
    Paragraph,
    SimpleDocTemplate,
    Table,
)
from typing import Any


FONT = "Vera"
FACES = {"": "Vera", "-Bold": "VeraBd", "-Italic": "VeraIt", "-BoldItalic": "VeraBI"}
INK, RED, GREY = "#26323a", "#b3372b", "#8b9499"
BODY = ParagraphStyle("body", fontName=FONT, fontSize=9.5, leading=14.5, spaceAfter=7)
HEADING = ParagraphStyle(
    "heading",
    BODY,
    fontName=f"{FONT}-Bold",
    fontSize=12,
    leading=17,
    spaceBefore=9,
    keepWithNext=True,
)
TITLE = ParagraphStyle("title", HEADING, fontSize=17, leading=23, spaceAfter=14)
CELL = ParagraphStyle("cell", BODY, fontSize=8.5, leading=12, spaceAfter=0)
GRID = [
    ("LINEBELOW", (0, 0), (-1, -1), 0.4, HexColor(GREY)),
    ("LINEBELOW", (0, 0), (-1, 0), 1.2, HexColor(INK)),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
]
TEXT_WIDTH = A4[0] - 5 * cm


def pdf(title: str, text: str, language: str, picture: bytes | None = None) -> bytes:
    """The text as PDF on A4 pages, each with the mark of an exercise."""
    _fonts()
    data = BytesIO()
    paper = SimpleDocTemplate(
        data,
        pagesize=A4,
        leftMargin=2.5 * cm,
        rightMargin=2.5 * cm,
        topMargin=2.6 * cm,
        bottomMargin=2.2 * cm,
        title=title,
        author="",
        lang=language,
    )
    story: list[Flowable] = [Paragraph(inline(drawn(title)), TITLE)]
    if picture is not None:
        size = {"width": TEXT_WIDTH, "height": TEXT_WIDTH * 2 / 3}
        story.append(Image(BytesIO(picture), **size))
    story += [_flowable(block) for block in blocks(drawn(text))]
    frame = _Frame(language)
    paper.build(story, onFirstPage=frame, onLaterPages=frame)
    return data.getvalue()


@cache
def _fonts() -> None:
    folder = Path(reportlab.__file__).parent / "fonts"
    for suffix, file_name in FACES.items():
        face = TTFont(f"{FONT}{suffix}", str(folder / f"{file_name}.ttf"))
        pdfmetrics.registerFont(face)
    names = dict(zip(("normal", "bold", "italic", "boldItalic"), FACES, strict=True))
    faces = {style: f"{FONT}{suffix}" for style, suffix in names.items()}
    pdfmetrics.registerFontFamily(FONT, **faces)


def _flowable(block: Block) -> Flowable:
    match block.kind:
        case Kind.HEADING:
            return Paragraph(inline(block.text), HEADING)
        case Kind.LIST:
            items = [Paragraph(inline(line), BODY) for line in block.lines]
            return ListFlowable(items, bulletType="bullet", start="•", leftIndent=14)
        case Kind.TABLE:
            rows = [[Paragraph(inline(cell), CELL) for cell in row] for row in block.rows]
            table = Table(rows, [TEXT_WIDTH / len(rows[0])] * len(rows[0]), repeatRows=1)
            table.setStyle(GRID)
            table.spaceAfter = 10
            return table
        case _:
            return Paragraph(inline(block.text), BODY)


class _Frame:
    """Draws the mark, header and footer of each page."""

    def __init__(self, language: str):
        self.words, self.mark = labels(language), exercise_mark(language)

    def __call__(self, canvas: Any, paper: SimpleDocTemplate) -> None:
        width, height = A4
        canvas.saveState()
        canvas.setFont(f"{FONT}-Bold", 88)
        canvas.setFillColor(HexColor("#f1eeea"))
        canvas.translate(width / 2, height / 2)
        canvas.rotate(52)
        canvas.drawCentredString(0, -30, self.mark)
        canvas.restoreState()
        canvas.saveState()
        canvas.setFont(FONT, 8)
        canvas.setFillColor(HexColor(GREY))
        canvas.drawString(2.5 * cm, height - 1.6 * cm, self.words["group"])
        page = f"{self.words['page']} {paper.page}"
        canvas.drawRightString(width - 2.5 * cm, 1.3 * cm, page)
        canvas.setFillColor(HexColor(RED))
        canvas.drawString(2.5 * cm, 1.3 * cm, self.words["notice"])
        canvas.restoreState()


def docx(title: str, text: str, language: str) -> bytes:
    """The text as a Word document, with the exercise notice in its header."""
    paper = Document()
    paper.core_properties.author = ""
    paper.core_properties.title = title
    paper.core_properties.comments = ""
    paper.core_properties.language = language
    style = paper.styles["Normal"]
    style.font.name, style.font.size = "Calibri", Pt(11)
    notice = paper.sections[0].header.paragraphs[0].add_run(labels(language)["notice"])
    notice.bold, notice.font.color.rgb = True, RGBColor.from_string(RED[1:])
    paper.sections[0].left_margin = paper.sections[0].right_margin = Cm(2.5)
    paper.add_heading(title, 1)
    for block in blocks(text):
        _add_block(paper, block)
    data = BytesIO()
    paper.save(data)
    return data.getvalue()


def _add_block(paper: Any, block: Block) -> None:
    match block.kind:
        case Kind.HEADING:
            paper.add_heading(block.text, 2)
        case Kind.LIST:
            for line in block.lines:
                _add_spans(paper.add_paragraph(style="List Bullet"), line)
        case Kind.TABLE:
            table = paper.add_table(0, len(block.rows[0]), style="Light Grid Accent 1")
            for row in block.rows:
                for cell, line in zip(table.add_row().cells, row, strict=True):
                    cell.text = line
            paper.add_paragraph()
        case _:
            _add_spans(paper.add_paragraph(), block.text)


def _add_spans(paragraph: Any, line: str) -> None:
    for span in spans(line):
        run = paragraph.add_run(span.text)
        run.bold, run.italic = span.bold or None, span.italic or None
