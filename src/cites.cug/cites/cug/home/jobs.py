"""What the clock does about summaries."""

import transaction
from cites.cug.home.notices import members_due, tell_of_summaries
from datetime import datetime


#: So many members are told in one transaction.
BATCH = 200


def tell_all_of_summaries(now: datetime) -> None:
    """Tells whose week or month is over. It can be repeated."""
    due = members_due(now)
    transaction.commit()
    for start in range(0, len(due), BATCH):
        some = due[start : start + BATCH]
        transaction.manager.run(lambda some=some: tell_of_summaries(some, now))
