"""Texts for readers: why an outside source gave no permit."""

from cites.cug import _
from cites.cug.permits.sources.source import Refusal


REFUSALS = {
    Refusal.MISSING: _(
        "The country’s system knows no permit with this number, or none with this code."
    ),
    Refusal.CALLER_UNKNOWN: _(
        "The external source does not recognize this portal. Tell its administrator."
    ),
    Refusal.NOT_AVAILABLE: _(
        "The country does not answer through the external source, or not to this portal."
    ),
    Refusal.REFUSED: _("The country’s system refused to answer."),
    Refusal.TIME_OUT: _("No answer came in time. Ask again in a minute."),
    Refusal.UNREACHABLE: _(
        "The external source cannot be reached, or its answer cannot be read."
    ),
    Refusal.RESTING: _(
        "The external source has failed several times and is paused for a minute."
    ),
    Refusal.BUSY: _("The service is busy. Try again in a few seconds."),
}
UNREAD = _("The permit cannot be kept: these boxes could not be read: ${boxes}.")
