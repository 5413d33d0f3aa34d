"""Pages: the audit trail of a group, and its download."""

import json
from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.access.policy import Permission
from cites.cug.auditing.api.events import serialize_event
from cites.cug.auditing.browser.event_list import EventListPage
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
from cites.cug.downloads import csv_pieces, CSV_TYPE, file_answer
from cites.cug.layout.navigation import NavigationEntry
from collections.abc import Iterable, Iterator
from collective.workspace.interfaces import IWorkspace
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any


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


class AuditPage(EventListPage):
    """Who did what to what and when, newest first; ``?download=csv`` as a file."""

    template = ViewPageTemplateFile("templates/events.pt")
    page_title = _("Audit trail")

    name = "audit-trail"
    filters = FILTERS

    def read(self) -> EventSearch:
        return read_event_search(self.request.form)

    def find(self) -> EventPage:
        who = {"acting_user": caller() or ""}
        return find_events(self.context, self.wanted, self.is_member, **who)

    def answer(self) -> Any:
        kind = self.request.form.get("download")
        return self.download(kind) if kind in TYPES else super().answer()

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
