"""Why something is nominal, in a member's words."""

from cites.cug import _
from cites.cug.intake.mistakes import Refused
from cites.cug.intake.text import fit_text


#: In characters, as for the remarks of other changes of state.
MAX_REASON = 1000
MISSING = _("Say which person or company it gives away, and where.")


def fit_reason(text: str) -> str:
    """The reason as it is kept. Raises Refused."""
    text = fit_text(text)
    if not text:
        raise Refused(MISSING)
    if len(text) > MAX_REASON:
        mapping = {"limit": MAX_REASON}
        raise Refused(_("The text is longer than ${limit} characters.", mapping=mapping))
    return text
