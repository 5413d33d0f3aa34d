"""REST: what has changed in a group."""

from cites.cug.exchange.changes import Change
from cites.cug.exchange.following import follow_group
from cites.cug.exchange.query_parameters import (
    PARAMETERS,
    read_since,
    read_size,
    written_place,
)
from cites.cug.login.scopes import allows
from cites.cug.web.restapi.services import RestService
from functools import partial
from typing import Any


class ChangesGet(RestService):
    """``GET {cug}/@changes?since=``: added, changed and withdrawn items, in order.

    Of the library, of topics and of permits, as far as the token is for them. Without
    ``since`` all that the caller may see. ``cursor`` is the next ``since``;
    ``more`` says whether there is more to be had at once.
    """

    tagged = True
    parameters = PARAMETERS

    def reply(self) -> dict[str, Any]:
        form, group = self.request.form, self.context
        since, size = read_since(form, group), read_size(form)
        page = follow_group(group, since, size, partial(allows, self.request))
        return {
            "@id": self.url,
            "items": [self.serialize_item(change) for change in page.changes],
            "cursor": written_place(page.place, self.context),
            "more": page.more,
        }

    def serialize_item(self, change: Change) -> dict[str, Any]:
        return {
            "@id": self.request.physicalPathToURL(change.path),
            "UID": change.uid,
            "@type": change.portal_type,
            "change": change.kind,
            "modified": change.modified.isoformat(timespec="seconds"),
        }
