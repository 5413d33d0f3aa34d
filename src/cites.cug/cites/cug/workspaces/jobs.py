"""Clock jobs about workspaces."""

import transaction
from cites.cug.clock.interfaces import IClockJob
from cites.cug.plone_internals.catalog import brain_object
from cites.cug.workspaces.actions.spaces import archive_ended
from datetime import date
from plone import api
from zope.interface import implementer


@implementer(IClockJob)
class ArchiveEnded:
    """Archives workspaces after their last day."""

    every = 60 * 60

    def run(self) -> None:
        catalog = api.portal.get_tool("portal_catalog")
        for brain in catalog.unrestrictedSearchResults(portal_type="ClosedUserGroup"):
            archive_ended(brain_object(brain), date.today())
            transaction.commit()
