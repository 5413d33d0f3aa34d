"""What the clock does for messages."""

import transaction
from cites.cug.clock.interfaces import IClockJob
from cites.cug.messaging.actions.leaving import clear_old
from cites.cug.plone_internals.catalog import brain_object
from datetime import datetime, UTC
from plone import api
from zope.interface import implementer


@implementer(IClockJob)
class ClearMailboxes:
    """Deletes messages that each group has kept long enough. It can be repeated."""

    every = 60 * 60

    def run(self) -> None:
        catalog = api.portal.get_tool("portal_catalog")
        for brain in catalog.unrestrictedSearchResults(portal_type="ClosedUserGroup"):
            clear_old(brain_object(brain), datetime.now(UTC))
            # A transaction for each group, so that writers in others need not wait.
            transaction.commit()
