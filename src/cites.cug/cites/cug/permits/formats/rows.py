"""Rows of tables from outside: CSV, and the first sheet of Excel workbooks."""

import csv
from cites.cug import _
from cites.cug.core.validation.errors import InvalidValue
from cites.cug.permits.formats.elements import CHUNK_BYTES, parse
from cites.cug.permits.formats.raw_permit import Fault, UnreadableFile
from cites.cug.web.uploads.zip_archives import check_zipped
from codecs import BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections.abc import Iterator
from contextlib import suppress
from io import TextIOWrapper
from typing import Any, BinaryIO, NamedTuple, TextIO
from xml.parsers import expat
from zipfile import ZipFile


MAX_ROWS = 20_000
MAX_COLUMNS = 100
#: Limit for an unpacked workbook: its shared texts are held in memory all at once.
MAX_UNPACKED_BYTES = 64 * 2**20
#: In characters; a row with all boxes full has about 15,000.
MAX_LINE = 2**20
TOO_LONG = _("permits_rows_line_too_long")
NO_TABLE = _("common_file_read_table_error")


class TableRow(NamedTuple):
    #: Line of the file or number of the row, from 1.
    number: int
    cells: list[Any]


def csv_rows(stream: BinaryIO) -> Iterator[TableRow]:
    """The rows of a CSV file with commas, semicolons or tabs. Raises UnreadableFile.

    The first line decides which of the three separates the cells.
    """
    encoding = _encoding(stream)
    stream.seek(0)
    text = TextIOWrapper(stream, encoding, newline="")
    try:
        first = text.readline(MAX_LINE)
        delimiter = max(";,\t", key=first.count)
        text.seek(0)
        reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
        begins = 1
        for count, cells in enumerate(reader):
            _count(count, begins)
            _check_width(cells, begins)
            yield TableRow(begins, cells)
            begins = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFile(Fault(NO_TABLE, begins)) from error
    except UnicodeError as error:
        raise UnreadableFile(
            Fault(_("permits_rows_encoding_file_known_error"))
        ) from error
    finally:
        text.detach()


def _lines(text: TextIO) -> Iterator[str]:
    """The lines of a file; refuses lines longer than ``MAX_LINE``. A row may have
    several.
    """
    number = 0
    while line := text.readline(MAX_LINE):
        number += 1
        if len(line) == MAX_LINE:
            raise UnreadableFile(Fault(TOO_LONG, number))
        yield line


def _check_width(cells: list[str], row: int) -> None:
    """Cut off empty columns that some programs write; refuse filled ones above the
    limit.
    """
    if any(cells[MAX_COLUMNS:]):
        text = _("permits_rows_more_than_columns", mapping={"limit": MAX_COLUMNS})
        raise UnreadableFile(Fault(text, row))
    del cells[MAX_COLUMNS:]


def _encoding(stream: BinaryIO) -> str:
    """The encoding: UTF-16 if marked so, else UTF-8 if it can be decoded, else
    Windows-1252.

    Excel marks files in UTF-8 and UTF-16, and writes other files in Windows-1252.
    """
    if stream.read(2) in (BOM_UTF16_LE, BOM_UTF16_BE):
        return "utf-16"
    stream.seek(0)
    decoder = getincrementaldecoder("utf-8")()
    try:
        while chunk := stream.read(CHUNK_BYTES):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def excel_rows(stream: BinaryIO) -> Iterator[TableRow]:
    """The rows of the first sheet. Raises UnreadableFile."""
    # Imported here because it takes long and is seldom needed.
    from openpyxl import load_workbook

    try:
        _check_workbook(stream)
        book = load_workbook(stream, read_only=True)
        sheet = book.worksheets[0]
        # The size that the file states may be wrong.
        sheet.reset_dimensions()
        for count, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS)):
            _count(count, count + 1)
            yield TableRow(count + 1, [_value(cell, count + 1) for cell in row])
    except UnreadableFile:
        raise
    except Exception as error:  # a damaged workbook may raise anything
        raise UnreadableFile(Fault(NO_TABLE)) from error


def _count(count: int, row: int) -> None:
    """Refuse more than ``MAX_ROWS`` rows below the headings; empty rows count."""
    if count > MAX_ROWS:
        text = _("common_more_than_rows", mapping={"limit": MAX_ROWS})
        raise UnreadableFile(Fault(text, row))


def _value(cell: Any, row: int) -> Any:
    if cell.value is None:
        return ""
    # The stored result of a formula may be out of date or wrong.
    if cell.data_type == "f":
        text = _("permits_rows_cell_contains_formula_values_text")
    elif cell.data_type == "e":
        text = _("permits_rows_cell_contains_error_value_text")
    else:
        whole = isinstance(cell.value, float) and cell.value.is_integer()
        return int(cell.value) if whole else cell.value
    raise UnreadableFile(Fault(_(text, mapping={"cell": cell.coordinate}), row))


def _check_workbook(stream: BinaryIO) -> None:
    stream.seek(0)
    try:
        check_zipped(stream)
    except InvalidValue as error:
        raise UnreadableFile(Fault(error.doc())) from error
    with ZipFile(stream) as archive:
        if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED_BYTES:
            text = _("common_file_grows_too_large_error")
            raise UnreadableFile(Fault(text))
        for name in archive.namelist():
            with archive.open(name) as part:
                _check_part(part)
    stream.seek(0)


def _check_part(part: Any) -> None:
    """Refuse document types in this part, whatever its name: a workbook itself says which
    parts are XML.
    """
    # Parts that are not XML, or broken, fail later when the workbook is read.
    with suppress(expat.ExpatError, LookupError):
        for _chunk in parse(expat.ParserCreate(), part):
            pass
