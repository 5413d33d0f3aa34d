"""What the clock does for messages."""

import transaction
from cites.cug.access.all_groups import all_groups
from cites.cug.messaging.actions.leaving import clear_old
from datetime import datetime


def clear_mailboxes(now: datetime) -> None:
    """Deletes messages that each group has kept long enough. It can be repeated."""
    for group in all_groups():
        clear_old(group, now)
        # A transaction for each group, so that writers in others need not wait.
        transaction.commit()
