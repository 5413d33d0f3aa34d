"""REST: alerts in the formats of other systems."""

from cites.cug.access.guard import group_of
from cites.cug.core.codelists.lists import first_of
from cites.cug.exchange.misp import misp_event
from cites.cug.exchange.query_parameters import (
    PARAMETERS,
    read_since,
    read_size,
    written_place,
)
from cites.cug.exchange.stix import alert_objects, bundle, MEDIA_TYPE
from cites.cug.exchange.taken_alerts import (
    MISP,
    note_taken,
    read_changed_alerts,
    STIX,
    stix_objects,
)
from cites.cug.web.downloads import as_attachment
from cites.cug.web.restapi.services import RestService
from cites.cug.wsgi.early_answers import JSON
from typing import Any
from urllib.parse import urlencode


class StixGet(RestService):
    """``GET {alert}/@stix``: the alert as a STIX 2.1 bundle."""

    tagged = True
    media_types = (MEDIA_TYPE,)

    def reply(self) -> dict[str, Any]:
        group = group_of(self.context)
        url = self.context.absolute_url()
        note_taken(self.context, STIX, 1, acting_user=self.user_id)
        self.name_file(self.context.handling, "stix")
        return bundle(alert_objects(self.context, group, url))

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
        note_taken(self.context, MISP, 1, acting_user=self.user_id)
        self.name_file(self.context.handling, "misp")
        url = self.context.absolute_url()
        return misp_event(self.context, group_of(self.context), url)


class ChangedStixGet(StixGet):
    """``GET {cug}/@stix?since=``: all alerts added, changed and withdrawn, in one bundle.

    ``Link`` has the address to go on at; an empty bundle says that there is no more.
    """

    parameters = PARAMETERS

    def reply(self) -> dict[str, Any]:
        form, group = self.request.form, self.context
        page = read_changed_alerts(group, read_since(form, group), read_size(form))
        objects = [thing for one in page.alerts for thing in stix_objects(one, group)]
        note_taken(group, STIX, len(page.alerts), acting_user=self.user_id)
        codes = {one.item.handling for one in page.alerts if one.item is not None}
        if codes:
            self.name_file(first_of("handling", codes), "stix")
        following = {"since": written_place(page.place, group)}
        if size := form.get("b_size"):
            following["b_size"] = size
        address = f"{self.url}?{urlencode(following)}"
        self.request.response.setHeader("Link", f'<{address}>; rel="next"')
        return bundle(objects)
