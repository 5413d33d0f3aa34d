"""REST: the audit trail of a group."""

from cites.cug.auditing.events import Event, find_events
from cites.cug.auditing.query_parameters import PARAMETERS, read_event_search
from cites.cug.restapi.batching import Batch
from cites.cug.restapi.services import RestService
from collective.workspace.interfaces import IWorkspace
from typing import Any


class AuditGet(RestService):
    """``GET {cug}/@audit``: the events of the group, newest first, not counted.

    Query: ``actor`` (user id), ``action`` (or its part before the dot), ``target`` (path
    or address, with what lies in it), ``since`` and ``until`` (days in the
    caller's time zone, UTC where none is chosen), ``q``,
    ``b_start``, ``b_size`` (50, at most 100). With an ``actor`` of the roster also
    log-ins and permits.
    """

    parameters = PARAMETERS

    def reply(self) -> dict[str, Any]:
        wanted = read_event_search(self.request.form)
        is_member = wanted.actor in IWorkspace(self.context).members
        page = find_events(self.context, wanted, is_member, acting_user=self.user or "")
        links = Batch(self.url, self.request.form, wanted.start, wanted.size)
        return {
            "@id": self.url,
            "items": [serialize_event(event) for event in page.events],
            **links.links_on(page.has_more),
        }


def serialize_event(event: Event) -> dict[str, Any]:
    """One event as JSON; its time in UTC."""
    return {**event._asdict(), "time": event.time.isoformat().replace("+00:00", "Z")}
