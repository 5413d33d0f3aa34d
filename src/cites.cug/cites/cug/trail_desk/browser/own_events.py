"""Page: what was done with one's own account."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.trail_desk.browser.event_list import EventListPage
from cites.cug.trail_desk.events import EventPage, EventSearch
from cites.cug.trail_desk.own_events import find_own
from cites.cug.trail_desk.query_parameters import OTHERS, OWN_FILTERS, read_own_search
from cites.cug.web.forms.inputs import Input
from cites.cug.web.layout.navigation import SettingsEntry
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any


class OwnEventsPage(EventListPage):
    """What the caller did, and what others did to the caller's account."""

    template = ViewPageTemplateFile("templates/own_events.pt")
    page_title = _("What was done with your account")
    navigation_entry = SettingsEntry(order=25)
    name = "own-events"
    filters = OWN_FILTERS
    by_others = False

    def read(self) -> EventSearch:
        wanted, self.by_others = read_own_search(self.request.form)
        return wanted

    def find(self) -> EventPage:
        return find_own(caller() or "", self.wanted, self.by_others)

    def inputs(self) -> list[Input]:
        whose = {"": _("You and others"), OTHERS: _("Others only")}
        return [Input("by", _("Done by"), {}, whose.items()), *super().inputs()]

    def rows(self) -> list[dict[str, Any]]:
        own = caller()
        return [{**row, "is_own": row["actor"] == own} for row in super().rows()]
