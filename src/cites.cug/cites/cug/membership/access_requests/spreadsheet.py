"""Reads requests from a spreadsheet: the fields of the CITES notification and the
category.
"""

import csv
import re
from cites.cug import _
from cites.cug.core.codelists.entry import LANGUAGES
from cites.cug.core.codelists.lists import titles
from cites.cug.core.programs.workers import Told
from cites.cug.core.validation.characters import letters
from cites.cug.core.validation.errors import invalid, InvalidValue
from cites.cug.core.validation.message_data import write_message
from cites.cug.membership.access_requests.application import FIELDS
from cites.cug.membership.access_requests.text_fields import one_line
from cites.cug.web.uploads.files import in_bounds, inspect, OFFICE
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import islice
from typing import BinaryIO


UNREADABLE = _("common_file_read_table_error")
EXCEL = f"{OFFICE}spreadsheetml.sheet"
ACCEPTED = {EXCEL: (".xlsx",), "text/plain": (".csv",), "text/csv": (".csv",)}
ACCEPTED["application/csv"] = (".csv",)
MAX_BYTES = 2 * 2**20
MAX_ROWS = 500
MAX_COLUMNS = 40
#: Accepted headings of each column, without case, accents, spaces and signs.
HEADINGS = {
    "country": "country pays pais",
    "last_name": "lastname surname familyname nom nomdefamille apellido apellidos",
    "first_name": "firstname givenname prenom nombre nombredepila",
    "organisation": "organisation organization organizacion",
    "function": "jobtitle function fonction funcion position poste cargo",
    "telephone": "telephone phone tel telefono",
    "email": "officialemail officialemailaddress email emailaddress courriel"
    " courrielofficiel adresseelectronique adresseelectroniqueofficielle"
    " correoelectronico correoelectronicooficial",
    "category": "category categoryaskedfor categorie categoria",
}
FIELD_OF = {word: field for field, words in HEADINGS.items() for word in words.split()}


def read_spreadsheet(data: bytes, filename: str, category: str) -> list[dict[str, str]]:
    """The rows of an XLSX or CSV file: field → text, and ``row`` → number of the row.

    ``category`` is used for rows without category. Raises InvalidValues.
    """
    if len(data) > MAX_BYTES:
        limit = {"limit": MAX_BYTES // 2**20}
        raise invalid("file", _("common_file_larger_than_mb_error", mapping=limit))
    try:
        kind = inspect(BytesIO(data), filename, ACCEPTED)
    except InvalidValue as error:
        raise invalid("file", error.doc()) from error
    table = _excel(data, filename) if kind == EXCEL else _csv(data)
    lines = [
        (number, cells)
        for number, cells in enumerate(islice(table, MAX_ROWS + 2), start=1)
        if any(cell.strip() for cell in cells)
    ]
    if len(lines) > MAX_ROWS + 1:
        limit = {"limit": MAX_ROWS}
        raise invalid(
            "file",
            _("common_more_than_entries_error", mapping=limit),
        )
    if len(lines) < 2:
        raise invalid("file", _("common_file_no_rows_error"))
    columns = _columns(lines[0][1])
    return [
        {"row": str(number), **_values(columns, cells, category)}
        for number, cells in lines[1:]
    ]


def _columns(heads: Sequence[str]) -> dict[str, int]:
    columns = {
        FIELD_OF[letters(head)]: place
        for place, head in enumerate(heads)
        if letters(head) in FIELD_OF
    }
    missing = [name for name in FIELDS if name not in columns and name != "category"]
    if missing:
        names = {"columns": ", ".join(missing)}
        raise invalid(
            "file",
            _("membership_spreadsheet_these_columns_are_missing_error", mapping=names),
        )
    return columns


def _values(
    columns: dict[str, int], cells: Sequence[str], category: str
) -> dict[str, str]:
    values = {
        field: one_line(cells[place]) if place < len(cells) else ""
        for field, place in columns.items()
    }
    values["country"] = _code("country", values["country"])
    values["category"] = _code("category", values.get("category") or category)
    return values


def _code(list_name: str, text: str) -> str:
    """The code of a title in any of our languages; the text itself if no code has it."""
    wanted = letters(text)
    for language in LANGUAGES:
        for code, title in titles(list_name, language).items():
            if wanted in (letters(code), letters(title)):
                return code
    return text


def _csv(data: bytes) -> Iterator[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # The encoding that Excel uses unless told otherwise.
        text = data.decode("cp1252", "replace")
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    try:
        yield from csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    except csv.Error as error:
        raise invalid("file", _("common_file_read_table_error")) from error


def _excel(data: bytes, filename: str) -> list[list[str]]:
    try:
        told, _nothing = in_bounds(
            rows_of_workbook,
            BytesIO(data),
            filename,
            most_rows=MAX_ROWS + 2,
            most_columns=MAX_COLUMNS,
        )
    except InvalidValue as error:
        raise invalid("file", error.doc()) from error
    return told["rows"]


def rows_of_workbook(
    source: BinaryIO, most_rows: int, most_columns: int
) -> tuple[Told, bytes]:
    """Answers ``rows``, or ``refused`` with a message if the file cannot be read."""
    # Imported here because it takes long, and the portal itself never needs it.
    from openpyxl import load_workbook

    try:
        book = load_workbook(source, read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(values_only=True, max_col=most_columns)
        found = [[_text(cell) for cell in row] for row in islice(rows, most_rows)]
    except Exception:  # a damaged workbook may raise anything
        return {"refused": [write_message(UNREADABLE)]}, b""
    return {"rows": found}, b""


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = "" if cell is None else str(cell)
    return re.sub(r"\s+", " ", text)
