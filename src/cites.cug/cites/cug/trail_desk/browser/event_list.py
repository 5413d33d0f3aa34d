"""What pages that list events have in common."""

import re
from cites.cug import _
from cites.cug.core.plone_internals.catalog import titles_at
from cites.cug.core.trail.trail import SYSTEM
from cites.cug.core.validation.errors import InvalidValues
from cites.cug.trail_desk.actions import ACTIONS, credential_title, title_of
from cites.cug.trail_desk.details import in_words
from cites.cug.trail_desk.events import Event, EventPage, EventSearch
from cites.cug.web.forms.inputs import choice, DAY, EXACT, FilteredPage, Input
from cites.cug.web.layout.page import Page
from cites.cug.web.layout.people import full_names
from cites.cug.web.layout.times import moment
from cites.cug.web.restapi.batching import Batch
from collections.abc import Iterable
from functools import cached_property
from plone import api
from typing import Any
from zope.i18n import translate
from zope.i18nmessageid import Message


#: What only programs know a thing by: a UUID without dashes, or the id of a comment.
ID = re.compile(r"[0-9a-f]{32}|[0-9]{16,}")
LONG_ID = re.compile(r"\b([0-9a-f]{8})[0-9a-f]{24}\b")
ACTOR = Input("actor", _("common_user_name_title"), EXACT | {"maxlength": "200"})


class EventRows(Page):
    """Parent of pages that show events in words."""

    def rows_of(self, events: Iterable[Event]) -> list[dict[str, Any]]:
        shown = list(events)
        found = full_names({event.actor for event in shown if event.actor})
        names: dict[str, Message | str] = {
            **found,
            SYSTEM: _("trail_desk_event_list_the_portal_itself"),
        }
        titles = titles_at({event.target for event in shown})
        return [
            {
                "time": moment(event.time, self.language),
                "url": event.number and self.event_url(event.number),
                "actor": event.actor,
                "name": names.get(event.actor) or event.actor,
                "action": title_of(event.action),
                "target": self.place(event.target),
                "title": titles.get(event.target),
                "address": self.address_of(event.target),
                "ip": event.ip or "",
                "credential": credential_title(event.credential),
                "detail": in_words(event.detail, event.action, self.language),
            }
            for event in shown
        ]

    def event_url(self, event_id: int) -> str:
        """The page of one event, for the Secretariat."""
        return f"{self.context.absolute_url()}/audit-event?event={event_id}"

    def address_of(self, target: str) -> str:
        """Where one reads what lies at that path."""
        path = target.removeprefix(self.portal_path)
        return f"{api.portal.get().absolute_url()}{path}/view"

    @cached_property
    def portal_path(self) -> str:
        return "/".join(api.portal.get().getPhysicalPath())

    def place(self, target: str) -> str:
        """The path below the portal; none for the context itself."""
        if target == "/".join(self.context.getPhysicalPath()):
            return ""
        return target.removeprefix(self.portal_path) or "/"


class EventListPage(EventRows, FilteredPage):
    """Parent of pages with filters above a list of events, the newest first."""

    template: Any
    page_title: Message
    name: str
    #: Parameters that limit the list.
    filters: tuple[str, ...]
    #: Begin the actions to choose from; none: all.
    kinds: tuple[str, ...] = ("",)

    def __call__(self) -> Any:
        try:
            self.wanted = self.read()
        except InvalidValues as error:
            self.show_mistake(error)
            self.wanted, self.page = EventSearch(), EventPage([], False)
            return self.template()
        return self.answer()

    def read(self) -> EventSearch:
        """Read what is asked for. Raises InvalidValues."""
        raise NotImplementedError

    def find(self) -> EventPage:
        """The page of events that is asked for."""
        raise NotImplementedError

    def answer(self) -> Any:
        self.page = self.find()
        return self.template()

    @cached_property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/{self.name}"

    @property
    def asked(self) -> dict[str, str]:
        """The filters as they were typed."""
        form = self.request.form
        return {name: value for name in self.filters if (value := form.get(name, ""))}

    def address(self, **changes: Any) -> str:
        return Batch(self.url, self.asked, 0, 0).address(**changes)

    def paging(self) -> dict[str, Any]:
        """Addresses of the neighbouring pages; how many there are is not counted."""
        batch = Batch(self.url, self.asked, self.wanted.start, self.wanted.size)
        return batch.paging_on(self.page.has_more)

    def inputs(self) -> list[Input]:
        """The filters of all of them: what was done, in words, and when."""
        words = {
            name: translate(title, context=self.request)
            for name, title in ACTIONS.items()
            if name.startswith(self.kinds)
        }
        actions = sorted(words.items(), key=lambda one: one[1].casefold())
        return [
            choice("action", _("trail_desk_what_was_done_column"), actions),
            Input("since", _("common_from_title"), DAY),
            Input("until", _("common_until_title"), DAY),
        ]

    def rows(self) -> list[dict[str, Any]]:
        """The events without ids that say nothing to people. Their own pages have all."""
        return [
            {
                **row,
                "detail": [
                    (title, _short(said))
                    for title, said in row["detail"]
                    if not ID.fullmatch(str(said))
                ],
            }
            for row in self.rows_of(self.page.events)
        ]


def _short(value: Any) -> Any:
    return LONG_ID.sub(r"\1…", value) if type(value) is str else value
