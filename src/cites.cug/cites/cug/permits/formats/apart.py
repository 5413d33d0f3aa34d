"""What ``parsing`` finds in workbooks and XML, which are read apart from the portal."""

import json
from cites.cug.intake.files import in_bounds
from cites.cug.intake.mistakes import Refused
from cites.cug.intake.plain_messages import read_message
from cites.cug.permits.formats import parsing
from cites.cug.permits.formats.given import Fault
from cites.cug.permits.formats.given import Given
from cites.cug.permits.formats.given import Unreadable
from cites.cug.permits.formats.rows import Row
from cites.cug.programs.workers import Work
from collections.abc import Iterator
from collections.abc import Sequence
from typing import Any
from typing import BinaryIO


def workbook_rows(stream: BinaryIO) -> Iterator[Row]:
    """The first sheet's rows. Raises Unreadable."""
    for number, cells in _read(parsing.workbook_rows, stream, "permits.xlsx"):
        yield Row(number, [_cell(cell) for cell in cells])


def epermits_given(stream: BinaryIO, most: int) -> Iterator[Given]:
    """The permits of a file, one more than ``most`` if there are. Raises Unreadable."""
    found = _read(parsing.epermits_given, stream, "permits.xml", most=most)
    for values, line, lines, faults, place in found:
        yield Given(values, line, lines, tuple(map(_fault, faults)), place)


def _read(work: Work, stream: BinaryIO, name: str, **arguments: Any) -> Iterator[Any]:
    try:
        told, content = in_bounds(work, stream, name, **arguments)
    except Refused as error:
        raise Unreadable(Fault(error.doc())) from error
    yield from json.loads(content)
    if told["faults"]:
        raise Unreadable(*map(_fault, told["faults"]))


def _fault(told: Sequence[Any]) -> Fault:
    message, *others = told
    return Fault(read_message(message), *others)


def _cell(cell: Any) -> Any:
    if not isinstance(cell, dict):
        return cell
    ((kind, text),) = cell.items()
    return parsing.READERS.get(kind, str)(text)
