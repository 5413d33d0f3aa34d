"""Permits as read from a file, before any value is checked, and faults of files."""

from cites.cug.core.validation.errors import FieldError, InvalidValues
from collections.abc import Mapping
from typing import Any, NamedTuple
from zope.i18nmessageid import Message


#: The field of a mistake that concerns all that was sent.
WHOLE = "permits"


class Fault(NamedTuple):
    """One thing that is wrong with a file."""

    message: Message
    #: Line of the file or row of the table, from 1; None if the whole file is concerned.
    line: int | None = None
    #: The field that is concerned: ``lines[0].quantity``.
    field: str = ""
    #: Name of the file, if several are read together.
    file: str = ""


class UnreadableFile(InvalidValues):
    """A file with faults; nothing of it is used. ``faults`` are all that were found."""

    def __init__(self, *faults: Fault):
        super().__init__(
            [(one.field or WHOLE, FieldError(one.message)) for one in faults]
        )
        self.faults = faults

    def where(self, number: int) -> dict[str, Any]:
        """Line and file of a fault, if known."""
        fault = self.faults[number]
        return {
            **({"line": fault.line} if fault.line else {}),
            **({"file": fault.file} if fault.file else {}),
        }


class NothingWanted(UnreadableFile):
    """The file is well-formed XML, but contains none of the elements that are wanted."""

    def __init__(self, fault: Fault, root: str):
        super().__init__(fault)
        #: Local name of the root element.
        self.root = root


class RawPermit(NamedTuple):
    """A permit with unchecked values, and where the file has them."""

    #: Values by field, as ``validation.PermitReader`` takes them.
    values: Mapping[str, Any]
    #: Line where the permit begins, if the format has lines.
    line: int | None = None
    #: Field → line of the file: ``lines[0].quantity``.
    lines: Mapping[str, int] = {}
    #: Faults that were found while the file was read.
    faults: tuple[Fault, ...] = ()
    #: Place in a list, if the format has no lines: ``[3].``
    place: str = ""

    def fault(self, mistake: FieldError) -> Fault:
        """A mistake as a fault of the file. A missing field has the line of its part."""
        place = mistake.place
        while place and place not in self.lines:
            place = place.rpartition(".")[0]
        line = self.lines.get(place, self.line)
        return Fault(mistake.message, line, f"{self.place}{mistake.place}")
