"""Why something is nominal, in a member's words."""

from cites.cug import _
from cites.cug.intake.text import fit_passage


#: In characters, as for the remarks of other changes of state.
MAX_REASON = 1000
MISSING = _("Say which person or company it gives away, and where.")


def fit_reason(text: str) -> str:
    """The reason as it is kept. Raises Refused."""
    return fit_passage(text, MAX_REASON, MISSING)
