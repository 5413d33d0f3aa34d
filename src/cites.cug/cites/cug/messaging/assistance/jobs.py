"""What the clock does for requests for assistance."""

import transaction
from cites.cug.clock.interfaces import IClockJob
from cites.cug.messaging.assistance.overdue import tell_overdue
from cites.cug.plone_internals.catalog import brain_object
from datetime import datetime, UTC
from plone import api
from zope.interface import implementer


@implementer(IClockJob)
class TellOverdue:
    """Tells of requests whose day has passed without an answer. It can be repeated."""

    every = 60 * 60

    def run(self) -> None:
        catalog = api.portal.get_tool("portal_catalog")
        for brain in catalog.unrestrictedSearchResults(portal_type="ClosedUserGroup"):
            tell_overdue(brain_object(brain), datetime.now(UTC))
            # A transaction for each group, so that writers in others need not wait.
            transaction.commit()
