"""Texts for readers: why an outside source gave no permit."""

from cites.cug import _
from cites.cug.permits.sources.source import Refusal


REFUSALS = {
    Refusal.MISSING: _(
        "The country’s system knows no permit with this number, or none with this code."
    ),
    Refusal.CALLER_UNKNOWN: _(
        "The outside source does not know this portal. Tell its administrator."
    ),
    Refusal.NOT_AVAILABLE: _(
        "The country does not answer through the outside source, or not to this portal."
    ),
    Refusal.REFUSED: _("The country’s system refused to answer."),
    Refusal.TIME_OUT: _("No answer came in time. Ask again in a minute."),
    Refusal.UNREACHABLE: _(
        "The outside source cannot be reached, or answers what cannot be read."
    ),
    Refusal.RESTING: _(
        "The outside source has failed several times and is not asked for a minute."
    ),
    Refusal.BUSY: _("Others are being answered. Ask again in a few seconds."),
}
UNREAD = _("The permit cannot be kept: these boxes could not be read: ${boxes}.")
