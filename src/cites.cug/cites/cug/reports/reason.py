"""The reason of a report, in the words of the member who reports."""

from cites.cug import _
from cites.cug.core.validation.characters import fit_passage
from cites.cug.reports.register import may_hide
from typing import Any
from zope.i18nmessageid import Message


#: In characters; as long as comments on other changes of state.
MAX_REASON = 1000
MISSING = _("reports_reason_say_identified_part_text")

#: The message after a report that hides nothing.
ONLY_TOLD = _("reports_reason_secretariat_told_read_before_text")


def consequence(content: Any, user_id: str) -> Message:
    """What happens if this member reports the content, as text for the page."""
    if may_hide(content, user_id):
        return _("reports_reason_hidden_once_everyone_except_text")
    return _("reports_reason_secretariat_told_decides_nothing_text")


def fit_reason(text: str) -> str:
    """The reason as it is stored. Raises InvalidValue."""
    return fit_passage(text, MAX_REASON, MISSING)
