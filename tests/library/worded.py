"""One small file of each type, each made by a program of its own."""

from docx import Document
from io import BytesIO
from odf import opendocument
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl import Workbook
from pptx import Presentation
from tests.library.marked import pdf, PLANTED


def worded(ending: str, word: str) -> bytes:
    """A file in which the word stands where readers see it."""
    made = MAKERS[ending](f"Seen: {word}.")
    if isinstance(made, bytes):
        return made
    target = BytesIO()
    made.save(target)
    return target.getvalue()


def _pdf(text: str) -> bytes:
    return pdf().replace(PLANTED.encode(), text.encode())


def _docx(text: str) -> Document:
    document = Document()
    document.add_paragraph(text)
    return document


def _xlsx(text: str) -> Workbook:
    book = Workbook()
    book.active.append(["a", text])
    return book


def _pptx(text: str) -> Presentation:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = text
    return deck


def _odt(text: str) -> opendocument.OpenDocument:
    document = opendocument.OpenDocumentText()
    document.text.addElement(P(text=text))
    return document


def _ods(text: str) -> opendocument.OpenDocument:
    book = opendocument.OpenDocumentSpreadsheet()
    table, row, cell = Table(name="a"), TableRow(), TableCell()
    cell.addElement(P(text=text))
    row.addElement(cell)
    table.addElement(row)
    book.spreadsheet.addElement(table)
    return book


MAKERS = {
    "pdf": _pdf,
    "docx": _docx,
    "xlsx": _xlsx,
    "pptx": _pptx,
    "odt": _odt,
    "ods": _ods,
}
