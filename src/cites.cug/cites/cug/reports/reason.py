"""The reason of a report, in the words of the member who reports."""

from cites.cug import _
from cites.cug.core.validation.characters import fit_passage
from cites.cug.reports.register import may_hide
from typing import Any
from zope.i18nmessageid import Message


#: In characters; as long as comments on other changes of state.
MAX_REASON = 1000
MISSING = _("Say who can be identified, and in which part of the text.")

#: The message after a report that hides nothing.
ONLY_TOLD = _(
    "The Secretariat has been told. It can be read as before, until the Secretariat has"
    " decided."
)


def consequence(content: Any, user_id: str) -> Message:
    """What happens if this member reports the content, as text for the page."""
    if may_hide(content, user_id):
        return _(
            "It is hidden at once from everyone except its author and the Secretariat,"
            " which decides."
        )
    return _(
        "The Secretariat is told and decides. Nothing is hidden until then: reports"
        " from guests, programs and members with several open reports hide nothing."
    )


def fit_reason(text: str) -> str:
    """The reason as it is stored. Raises InvalidValue."""
    return fit_passage(text, MAX_REASON, MISSING)
