"""Clock jobs about workspaces."""

import transaction
from cites.cug.access.all_groups import all_groups
from cites.cug.workspaces.actions.spaces import archive_ended
from datetime import date


def archive_all_ended() -> None:
    """Archives workspaces after their last day."""
    for group in all_groups():
        archive_ended(group, date.today())
        transaction.commit()
