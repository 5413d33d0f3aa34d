"""What a format finds in a file, before any value is checked, and what may be wrong."""

from cites.cug.validation.errors import FieldError
from collections.abc import Mapping
from typing import Any, NamedTuple
from zope.i18nmessageid import Message


class Fault(NamedTuple):
    """One thing wrong with a file."""

    message: Message
    #: Line of the file or row of the table, from 1; None where it is about all of it.
    line: int | None = None
    #: A value of a permit, as the registry calls it: ``lines[0].quantity``.
    field: str = ""
    #: Name of the file, where several come together.
    file: str = ""


class UnreadableFile(ValueError):
    """A file from which nothing is taken, and all that was found to be wrong with it."""

    def __init__(self, *faults: Fault):
        super().__init__(*faults)
        self.faults = faults


class NothingWanted(UnreadableFile):
    """Well-formed XML in which nothing lies that was looked for."""

    def __init__(self, fault: Fault, root: str):
        super().__init__(fault)
        #: Local name of the outermost element.
        self.root = root


class RawPermit(NamedTuple):
    """A permit as a file has it."""

    #: What ``validation.PermitReader`` reads.
    values: Mapping[str, Any]
    #: Where it begins, if the format has lines.
    line: int | None = None
    #: Where values stand, by their places: ``lines[0].quantity``.
    lines: Mapping[str, int] = {}
    #: What was wrong already when it was put together.
    faults: tuple[Fault, ...] = ()
    #: Where it stands, if the format has no lines: ``[3].``
    place: str = ""

    def fault(self, mistake: FieldError) -> Fault:
        """What is missing stands where what should hold it begins."""
        place = mistake.place
        while place and place not in self.lines:
            place = place.rpartition(".")[0]
        line = self.lines.get(place, self.line)
        return Fault(mistake.message, line, f"{self.place}{mistake.place}")
