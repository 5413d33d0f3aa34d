"""The page on which the Secretariat puts in a list of CITES taxa."""

import re
from cites.cug import _
from cites.cug.codelist_editor.taxon_lists import actions
from cites.cug.codelist_editor.taxon_lists.differences import Change, Differences, SHOWN
from cites.cug.codelist_editor.taxon_lists.reading import MOST_TAXA
from cites.cug.codelist_editor.taxon_lists.storing import take_list, WrongList
from cites.cug.core.codelists.interfaces import INamesFollow
from cites.cug.core.codelists.models import ListState
from cites.cug.core.codelists.shipped import shipped_entries
from cites.cug.core.validation.errors import invalid, Missing, Refusal
from cites.cug.core.validation.query_parameters import day as read_day
from cites.cug.web.downloads import csv_pieces, CSV_TYPE, file_answer
from cites.cug.web.layout.navigation import ADMINISTRATION, NavigationEntry
from cites.cug.web.layout.numbers import number
from cites.cug.web.layout.page import Page
from cites.cug.web.layout.people import full_name
from cites.cug.web.layout.progress import WithProgress
from cites.cug.web.layout.times import day, moment
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope.component import queryUtility
from zope.i18n import translate
from zope.i18nmessageid import Message
from ZPublisher.HTTPRequest import FileUpload


PAGE = "taxa"
NUMBER = re.compile("[0-9]{1,15}")
TITLES = {
    Change.APPENDIX: _("codelist_editor_taxa_other_appendix_title"),
    Change.RENAMED: _("codelist_editor_taxa_other_accepted_name_title"),
    Change.REMOVED: _("codelist_editor_taxa_no_longer_list_title"),
    Change.ADDED: _("codelist_editor_taxa_new_in_the_list_title"),
    Change.MOVED: _("codelist_editor_taxa_other_family_or_order_title"),
}
BEGUN = _("codelist_editor_taxa_list_use_items_found_text")
ENDED = _("codelist_editor_taxa_list_withdrawn_species_portal_text")
DROPPED = _("codelist_editor_taxa_list_discarded")
NO_DATE = _("codelist_editor_taxa_day_list_warnings_about_text")


class TaxaPage(WithProgress, Page):
    """The list that counts, those that wait, and a form for another."""

    template = ViewPageTemplateFile("templates/taxa.pt")
    page_title = _("common_list_of_taxa_title")
    navigation_entry = NavigationEntry(
        order=42,
        place=ADMINISTRATION,
        part="settings",
        explanation=_("codelist_editor_taxa_explanation"),
    )
    long_request = "taxa"
    most_shown = SHOWN
    problem: Refusal | None = None
    chosen: actions.ListLine | None = None
    found: Differences | None = None

    def __call__(self) -> Any:
        form = self.request.form
        try:
            if self.request.method == "POST":
                CheckAuthenticator(self.request)
                self.handle(str(form.get("action", "")))
            elif "progress" in form:
                return self.tell(str(form["progress"]))
            elif form.get("download") == "csv":
                return self.download(self.read_id("list"))
            elif "list" in form:
                self.look(self.read_id("list"))
        except Refusal as error:
            self.problem = error
            error.set_status(self.request.response)
            if "list" in form and not isinstance(error, WrongList):
                self.look(self.read_id("list"))
        leads_on = self.request.response.getStatus() in (302, 303)
        return "" if leads_on else self.template()

    def handle(self, action: str) -> None:
        if action == "read":
            self.lead_on(f"{self.url}?list={self.read_file()}")
        elif action == "begin":
            before = self.read_id("before") or None
            actions.begin_list(
                self.context, self.read_id("list"), before, acting_user=self.user_id
            )
            self.lead_on(self.url, BEGUN)
        elif action == "drop":
            actions.drop_list(
                self.context, self.read_id("list"), acting_user=self.user_id
            )
            self.lead_on(self.url, DROPPED)
        elif action == "end":
            actions.end_list(
                self.context, self.read_id("before"), acting_user=self.user_id
            )
            self.lead_on(self.url, ENDED)
        else:
            raise Missing

    def look(self, list_id: int, most: int = SHOWN) -> None:
        self.chosen = actions.find_list(list_id)
        if self.chosen.state is not ListState.READY:
            raise Missing
        self.found = actions.preview_list(list_id, most)

    def download(self, list_id: int) -> Any:
        """All changes as a table."""
        self.look(list_id, MOST_TAXA)
        pieces = csv_pieces(self.rows())
        name = f"taxa-{list_id}.csv"
        return file_answer(self.request.response, name, CSV_TYPE, pieces)

    def rows(self) -> Iterator[tuple[str, ...]]:
        """The heading, and each change with its kind."""

        def say(text: Message) -> str:
            return translate(text, target_language=self.language)

        headings = (
            _("codelist_editor_taxa_kind_of_change_heading"),
            _("common_scientific_name_heading"),
            _("codelist_editor_taxa_so_far_heading"),
            _("codelist_editor_taxa_from_now_on_heading"),
        )
        yield tuple(map(say, headings))
        for kind, title in TITLES.items():
            for one in self.found.shown[kind]:
                yield (say(title), *one)

    def read_id(self, name: str) -> int:
        """The number of a list; 0 is no list."""
        value = self.request.form.get(name)
        if not isinstance(value, str) or not NUMBER.fullmatch(value):
            raise Missing
        return int(value)

    def read_file(self) -> int:
        form = self.request.form
        given = form.get("files")
        if not isinstance(given, FileUpload) or not given.filename:
            raise invalid("file", _("common_choose_a_file_error"))
        dated = read_day(form, "dated")
        if dated is None:
            raise invalid("dated", NO_DATE)
        if dated > date.today():
            raise invalid("dated", _("common_date_future_error"))
        progress = self.progress(str(form.get("key", "")))
        try:
            return take_list(
                self.context, given, given.filename, dated, told=progress.set
            )
        finally:
            progress.end()

    @cached_property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/{PAGE}"

    @cached_property
    def counting(self) -> actions.ListLine | None:
        return actions.counting_list()

    def shown(self, one: actions.ListLine) -> dict[str, Any]:
        """A list in words."""
        return {
            "id": one.id,
            "url": f"{self.url}?list={one.id}",
            "file": one.file,
            "dated": day(one.dated, self.language),
            "made": moment(one.made, self.language),
            "by": full_name(one.made_by),
            "begun": one.begun and moment(one.begun, self.language),
            "taxa": number(one.taxa, self.language),
        }

    def waiting(self) -> list[dict[str, Any]]:
        """The lists that were read and not yet decided on."""
        chosen = self.chosen.id if self.chosen is not None else None
        return [self.shown(one) for one in actions.waiting_lists() if one.id != chosen]

    def late(self) -> str:
        """How many items the clock has yet to look at; empty if none."""
        follow = queryUtility(INamesFollow)
        total = follow() if follow is not None else 0
        return number(total, self.language) if total else ""

    def shipped(self) -> str:
        return number(len(shipped_entries("species")), self.language)

    def changes(self) -> Iterator[dict[str, Any]]:
        """The kinds of changes, with the first of each and the number of all."""
        for kind, title in TITLES.items():
            if total := self.found.counts[kind]:
                rows = self.found.shown[kind]
                yield {
                    "kind": kind.value,
                    "title": title,
                    "total": number(total, self.language),
                    "rows": rows,
                    "more": total > len(rows),
                    "has_before": any(one.before for one in rows),
                    "has_after": any(one.after for one in rows),
                }

    def unchanged(self) -> str:
        return number(self.found.unchanged, self.language)

    def faults(self) -> list[dict[str, Any]]:
        """What is wrong with the file, by line and column."""
        if isinstance(self.problem, WrongList):
            return [one._asdict() for one in self.problem.faults]
        return []

    def problem_text(self) -> Any:
        if isinstance(self.problem, WrongList):
            return _("codelist_editor_taxa_nothing_file_kept_please_text")
        return self.problem.message if self.problem is not None else ""
