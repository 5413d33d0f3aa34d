"""Periodic jobs about members."""

import transaction
from cites.cug.clock.interfaces import IClockJob
from cites.cug.membership.account_changes import apply_due
from cites.cug.membership.invitations import close_ended
from cites.cug.membership.revalidation import review_memberships
from cites.cug.plone_internals.catalog import brain_object
from datetime import datetime, UTC
from plone import api
from zope.interface import implementer


@implementer(IClockJob)
class ReviewMembers:
    every = 6 * 60 * 60

    def run(self) -> None:
        catalog = api.portal.get_tool("portal_catalog")
        for brain in catalog.unrestrictedSearchResults(portal_type="ClosedUserGroup"):
            group = brain_object(brain)
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
