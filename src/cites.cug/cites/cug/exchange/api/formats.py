"""REST: alerts in the formats of other systems."""

from cites.cug.access.early_answers import JSON
from cites.cug.access.guard import group_of
from cites.cug.audit.trail import record
from cites.cug.codelists.lists import first_of
from cites.cug.downloads import as_attachment
from cites.cug.exchange.changes import Change, WITHDRAWN
from cites.cug.exchange.following import follow_library
from cites.cug.exchange.misp import misp_event
from cites.cug.exchange.query_parameters import (
    PARAMETERS,
    read_since,
    read_size,
    written_place,
)
from cites.cug.exchange.stix import (
    alert_objects,
    bundle,
    MEDIA_TYPE,
    withdrawn_objects,
)
from cites.cug.restapi.services import RestService
from plone import api
from typing import Any
from urllib.parse import urlencode


ALERT = "Alert"


class StixGet(RestService):
    """``GET {alert}/@stix``: the alert as a STIX 2.1 bundle."""

    tagged = True
    media_types = (MEDIA_TYPE,)

    def reply(self) -> dict[str, Any]:
        group = group_of(self.context)
        url = self.context.absolute_url()
        self.note("exchange.stix", 1)
        self.name_file(self.context.handling, "stix")
        return bundle(alert_objects(self.context, group, url))

    def note(self, action: str, number: int) -> None:
        """Record that so many alerts were given out."""
        record(
            action,
            target=self.context,
            acting_user=self.user_id,
            detail={"items": number},
        )

    def name_file(self, handling: str, kind: str) -> None:
        """Name the file that a browser would save; the name has the handling code."""
        code = handling.replace("_", "-")
        name = f"{self.context.getId()}-tlp-{code}.{kind}.json"
        header = as_attachment(name)
        self.request.response.setHeader("Content-Disposition", header)


class MispGet(StixGet):
    """``GET {alert}/@misp``: the alert as a MISP event."""

    media_types = (JSON,)

    def reply(self) -> dict[str, Any]:
        self.note("exchange.misp", 1)
        self.name_file(self.context.handling, "misp")
        return misp_event(self.context, self.context.absolute_url())


class ChangedStixGet(StixGet):
    """``GET {cug}/@stix?since=``: all alerts added, changed and withdrawn, in one bundle.

    ``Link`` has the address to go on at; an empty bundle says that there is no more.
    """

    parameters = PARAMETERS

    def __init__(self, context: Any, request: Any):
        super().__init__(context, request)
        #: Handling codes of the alerts in the bundle; the strictest names the file.
        self.codes: set[str] = set()

    def reply(self) -> dict[str, Any]:
        form, group = self.request.form, self.context
        page = follow_library(group, read_since(form, group), read_size(form))
        alerts = [one for one in page.changes if one.portal_type == ALERT]
        objects = [thing for one in alerts for thing in self.objects_of(one)]
        self.note("exchange.stix", len(alerts))
        if self.codes:
            self.name_file(first_of("handling", self.codes), "stix")
        following = {"since": written_place(page.place, group)}
        if size := form.get("b_size"):
            following["b_size"] = size
        address = f"{self.url}?{urlencode(following)}"
        self.request.response.setHeader("Link", f'<{address}>; rel="next"')
        return bundle(objects)

    def objects_of(self, change: Change) -> list[dict[str, Any]]:
        if change.kind == WITHDRAWN:
            return withdrawn_objects(
                change.uid, self.context, change.created, change.modified
            )
        # The change says that the caller may see it; the permission is asked once more.
        item = api.portal.get().restrictedTraverse(change.path)
        self.codes.add(item.handling)
        return alert_objects(item, self.context, item.absolute_url())
