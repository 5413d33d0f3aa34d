"""Reads the first sheet of an Excel workbook as texts; run by ``programs.workers``."""

import re
from cites.cug import _
from cites.cug.core.programs.workers import Told
from cites.cug.core.validation.message_data import write_message
from itertools import islice
from typing import BinaryIO


UNREADABLE = _("The file cannot be read as a table.")


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
