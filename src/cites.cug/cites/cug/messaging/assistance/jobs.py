"""What the clock does for requests for assistance."""

import transaction
from cites.cug.access.all_groups import all_groups
from cites.cug.core.jobs.interfaces import IClockJob
from cites.cug.messaging.assistance.overdue import tell_overdue
from datetime import datetime, UTC
from zope.interface import implementer


@implementer(IClockJob)
class TellOverdue:
    """Tells of requests whose day has passed without an answer. It can be repeated."""

    every = 60 * 60

    def run(self) -> None:
        for group in all_groups():
            tell_overdue(group, datetime.now(UTC))
            # A transaction for each group, so that writers in others need not wait.
            transaction.commit()
