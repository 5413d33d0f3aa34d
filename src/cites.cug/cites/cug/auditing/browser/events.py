"""Pages: the audit trail of a group, and its download."""

import json
from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.access.policy import Permission
from cites.cug.auditing.actions import ACTIONS, title_of
from cites.cug.auditing.api.events import serialize_event
from cites.cug.auditing.csv_rows import event_rows
from cites.cug.auditing.events import (
    all_events,
    Event,
    EventPage,
    EventSearch,
    find_events,
)
from cites.cug.auditing.proofs import prove_events
from cites.cug.auditing.query_parameters import FILTERS, read_event_search
from cites.cug.codelists.vocabularies import reader_language
from cites.cug.downloads import csv_pieces, CSV_TYPE, file_answer
from cites.cug.layout.navigation import NavigationEntry
from cites.cug.layout.page import Page
from cites.cug.layout.people import full_names
from cites.cug.layout.times import moment
from cites.cug.restapi.batching import Batch
from cites.cug.validation.errors import InvalidValues
from collections.abc import Iterable, Iterator
from collective.workspace.interfaces import IWorkspace
from functools import cached_property
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope.i18n import translate
from zope.i18nmessageid import Message


CSV, LINES, PROOFS = "csv", "jsonl", "proofs"
TYPES = {
    CSV: CSV_TYPE,
    LINES: "application/jsonl",
    PROOFS: "application/jsonl",
}
ENDINGS = {PROOFS: "proofs.jsonl"}


def audit_entry() -> NavigationEntry:
    """The entry of the Secretariat's navigation."""
    return NavigationEntry(
        _("Audit trail"), "audit-trail", Permission.KEEP_ACCOUNTS, order=88, desk=True
    )


def json_lines(events: Iterable[Event]) -> Iterator[bytes]:
    for event in events:
        line = json.dumps(serialize_event(event), ensure_ascii=False)
        yield line.encode() + b"\n"


class AuditPage(Page):
    """Who did what to what and when, newest first; ``?download=csv`` as a file."""

    template = ViewPageTemplateFile("templates/events.pt")
    page_title = _("Audit trail")

    def __call__(self) -> Any:
        self.wrong: dict[str, Message] = {}
        form = self.request.form
        try:
            self.wanted = read_event_search(form)
        except InvalidValues as error:
            self.wrong[error.field] = error.message
            self.wanted, self.page = EventSearch(), EventPage([], False)
            self.request.response.setStatus(400)
            return self.template()
        if form.get("download") in TYPES:
            return self.download(form["download"])
        self.page = find_events(
            self.context, self.wanted, self.is_member, acting_user=caller() or ""
        )
        return self.template()

    def download(self, kind: str) -> Any:
        """All events found, as CSV, as one JSON object a line, or with their proofs."""
        asked = self.context, self.wanted, self.is_member
        pieces: Iterable[bytes]
        if kind == PROOFS:
            pieces = prove_events(*asked, acting_user=caller() or "")
        else:
            events = all_events(*asked, acting_user=caller() or "")
            is_table = kind == CSV
            pieces = csv_pieces(event_rows(events)) if is_table else json_lines(events)
        name = f"{self.context.getId()}-audit-trail.{ENDINGS.get(kind, kind)}"
        return file_answer(self.request.response, name, TYPES[kind], pieces)

    @property
    def is_member(self) -> bool:
        return self.wanted.actor in IWorkspace(self.context).members

    @cached_property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/audit-trail"

    @property
    def asked(self) -> dict[str, str]:
        """The filters as they were typed."""
        form = self.request.form
        return {name: value for name in FILTERS if (value := form.get(name, ""))}

    def address(self, **changes: Any) -> str:
        return Batch(self.url, self.asked, 0, 0).address(**changes)

    def links(self) -> dict[str, Any]:
        """Addresses of the neighbouring pages, by ``prev`` and ``next``."""
        batch = Batch(self.url, self.asked, self.wanted.start, self.wanted.size)
        return batch.links_on(self.page.has_more).get("batching", {})

    def actions(self) -> list[dict[str, Any]]:
        """The actions to choose from, in words and in their order."""
        words = {
            name: translate(title, context=self.request)
            for name, title in ACTIONS.items()
        }
        return [
            {"name": name, "words": text, "chosen": name == self.wanted.action}
            for name, text in sorted(words.items(), key=lambda one: one[1].casefold())
        ]

    def rows(self) -> list[dict[str, Any]]:
        language = reader_language()
        names = full_names({event.actor for event in self.page.events if event.actor})
        return [
            {
                "time": moment(event.time, language),
                "actor": event.actor,
                "name": names.get(event.actor) or event.actor,
                "action": title_of(event.action),
                "target": self.place(event),
                "ip": event.ip or "",
                "detail": sorted(event.detail.items()),
            }
            for event in self.page.events
        ]

    @cached_property
    def portal_path(self) -> str:
        return "/".join(api.portal.get().getPhysicalPath())

    def place(self, event: Event) -> str:
        """The path below the portal."""
        return event.target.removeprefix(self.portal_path) or "/"
