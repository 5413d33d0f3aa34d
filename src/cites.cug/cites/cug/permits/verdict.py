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


_STOP = _("permits_verdict_accept_before_asking_country_text")
LOOKS = {
    Verdict.VALID: Look(
        _("permits_verdict_valid"),
        "good",
        "✓",
        _("permits_verdict_compare_paper_details_below_text"),
    ),
    Verdict.NOT_YET_VALID: Look(
        _("permits_verdict_not_yet_valid"),
        "caution",
        "!",
        _("permits_verdict_permit_used_before_first_text"),
    ),
    Verdict.EXPIRED: Look(
        _("permits_verdict_expired"),
        "bad",
        "✕",
        _("permits_verdict_permit_no_longer_used_text"),
    ),
    Verdict.PARTLY_USED: Look(
        _("permits_verdict_partly_used"),
        "caution",
        "!",
        _("permits_verdict_already_used_shipment_ask_text"),
    ),
    Verdict.USED: Look(
        _("permits_verdict_used"), "bad", "✕", _("permits_verdict_permit_used_already")
    ),
    Verdict.CANCELLED: Look(_("permits_verdict_cancelled"), "bad", "✕", _STOP),
    Verdict.REPLACED: Look(
        _("permits_verdict_replaced"),
        "bad",
        "✕",
        _("permits_verdict_permit_replaced_ask_holder_text"),
    ),
    Verdict.LOST_OR_STOLEN: Look(
        _("permits_verdict_reported_lost_or_stolen"), "bad", "✕", _STOP
    ),
    Verdict.SUSPECTED_FORGED: Look(
        _("permits_verdict_suspected_forged"), "bad", "✕", _STOP
    ),
    Verdict.NOT_FOUND: Look(
        _("permits_verdict_not_found"),
        "unknown",
        "?",
        _("permits_verdict_alone_make_permit_forgery_text"),
    ),
    Verdict.UNVERIFIED: Look(
        _("permits_verdict_registry_entry_tampered"), "bad", "✕", _STOP
    ),
}
#: For a valid permit with warnings: nobody should read “valid” and stop there.
DOUBTED = Look(
    _("permits_verdict_valid_with_warnings"),
    "caution",
    "!",
    _("permits_verdict_check_what_doubtful_before_text"),
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
