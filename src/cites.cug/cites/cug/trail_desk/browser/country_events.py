"""Page: events of the members of one country, for its contact point."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.core.codelists.lists import title
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.membership.managers import member_manager
from cites.cug.trail_desk.api.events import PROOFS_NAME, PROOFS_TYPE
from cites.cug.trail_desk.browser.event_list import ACTOR, EventListPage
from cites.cug.trail_desk.country_events import find_of_country, prove_of_country
from cites.cug.trail_desk.events import EventPage, EventSearch
from cites.cug.trail_desk.query_parameters import COUNTRY_FILTERS, read_country_search
from cites.cug.web.downloads import file_answer
from cites.cug.web.forms.inputs import Input
from cites.cug.web.layout.navigation import ADMINISTRATION, NavigationEntry
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any


PROOFS = "proofs"


class CountryEventsPage(EventListPage):
    """Who of the country did what and when; ``?download=proofs`` as a file."""

    template = ViewPageTemplateFile("templates/country_events.pt")
    page_title = _("trail_desk_country_events_trail_country_members_title")
    navigation_entry = NavigationEntry(
        order=31,
        place=ADMINISTRATION,
        part="records",
        explanation=_("trail_desk_country_events_explanation"),
    )
    name = "country-events"
    filters = COUNTRY_FILTERS

    def read(self) -> EventSearch:
        return read_country_search(self.request.form)

    def inputs(self) -> list[Input]:
        return [ACTOR, *super().inputs()]

    @cached_property
    def country(self) -> str:
        return member_manager(self.context).country

    def country_title(self) -> str:
        return title("country", self.country, reader_language())

    def find(self) -> EventPage:
        return find_of_country(
            self.context, self.country, self.wanted, acting_user=caller() or ""
        )

    def answer(self) -> Any:
        if self.request.form.get("download") != PROOFS:
            return super().answer()
        asked = self.context, self.country, self.wanted
        pieces = prove_of_country(*asked, acting_user=caller() or "")
        name = PROOFS_NAME.format(group=self.context.getId(), country=self.country)
        return file_answer(self.request.response, name, PROOFS_TYPE, pieces)
