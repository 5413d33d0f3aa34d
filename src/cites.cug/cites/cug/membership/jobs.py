"""Periodic jobs about members."""

import transaction
from cites.cug.access.all_groups import all_groups
from cites.cug.core.jobs.interfaces import IClockJob
from cites.cug.membership.account_changes import apply_due
from cites.cug.membership.invitations import close_ended
from cites.cug.membership.revalidation import review_memberships
from datetime import datetime, UTC
from zope.interface import implementer


@implementer(IClockJob)
class ReviewMembers:
    every = 6 * 60 * 60

    def run(self) -> None:
        for group in all_groups():
            # One transaction for each group, repeated if another process was faster.
            transaction.manager.run(
                lambda group=group: review_memberships(group, datetime.now(UTC))
            )


@implementer(IClockJob)
class SettleAccounts:
    """Makes changes of accounts that have waited long enough, and closes ended
    invitations.
    """

    every = 60

    def run(self) -> None:
        transaction.manager.run(lambda: apply_due(datetime.now(UTC)))
        transaction.manager.run(lambda: close_ended(datetime.now(UTC)))
