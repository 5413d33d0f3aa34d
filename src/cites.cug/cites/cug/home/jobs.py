"""What the clock does about summaries."""

import transaction
from cites.cug.core.jobs.interfaces import IClockJob
from cites.cug.home.notices import members_due, tell_of_summaries
from datetime import datetime, UTC
from zope.interface import implementer


#: So many members are told in one transaction.
BATCH = 200


@implementer(IClockJob)
class TellOfSummaries:
    """Tells whose week or month is over. It can be repeated."""

    every = 15 * 60

    def run(self) -> None:
        now = datetime.now(UTC)
        due = members_due(now)
        transaction.commit()
        for start in range(0, len(due), BATCH):
            some = due[start : start + BATCH]
            transaction.manager.run(lambda some=some: tell_of_summaries(some, now))
