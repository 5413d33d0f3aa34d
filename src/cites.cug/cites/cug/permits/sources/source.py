"""What an outside source of permits is, and what it answers."""

from cites.cug.permits.permit import Permit, Status
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Foreign:
    """A permit that an outside source gave: shown, and kept only if somebody asks."""

    permit: Permit
    #: As it left the country, with what was endorsed; else as it was issued.
    final: bool
    #: Boxes that say what cannot be read, and are left empty: ``lines[0].term``.
    unread: tuple[str, ...] = ()
    #: Sources say nothing of what became of a permit.
    status: Status = Status.ISSUED
    reason: str = ""
    replaced_by: str | None = None


class Refusal(StrEnum):
    """Why a source gives no permit."""

    #: There is none with this number and token.
    MISSING = "missing"
    #: The source does not know us, or not our certificate.
    CALLER_UNKNOWN = "caller_unknown"
    #: The country answers nobody there, or not us.
    NOT_AVAILABLE = "not_available"
    #: The country's own system refused, in words of its own.
    REFUSED = "refused"
    TIME_OUT = "time_out"
    #: No connection, or no answer that can be understood.
    UNREACHABLE = "unreachable"
    #: It failed several times in a row and is left in peace for a while.
    RESTING = "resting"
    #: As many are waiting for it as may.
    BUSY = "busy"


class SourceRefused(Exception):
    """A source gave no permit; neither number nor token is ever in the error."""

    def __init__(self, refusal: Refusal, said: str = ""):
        super().__init__(refusal.value)
        self.refusal = refusal
        #: By the country's system, shortened; of a stranger.
        self.said = said


class PermitSource(Protocol):
    """Asks outside for one permit; may be called by several threads at once."""

    def lookup(self, country: str, number: str, token: str) -> Foreign:
        """The permit, within the time that the source is given. Raises SourceRefused.

        ``token`` is the further code that some countries print on the paper, or "".
        """

    def check(self, country: str) -> None:
        """Raises SourceRefused if that country cannot be asked now."""
