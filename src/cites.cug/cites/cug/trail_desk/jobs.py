"""What the clock does for the audit trail."""

import transaction
from cites.cug.core.jobs.interfaces import IClockJob
from cites.cug.core.trail.sealing import seal_waiting
from cites.cug.trail_desk.retention import remove_old
from cites.cug.trail_desk.witnesses import append_to_file, tell_contact_points
from datetime import datetime
from plone import api
from zope.interface import implementer


@implementer(IClockJob)
class SealEvents:
    """Seals what was written, within a minute. Each batch is a transaction of its own."""

    every = 20

    def run(self) -> bool:
        return seal_waiting()


def remove_old_contents(now: datetime) -> bool:
    """Removes contents that have been kept for long enough, a batch in a transaction."""
    return remove_old(api.portal.get(), now)


def tell_checkpoint(now: datetime) -> None:
    """Gives the newest checkpoint to those who keep it elsewhere, once a day."""
    transaction.manager.run(lambda: tell_contact_points(now))
    append_to_file(now)
