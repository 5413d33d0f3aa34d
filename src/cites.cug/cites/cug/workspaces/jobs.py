"""Clock jobs about workspaces."""

import transaction
from cites.cug.access.all_groups import all_groups
from cites.cug.core.jobs.interfaces import IClockJob
from cites.cug.workspaces.actions.spaces import archive_ended
from datetime import date
from zope.interface import implementer


@implementer(IClockJob)
class ArchiveEnded:
    """Archives workspaces after their last day."""

    every = 60 * 60

    def run(self) -> None:
        for group in all_groups():
            archive_ended(group, date.today())
            transaction.commit()
