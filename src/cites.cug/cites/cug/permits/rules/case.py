"""What a rule checks, and the warning that it gives."""

from cites.cug.permits.permit import Permit, PermitLine, Status
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from zope.i18nmessageid import Message


@dataclass(frozen=True)
class Case:
    """A permit, and the other facts that rules use."""

    permit: Permit
    status: Status
    today: date
    #: The security stamp (box 5b) as the officer reads it; None or "" if not typed.
    stamp: str | None = None
    #: Statuses that this number has had.
    seen: Collection[Status] = ()

    def lines(self) -> Iterator[tuple[int, str, PermitLine]]:
        """Each line with its position and the letter (or number) of its block."""
        for position, line in enumerate(self.permit.lines):
            yield position, line.block or str(position + 1), line


@dataclass(frozen=True)
class Warning:
    """One doubt: its text, the source of the rule, and the field that is concerned."""

    code: str
    text: Message
    source: Message
    field: str
