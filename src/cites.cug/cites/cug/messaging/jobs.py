"""What the clock does for messages."""

import transaction
from cites.cug.access.all_groups import all_groups
from cites.cug.core.jobs.interfaces import IClockJob
from cites.cug.messaging.actions.leaving import clear_old
from datetime import datetime, UTC
from zope.interface import implementer


@implementer(IClockJob)
class ClearMailboxes:
    """Deletes messages that each group has kept long enough. It can be repeated."""

    every = 60 * 60

    def run(self) -> None:
        for group in all_groups():
            clear_old(group, datetime.now(UTC))
            # A transaction for each group, so that writers in others need not wait.
            transaction.commit()
