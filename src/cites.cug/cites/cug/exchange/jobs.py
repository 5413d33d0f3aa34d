"""Clock jobs about what clients follow."""

import transaction
from cites.cug.core.sql.session import write_session
from cites.cug.exchange.following import KEPT
from cites.cug.exchange.hooks.claims import end_failed
from cites.cug.library.lists.bitmaps import library_index
from cites.cug.workspaces.change_log import drop_before
from datetime import datetime, timedelta
from plone import api


#: Entries of a group that are dropped in one transaction.
AT_ONCE = 1_000
#: Cursors end first, and so do web hooks that were given up.
SLACK = timedelta(days=1)


def drop_old_changes(now: datetime) -> bool:
    """Drops from the logs of changes what no cursor is good for any more."""
    end_failed(now - KEPT)
    moment = now - KEPT - SLACK
    log = library_index(api.portal.get_tool("portal_catalog")).changes
    more = log is not None and log.drop_before(moment, AT_ONCE)
    transaction.commit()
    drop_before(write_session(), moment)
    return more
