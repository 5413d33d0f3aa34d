"""Answers that browsers save and do not show: written to a temporary file, then sent.

Tables for spreadsheet programs are CSV (``csv_pieces``) or XLSX (``workbook``); no cell
of them is run as a formula, whether a program splits CSV at commas, semicolons or tabs.
``word_document`` writes them as DOCX.
"""

import csv
import io
import os
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import Any, BinaryIO
from urllib.parse import quote
from ZPublisher.Iterators import filestream_iterator


CSV_TYPE = "text/csv; charset=utf-8"
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Spreadsheet programs run a cell that begins so (OWASP, CSV injection); some of them
#: also where the sign is as wide as a Chinese one.
RUN = tuple("=+-@\t\r\n＝＋－＠")
#: Where a program may end a cell of CSV that is in quotes, if it does not split lines at
#: commas; and what it skips before it takes a cell for a formula.
SPLITS = re.compile(r"[;\t\r\n]")
BEFORE_RUN = re.compile(r'(?<![\s";])[\s";]++(?=[=+@＝＋－＠-])')
#: XML has no place for them. All spaces stay: French has a narrow one before a colon.
REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: Without it Excel reads UTF-8 as another encoding.
MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
SKIPPED = ' \u00a0\u202f"'
Rows = Iterable[Iterable[Any]]


class Download:
    """A file that is written while the records may be read, and sent after that."""

    def __init__(self, response: Any, filename: str, content_type: str):
        self.response, self.filename, self.content_type = response, filename, content_type

    @contextmanager
    def writing(self) -> Iterator[BinaryIO]:
        """Open the file to write to. Afterwards ``stream`` is the answer."""
        with TemporaryFile() as spool:
            yield spool
            size = spool.seek(0, 2)
            self.stream = streamed(spool)
        self.response.setHeader("Content-Type", self.content_type)
        self.response.setHeader("Content-Length", str(size))
        self.response.setHeader("Content-Disposition", as_attachment(self.filename))


def wanted_kind(form: Mapping[str, Any], kinds: Container[str]) -> str | None:
    """The kind of file that a page is asked for; None for no such kind, or several."""
    kind = form.get("download")
    return kind if isinstance(kind, str) and kind in kinds else None


def streamed(file: BinaryIO) -> filestream_iterator:
    """An open file as an answer, which the server reads from its beginning as it sends.

    It stays open until then, even if the caller closes it.
    """
    file.seek(0)
    return filestream_iterator(os.dup(file.fileno()))


def file_answer(
    response: Any, filename: str, content_type: str, pieces: Iterable[bytes]
) -> filestream_iterator:
    """Make an answer of a file that is read from the records in pieces."""
    download = Download(response, filename, content_type)
    with download.writing() as spool:
        spool.writelines(pieces)
    return download.stream


def as_attachment(filename: str) -> str:
    """The Content-Disposition of a file to save (RFC 6266), with an ASCII name too."""
    plain = "".join(
        c if c.isascii() and c.isprintable() and c not in '"\\%' else "_"
        for c in filename
    )
    return (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
    )


def csv_pieces(rows: Rows) -> Iterator[bytes]:
    """A table as CSV in UTF-8, row by row; the first row is its heading."""
    yield MARK.encode()
    for row in rows:
        yield csv_lines([map(csv_cell, row)])


def csv_lines(rows: Rows) -> bytes:
    """Rows of CSV, whose cells are safe already: see ``csv_cell``."""
    lines = io.StringIO()
    csv.writer(lines).writerows(rows)
    return lines.getvalue().encode()


def csv_cell(cell: Any) -> Any:
    """The cell, with apostrophes wherever a program that splits it would run a part.

    Quotes do not help: they count at the beginning of a cell, which is elsewhere there.
    """
    safe = harmless(cell)
    if isinstance(safe, str) and SPLITS.search(safe):
        return BEFORE_RUN.sub(_end_run, safe)
    return safe


def _end_run(before: re.Match[str]) -> str:
    return f"{before[0]}'" if SPLITS.search(before[0]) else before[0]


def workbook(sheets: Mapping[str, Rows]) -> bytes:
    """Tables as XLSX, a sheet for each, by its name; numbers and dates stay such."""
    # Imported here because it takes long and is seldom needed.
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for title, rows in sheets.items():
        # Excel's limit, and the characters that it refuses.
        sheet = book.create_sheet("".join(c for c in title if c not in "[]:*?/\\")[:31])
        for row in rows:
            sheet.append([*map(harmless, row)])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def word_document(
    title: str, language: str, mark: str, notes: Iterable[str], tables: Mapping[str, Rows]
) -> bytes:
    """Tables as DOCX, each below its title; ``mark`` stands at the head of each page.

    The first row of a table is its heading. Word runs nothing of a text.
    """
    # Imported here because it takes long and is seldom needed.
    from docx import Document

    paper = Document()
    about = paper.core_properties
    about.author, about.comments = "", ""
    about.title, about.language = title, language
    head = paper.sections[0].header.paragraphs[0].add_run(_printable(mark))
    head.bold = True
    paper.add_heading(_printable(title), 1)
    for note in notes:
        paper.add_paragraph(_printable(note))
    for name, rows in tables.items():
        paper.add_heading(_printable(name), 2)
        lines = [[_printable(cell) for cell in row] for row in rows]
        table = paper.add_table(0, len(lines[0]), style="Light Grid Accent 1")
        for line in lines:
            for cell, text in zip(table.add_row().cells, line, strict=True):
                cell.text = text
    written = io.BytesIO()
    paper.save(written)
    return written.getvalue()


def _printable(cell: Any) -> str:
    """The text of a cell, without the characters that XML refuses."""
    return REFUSED.sub("", "" if cell is None else str(cell))


def harmless(cell: Any) -> Any:
    """The cell, with an apostrophe before a text that a spreadsheet program would run.

    What XML refuses is left out before: what stood behind it would be run.
    """
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return cell
    text = REFUSED.sub("", cell)
    # Some programs skip spaces, and quotes that they take for those of CSV.
    is_run = text.startswith(RUN) or text.lstrip(SKIPPED).startswith(RUN)
    return f"'{text}" if is_run else text
