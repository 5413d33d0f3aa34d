"""Periodic jobs about members."""

import transaction
from cites.cug.access.all_groups import all_groups
from cites.cug.membership.account_changes import apply_due
from cites.cug.membership.address_changes import take_addresses
from cites.cug.membership.invitations import close_ended
from cites.cug.membership.revalidation import review_memberships
from datetime import datetime


def review_members(now: datetime) -> None:
    for group in all_groups():
        # One transaction for each group, repeated if another process was faster.
        transaction.manager.run(lambda group=group: review_memberships(group, now))


def settle_accounts(now: datetime) -> None:
    """Makes changes of accounts that have waited long enough, and closes ended
    invitations.
    """
    transaction.manager.run(lambda: apply_due(now))
    for _step in ("account", "records"):
        transaction.manager.run(lambda: take_addresses(now))
    transaction.manager.run(lambda: close_ended(now))
