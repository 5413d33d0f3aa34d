"""Pages: the audit trail of a group and its download, and of one's own account."""

import json
import secrets
import transaction
from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.core.validation.errors import Missing, Refusal
from cites.cug.trail_desk.browser.event_list import ACTOR, EventListPage
from cites.cug.trail_desk.event_files import csv_portions, json_portions
from cites.cug.trail_desk.events import (
    all_events,
    Event,
    EventPage,
    EventSearch,
    find_events,
)
from cites.cug.trail_desk.own_events import find_own
from cites.cug.trail_desk.proofs import prove_events
from cites.cug.trail_desk.query_parameters import (
    FILTERS,
    OTHERS,
    OWN_FILTERS,
    read_event_search,
    read_own_search,
)
from cites.cug.trail_desk.saved_views import forget_view, list_views, save_view
from cites.cug.web.downloads import CSV_TYPE, file_answer, wanted_kind
from cites.cug.web.forms.inputs import choice, EXACT, Input, WORDS
from cites.cug.web.layout.navigation import ADMINISTRATION, NavigationEntry, SettingsEntry
from cites.cug.web.layout.progress import Progress
from cites.cug.web.restapi.batching import Batch
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope.i18nmessageid import Message


CSV, LINES, PROOFS = "csv", "jsonl", "proofs"
TYPES = {
    CSV: CSV_TYPE,
    LINES: "application/jsonl",
    PROOFS: "application/jsonl",
}
WRITERS = {CSV: csv_portions, LINES: json_portions}
ENDS = {"done": _("trail_desk_was_done"), "refused": _("trail_desk_was_refused")}
ENDINGS = {PROOFS: "proofs.jsonl"}


class AuditPage(EventListPage):
    """Who did what to what and when, newest first; ``?download=csv`` as a file."""

    template = ViewPageTemplateFile("templates/events.pt")
    page_title = _("common_audit_trail_link")
    navigation_entry = NavigationEntry(
        order=30,
        place=ADMINISTRATION,
        part="records",
        explanation=_("trail_desk_events_explanation"),
    )

    name = "audit-trail"
    filters = FILTERS

    def read(self) -> EventSearch:
        return read_event_search(self.request.form)

    def find(self) -> EventPage:
        return find_events(self.context, self.wanted, acting_user=caller() or "")

    def __call__(self) -> Any:
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            return self.keep_views()
        return super().__call__()

    def inputs(self) -> list[Input]:
        place = _("trail_desk_trail_place_column")
        rare = [
            Input("target", place, EXACT | {"maxlength": "2000"}),
            Input("network", _("common_network_column"), EXACT | {"maxlength": "60"}),
            choice("result", _("trail_desk_trail_result_title"), ENDS.items()),
        ]
        action, *days = super().inputs()
        return [
            Input("q", _("trail_desk_words_place_details_network_title"), WORDS),
            ACTOR,
            action,
            *(one._replace(is_rare=True) for one in (*days, *rare)),
        ]

    @property
    def titles(self) -> dict[str, Message | str]:
        return {
            **super().titles,
            "save_as": _("trail_desk_events_name_of_the_view_label"),
        }

    def keep_views(self) -> Any:
        """Save what is searched for under a name, or delete what was saved so."""
        form, who = self.request.form, {"acting_user": caller() or ""}
        if "forget" in form:
            with suppress(Missing):  # it was deleted already
                forget_view(self.context, str(form["forget"]), **who)
            said = _("trail_desk_events_view_deleted")
            return self.lead_on(self.url, said)
        name = str(form.get("save_as") or "")
        try:
            save_view(self.context, name, self.asked, **who)
        except Refusal as error:
            return self.show_refused(error)
        said = _("trail_desk_events_view_saved")
        return self.lead_on(self.address(), said)

    def show_refused(self, error: Refusal) -> Any:
        """The page with what was searched for, and why it cannot be saved."""
        transaction.abort()  # or reading, which is recorded, would wait for this request
        answer = super().__call__()
        if not self.wrong:
            self.wrong = {"save_as": error.message}
            answer = self.template()
        error.set_status(self.request.response)
        return answer

    def saved(self) -> list[dict[str, Any]]:
        """The reader's own views."""
        views = list_views(self.context, caller() or "")
        return [
            {
                "id": view.id,
                "name": view.name,
                "url": Batch(self.url, view.value, 0, 0).address(),
            }
            for view in views
        ]

    def answer(self) -> Any:
        form = self.request.form
        if isinstance(form.get("progress"), str):
            self.request.response.setHeader("Content-Type", "application/json")
            return json.dumps(self.progress(form["progress"]).get())
        kind = wanted_kind(form, TYPES)
        return self.download(kind) if kind else super().answer()

    @cached_property
    def key(self) -> str:
        """By which the page asks how far its download is."""
        return secrets.token_hex(8)

    def progress(self, key: str) -> Progress:
        return Progress(self.context.UID(), caller() or "", "audit-trail", key)

    @property
    def watching(self) -> Progress:
        """What the page that asks for this download is told."""
        return self.progress(str(self.request.form.get("key", "")))

    def download(self, kind: str) -> Any:
        """All events found, as CSV, as one JSON object a line, or with their proofs."""
        asked = self.context, self.wanted
        pieces: Iterable[bytes]
        if kind == PROOFS:
            user = caller() or ""
            pieces = prove_events(*asked, acting_user=user, watch=self.watched)
        else:
            portions = all_events(*asked, acting_user=caller() or "")
            pieces = WRITERS[kind](self.watched(portions))
        name = f"{self.context.getId()}-audit-trail.{ENDINGS.get(kind, kind)}"
        # It has begun, though the first event may be long in being found.
        self.watching.set(0, 1)
        try:
            made = file_answer(self.request.response, name, TYPES[kind], pieces)
        except BaseException:
            self.watching.end()
            raise
        self.watching.finish()
        return made

    def watched(self, portions: Iterator[list[Event]]) -> Iterator[list[Event]]:
        """The portions; meanwhile the page is told how far they are, by their numbers."""
        newest = 0
        for events in portions:
            newest = newest or events[0].id
            # Nearly in the order of their numbers: see core/trail/hours.py.
            self.watching.set(max(newest - events[-1].id, 0), newest)
            yield events


class OwnEventsPage(EventListPage):
    """What the caller did, and what others did to the caller's account."""

    template = ViewPageTemplateFile("templates/own_events.pt")
    page_title = _("trail_desk_what_done_account_title")
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
        whose = {
            "": _("trail_desk_events_you_and_others"),
            OTHERS: _("trail_desk_events_others_only"),
        }
        return [
            Input("by", _("trail_desk_events_done_by"), {}, whose.items()),
            *super().inputs(),
        ]

    def rows(self) -> list[dict[str, Any]]:
        own = caller()
        return [{**row, "is_own": row["actor"] == own} for row in super().rows()]
