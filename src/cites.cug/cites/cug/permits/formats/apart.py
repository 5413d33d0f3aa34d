"""Results of ``parsing``, which reads workbooks and XML in a worker process.

Files from outside are parsed apart from the portal, within limits of time and memory.
"""

import json
from cites.cug.core.programs.workers import Work
from cites.cug.core.validation.errors import InvalidValue
from cites.cug.core.validation.message_data import read_message
from cites.cug.permits.formats import parsing
from cites.cug.permits.formats.raw_permit import Fault, RawPermit, UnreadableFile
from cites.cug.permits.formats.rows import TableRow
from cites.cug.web.uploads.files import in_bounds
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO


def workbook_rows(stream: BinaryIO) -> Iterator[TableRow]:
    """The rows of the first sheet. Raises UnreadableFile."""
    for number, cells in _read(parsing.workbook_rows, stream, "permits.xlsx"):
        yield TableRow(number, [_cell(cell) for cell in cells])


def epermits_given(stream: BinaryIO, most: int) -> Iterator[RawPermit]:
    """The permits of an XML file, at most ``most`` + 1 of them. Raises UnreadableFile."""
    found = _read(parsing.epermits_given, stream, "permits.xml", most=most)
    for values, line, lines, faults, place in found:
        yield RawPermit(values, line, lines, tuple(map(_fault, faults)), place)


def _read(work: Work, stream: BinaryIO, name: str, **arguments: Any) -> Iterator[Any]:
    try:
        told, content = in_bounds(work, stream, name, **arguments)
    except InvalidValue as error:
        raise UnreadableFile(Fault(error.doc())) from error
    yield from json.loads(content)
    if told["faults"]:
        raise UnreadableFile(*map(_fault, told["faults"]))


def _fault(told: Sequence[Any]) -> Fault:
    message, *others = told
    return Fault(read_message(message), *others)


def _cell(cell: Any) -> Any:
    if not isinstance(cell, dict):
        return cell
    ((kind, text),) = cell.items()
    return parsing.READERS.get(kind, str)(text)
