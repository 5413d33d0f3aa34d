"""REST: what has changed in a library."""

from cites.cug.exchange.changes import Change, ChangePage, changes_since, list_changes
from cites.cug.exchange.query_parameters import (
    PARAMETERS,
    read_since,
    read_size,
    written_cursor,
)
from cites.cug.restapi.services import RestService
from collections.abc import Mapping
from datetime import datetime
from typing import Any


class ChangesGet(RestService):
    """``GET {cug}/@changes?since=``: added, changed and withdrawn items, in order.

    Without ``since`` all that the caller may see. ``cursor`` is the next ``since``;
    ``more`` says whether there is more to be had at once.
    """

    parameters = PARAMETERS

    def reply(self) -> dict[str, Any]:
        page = read_page(self.context, self.request.form)
        return {
            "@id": self.url,
            "items": [self.shown(change) for change in page.changes],
            "cursor": written_cursor(page.cursor, self.context),
            "more": page.more,
        }

    def shown(self, change: Change) -> dict[str, Any]:
        return {
            "@id": self.request.physicalPathToURL(change.path),
            "UID": change.uid,
            "@type": change.portal_type,
            "change": change.kind,
            "modified": change.modified.isoformat(timespec="seconds"),
        }


def read_page(group: Any, form: Mapping[str, Any]) -> ChangePage:
    """The changes that a query asks for. Raises InvalidValues."""
    since, size = read_since(form, group), read_size(form)
    if isinstance(since, datetime):
        return changes_since(group, since, size)
    return list_changes(group, since, size)
