"""The verdict: the one word about a permit that an officer reads first."""

from cites.cug import _
from cites.cug.permits.permit import Status
from cites.cug.permits.warnings import Judged
from datetime import date
from enum import StrEnum
from typing import NamedTuple
from zope.i18nmessageid import Message


class Verdict(StrEnum):
    """The state of a permit today. CITES has no list of these: they are our own."""

    VALID = "valid"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    PARTLY_USED = "partly_used"
    USED = "used"
    CANCELLED = "cancelled"
    REPLACED = "replaced"
    LOST_OR_STOLEN = "lost_or_stolen"
    SUSPECTED_FORGED = "suspected_forged"
    NOT_FOUND = "not_found"
    #: The registry's entry was changed outside the portal.
    UNVERIFIED = "unverified"


class Look(NamedTuple):
    """How a verdict is shown. Sign and words say the same as the colour."""

    title: Message
    #: Of the colour: good, caution, bad or unknown.
    tone: str
    sign: str
    advice: Message


_STOP = _("Do not accept it before asking the country of issue.")
LOOKS = {
    Verdict.VALID: Look(
        _("Valid"), "good", "✓", _("Compare the paper with the details below.")
    ),
    Verdict.NOT_YET_VALID: Look(
        _("Not yet valid"),
        "caution",
        "!",
        _("The permit cannot be used before its first day."),
    ),
    Verdict.EXPIRED: Look(
        _("Expired"), "bad", "✕", _("The permit can no longer be used.")
    ),
    Verdict.PARTLY_USED: Look(
        _("Partly used"),
        "caution",
        "!",
        _(
            "Already used for a shipment: ask the country of issue before accepting"
            " another."
        ),
    ),
    Verdict.USED: Look(_("Used"), "bad", "✕", _("The permit has been used already.")),
    Verdict.CANCELLED: Look(_("Cancelled"), "bad", "✕", _STOP),
    Verdict.REPLACED: Look(
        _("Replaced"),
        "bad",
        "✕",
        _("This permit has been replaced. Ask the holder for the new one."),
    ),
    Verdict.LOST_OR_STOLEN: Look(_("Reported lost or stolen"), "bad", "✕", _STOP),
    Verdict.SUSPECTED_FORGED: Look(_("Suspected forged"), "bad", "✕", _STOP),
    Verdict.NOT_FOUND: Look(
        _("Not found"), "unknown", "?", _("This alone does not make a permit a forgery.")
    ),
    Verdict.UNVERIFIED: Look(
        _("The registry’s entry was tampered with"), "bad", "✕", _STOP
    ),
}
#: For a valid permit with warnings: nobody should read “valid” and stop there.
DOUBTED = Look(
    _("Valid, with warnings"),
    "caution",
    "!",
    _("Check what is doubtful before you accept it."),
)
#: Statuses that count whatever the dates say.
_FINAL = frozenset(Status) - {Status.ISSUED, Status.PARTLY_USED}


def verdict_of(registered: Judged | None, today: date) -> Verdict:
    """The verdict: a final status first, then the dates, then “partly used” or
    “valid”.
    """
    if registered is None:
        return Verdict.NOT_FOUND
    permit, status = registered.permit, registered.status
    if status in _FINAL:
        return Verdict(status.value)
    if permit.valid_until is not None and today > permit.valid_until:
        return Verdict.EXPIRED
    if permit.valid_from is not None and today < permit.valid_from:
        return Verdict.NOT_YET_VALID
    return Verdict.PARTLY_USED if status == Status.PARTLY_USED else Verdict.VALID


def look_of(verdict: Verdict, *, doubted: bool) -> Look:
    """How the verdict is shown; ``doubted`` means that there are warnings."""
    return DOUBTED if doubted and verdict is Verdict.VALID else LOOKS[verdict]
