"""What a rule looks at, and what it says."""

from cites.cug.permits.permit import Permit, PermitLine, Status
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from zope.i18nmessageid import Message


@dataclass(frozen=True)
class Case:
    """A permit and what else is known of it."""

    permit: Permit
    status: Status
    today: date
    #: The security stamp as the officer reads it; None or "" was not typed.
    stamp: str | None = None
    #: What the number has been before.
    seen: Collection[Status] = ()

    def lines(self) -> Iterator[tuple[int, str, PermitLine]]:
        """Each line with its position and the letter that stands for it."""
        for position, line in enumerate(self.permit.lines):
            yield position, line.block or str(position + 1), line


@dataclass(frozen=True)
class Warning:
    """One doubt: what, on what ground, and at which field of the permit."""

    code: str
    text: Message
    source: Message
    field: str
