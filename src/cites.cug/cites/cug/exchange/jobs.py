"""Clock jobs about what clients follow."""

import transaction
from cites.cug.core.jobs.interfaces import IClockJob
from cites.cug.core.sql.session import write_session
from cites.cug.exchange.following import KEPT
from cites.cug.exchange.hooks.claims import end_failed
from cites.cug.library.lists.bitmaps import library_index
from cites.cug.workspaces.change_log import drop_before
from datetime import datetime, timedelta, UTC
from plone import api
from zope.interface import implementer


#: Entries of a group that are dropped in one transaction.
AT_ONCE = 1_000
#: Cursors end first, and so do web hooks that were given up.
SLACK = timedelta(days=1)


@implementer(IClockJob)
class DropOldChanges:
    """Drops from the logs of changes what no cursor is good for any more."""

    every = 60 * 60

    def run(self) -> bool:
        end_failed(datetime.now(UTC) - KEPT)
        moment = datetime.now(UTC) - KEPT - SLACK
        log = library_index(api.portal.get_tool("portal_catalog")).changes
        more = log is not None and log.drop_before(moment, AT_ONCE)
        transaction.commit()
        drop_before(write_session(), moment)
        return more
