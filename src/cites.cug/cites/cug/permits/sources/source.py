"""The interface of an outside source of permits, and its answers."""

from cites.cug.permits.permit import Permit, Status
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Foreign:
    """A permit from an outside source. It is shown, and stored only on request."""

    permit: Permit
    #: True: as endorsed when the goods left the country. False: as issued.
    final: bool
    #: Boxes whose values could not be read and are left empty: ``lines[0].term``.
    unread: tuple[str, ...] = ()
    #: Sources do not tell the status of a permit.
    status: Status = Status.ISSUED
    reason: str = ""
    replaced_by: str | None = None


class Refusal(StrEnum):
    """Why a source gives no permit."""

    #: The country has no permit with this number and token.
    MISSING = "missing"
    #: The source does not know this portal or its TLS certificate.
    CALLER_UNKNOWN = "caller_unknown"
    #: The country does not answer through this source, or not to this portal.
    NOT_AVAILABLE = "not_available"
    #: The country's own system refused, with a text of its own.
    REFUSED = "refused"
    TIME_OUT = "time_out"
    #: No connection, or an answer that cannot be read.
    UNREACHABLE = "unreachable"
    #: The source failed several times in a row and is not asked for a minute.
    RESTING = "resting"
    #: Too many callers of this process wait for the source already.
    BUSY = "busy"


class SourceRefused(Exception):
    """A source gave no permit. The error never contains number or token."""

    def __init__(self, refusal: Refusal, said: str = ""):
        super().__init__(refusal.value)
        self.refusal = refusal
        #: The text of the country's system, shortened. It is not ours: show it as a
        #: quotation.
        self.said = said


class PermitSource(Protocol):
    """A source of permits. Several threads may call it at once."""

    def lookup(self, country: str, number: str, token: str) -> Foreign:
        """Ask for a permit, within the time allowed. Raises SourceRefused.

        ``token`` is an additional code that some countries print on the permit, or "".
        """

    def check(self, country: str) -> None:
        """Raise SourceRefused if this country cannot be asked now."""
