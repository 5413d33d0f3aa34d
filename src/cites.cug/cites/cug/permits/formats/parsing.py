"""Turns workbooks and XML of permits into JSON; run by ``programs.workers``."""

import json
from cites.cug.core.programs.workers import Told
from cites.cug.core.validation.message_data import write_message
from cites.cug.permits.formats.epermit_reading import read_epermits
from cites.cug.permits.formats.raw_permit import Fault, RawPermit, UnreadableFile
from cites.cug.permits.formats.rows import excel_rows, TableRow
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import Any, BinaryIO


#: Types of cells that JSON lacks → functions that read them from text.
READERS = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "Decimal": Decimal,
}


def workbook_rows(source: BinaryIO) -> tuple[Told, bytes]:
    """The rows as JSON, up to the first fault; and ``{"faults": […]}``."""
    return _written(map(_plain_row, excel_rows(source)))


def epermits_given(source: BinaryIO, most: int) -> tuple[Told, bytes]:
    """The permits as JSON, up to the first fault, at most ``most`` + 1; and ``{"faults":
    […]}``.
    """
    permits = islice(read_epermits(source), most + 1)
    return _written(map(_plain_given, permits))


def _written(items: Iterable[Any]) -> tuple[Told, bytes]:
    found: list[Any] = []
    faults: Sequence[Fault] = ()
    try:
        for item in items:
            found.append(item)
    except UnreadableFile as error:
        faults = error.faults
    told = {"faults": [_plain_fault(fault) for fault in faults]}
    return told, json.dumps(found, default=_plain_cell).encode()


def _plain_row(row: TableRow) -> list[Any]:
    return [row.number, row.cells]


def _plain_cell(value: Any) -> dict[str, str]:
    kind = type(value).__name__
    # Other types, such as a span of time, become text: no field takes them.
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return {kind if kind in READERS else "str": text}


def _plain_fault(fault: Fault) -> list[Any]:
    return [write_message(fault.message), *fault[1:]]


def _plain_given(given: RawPermit) -> list[Any]:
    faults = [_plain_fault(fault) for fault in given.faults]
    return [given.values, given.line, given.lines, faults, given.place]
