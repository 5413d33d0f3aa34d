"""The parent of all pages of requests for assistance."""

from cites.cug.messaging.assistance.queries import is_overdue, Progress
from cites.cug.messaging.assistance.schema import KINDS, OVERDUE, STATES
from cites.cug.messaging.browser.page import MessagePage
from cites.cug.web.layout.times import day
from datetime import date, datetime, UTC
from typing import Any


class AssistancePage(MessagePage):
    """A page of requests; ``url`` is that of the mailbox, in which they lie."""

    @property
    def place(self) -> str:
        return f"{self.context.absolute_url()}/assistance"

    def progress(self, progress: Progress, due: date | None) -> dict[str, Any]:
        """State, kind and day in words."""
        late = is_overdue(progress.state, due, datetime.now(UTC).date())
        return {
            "kind": KINDS[progress.kind],
            "state": progress.state,
            "state_title": OVERDUE if late else STATES[progress.state],
            "due": due and day(due, self.language),
            "late": late,
        }
