"""REST: what was done with one's own account."""

from cites.cug.trail_desk.event_files import as_json
from cites.cug.trail_desk.own_events import find_own
from cites.cug.trail_desk.query_parameters import OWN_PARAMETERS, read_own_search
from cites.cug.web.restapi.batching import Batch
from cites.cug.web.restapi.services import RestService
from typing import Any


class OwnEventsGet(RestService):
    """``GET {portal}/@own-events``: what was done with the account, newest first.

    Query: ``by`` (``others``: only what others did), ``action`` (or its part before the
    dot), ``since`` and ``until`` (days in the caller's time zone), ``b_start``,
    ``b_size`` (50, at most 100).
    """

    parameters = OWN_PARAMETERS

    def reply(self) -> dict[str, Any]:
        wanted, by_others = read_own_search(self.request.form)
        page = find_own(self.user_id, wanted, by_others)
        links = Batch(self.url, self.request.form, wanted.start, wanted.size)
        return {
            "@id": self.url,
            "items": [as_json(event) for event in page.events],
            **links.links_on(page.has_more),
        }
