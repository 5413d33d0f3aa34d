"""The parent of all pages of requests for assistance."""

from cites.cug import _
from cites.cug.messaging.assistance.models import State
from cites.cug.messaging.assistance.queries import is_overdue, Progress
from cites.cug.messaging.assistance.schema import KINDS, OVERDUE, STATES
from cites.cug.messaging.browser.page import MessagePage
from cites.cug.web.layout.times import day, reader_today
from datetime import date
from typing import Any
from zope.i18nmessageid import Message


class AssistancePage(MessagePage):
    """A page of requests; ``url`` is that of the mailbox, in which they lie."""

    @property
    def place(self) -> str:
        return f"{self.context.absolute_url()}/assistance"

    def progress(self, progress: Progress, due: date | None) -> dict[str, Any]:
        """State, kind and day in words."""
        late = is_overdue(progress.state, due, reader_today())
        return {
            "kind": KINDS[progress.kind],
            "state": progress.state,
            "state_title": OVERDUE if late else STATES[progress.state],
            "due": due and day(due, self.language),
            "late": late,
            "left": time_left(due) if due and progress.state == State.OPEN else "",
        }


def time_left(due: date) -> Message:
    """How many days there are until that day, or since."""
    days = (due - reader_today()).days
    if days == 0:
        return _("messaging_assistance_due_today_text")
    if days > 0:
        return _("messaging_assistance_days_left_text", mapping={"days": days})
    return _("messaging_assistance_days_late_text", mapping={"days": -days})
