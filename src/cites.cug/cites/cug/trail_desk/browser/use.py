"""The page of how a group is used, and its files: numbers, and no content."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.core.codelists.lists import title
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.errors import InvalidValues
from cites.cug.messaging.assistance.schema import KINDS
from cites.cug.trail_desk.query_parameters import read_use_period, USE_PARAMETERS
from cites.cug.trail_desk.use import Use, use_of
from cites.cug.web.downloads import (
    DOCX_TYPE,
    file_answer,
    wanted_kind,
    word_document,
    workbook,
    XLSX_TYPE,
)
from cites.cug.web.forms.inputs import DAY, FilteredPage, Input
from cites.cug.web.layout.local_texts import local_text
from cites.cug.web.layout.navigation import ADMINISTRATION, NavigationEntry
from cites.cug.web.layout.times import day, reader_today, reader_zone
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any, NamedTuple
from urllib.parse import urlencode
from zope.i18n import translate
from zope.i18nmessageid import Message


DOWNLOADS = {"docx": DOCX_TYPE, "xlsx": XLSX_TYPE}
#: Who takes part in what is not for everybody: the files are marked so.
HANDLING = "amber"
#: So many years are offered.
YEARS = 4
DEED_WORDS: dict[str, Message] = {
    "messages_sent": _("trail_desk_use_messages_sent"),
    "permits_looked_up": _("trail_desk_use_look_ups_of_permits"),
    "items_added": _("trail_desk_use_items_added_library"),
    "sightings_added": _("trail_desk_use_sightings_added_to_alerts"),
    "comments_written": _("trail_desk_use_comments_in_workspaces"),
}
Cell = str | int


class Table(NamedTuple):
    """A table in words; its first row is the heading."""

    title: str
    rows: list[list[Cell]]


class UsePage(FilteredPage):
    """``{cug}/use-report?from=&until=``; with ``download=docx`` or ``xlsx`` a file."""

    template = ViewPageTemplateFile("templates/use.pt")
    page_title = _("trail_desk_use_report_on_use_title")
    navigation_entry = NavigationEntry(
        order=32,
        place=ADMINISTRATION,
        part="records",
        explanation=_("trail_desk_use_explanation"),
    )
    submit_label = _("common_show_label")

    def __call__(self) -> Any:
        form = {
            name: self.request.form[name]
            for name in USE_PARAMETERS
            if name in self.request.form
        }
        today = reader_today()
        try:
            self.first, self.last = read_use_period(form, today)
        except InvalidValues as error:
            self.show_mistake(error)
            self.first, self.last = read_use_period({}, today)
        self.use = use_of(self.context, self.first, self.last, reader_zone())
        wanted = wanted_kind(self.request.form, DOWNLOADS)
        if wanted and not self.wrong:
            return self.download(wanted)
        return self.template()

    @property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/use-report"

    def inputs(self) -> list[Input]:
        return [
            Input("from", _("common_from_title"), DAY),
            Input("until", _("common_until_title"), DAY),
        ]

    def typed(self, name: str) -> str:
        if self.wrong:
            return super().typed(name)
        return {"from": self.first, "until": self.last}[name].isoformat()

    def file_url(self, kind: str) -> str:
        days = {"from": self.first.isoformat(), "until": self.last.isoformat()}
        return f"{self.url}?{urlencode({**days, 'download': kind})}"

    def years(self) -> list[dict[str, str]]:
        """This year and those before."""
        this = reader_today().year
        return [
            {
                "year": str(year),
                "url": f"{self.url}?{urlencode({'from': date(year, 1, 1)})}",
            }
            for year in range(this, this - YEARS, -1)
        ]

    @property
    def period(self) -> str:
        first, last = (day(one, self.language).text for one in (self.first, self.last))
        return f"{first} – {last}"

    def say(self, message: Any) -> str:
        return translate(message, target_language=self.language)

    def tables(self) -> list[Table]:
        """All numbers, in words of the reader's language."""
        use, say = self.use, self.say
        return [
            Table(
                say(_("trail_desk_use_members_country_category")),
                list(self._members(use)),
            ),
            Table(
                say(_("trail_desk_what_was_done_column")),
                list(self._deeds(use)),
            ),
            Table(
                say(_("trail_desk_use_published_in_the_library")),
                [
                    [say(_("trail_desk_use_what")), say(_("trail_desk_use_how_many"))],
                    [say(_("trail_desk_use_alerts_published")), use.published["alerts"]],
                    [
                        say(_("trail_desk_use_documents_published")),
                        use.published["documents"],
                    ],
                ],
            ),
            Table(
                say(_("common_requests_for_assistance_link")), list(self._requests(use))
            ),
            Table(
                say(_("trail_desk_use_figures_relevant_iccwc_indicators")),
                list(self._iccwc(use)),
            ),
        ]

    @cached_property
    def _categories(self) -> list[str]:
        counted = (set(found) for found in self.use.deeds.values())
        return sorted({place.category for place in self.use.members}.union(*counted))

    @property
    def _category_titles(self) -> list[str]:
        former = self.say(_("trail_desk_use_former_members"))
        return [
            title("category", code, self.language) if code else former
            for code in self._categories
        ]

    def _deeds(self, use: Use) -> Iterator[list[Cell]]:
        yield [
            self.say(_("trail_desk_use_what")),
            *self._category_titles,
            self.say(_("common_total_column")),
        ]
        for name, counted in use.deeds.items():
            numbers = [counted.get(code, 0) for code in self._categories]
            yield [self.say(DEED_WORDS[name]), *numbers, sum(numbers)]

    def _members(self, use: Use) -> Iterator[list[Cell]]:
        say, language = self.say, self.language
        yield [
            *(say(_("common_country_label")), say(_("common_category_label"))),
            *(say(_("common_members_link")), say(_("trail_desk_use_active_period"))),
        ]
        none = say(_("trail_desk_use_organizations_without_a_country"))
        rows: list[list[Cell]] = [
            [
                title("country", place.country, language) if place.country else none,
                title("category", place.category, language),
                *(number, use.active.get(place, 0)),
            ]
            for place, number in use.members.items()
        ]
        yield from sorted(rows, key=lambda row: (str(row[0]), str(row[1])))
        total = (sum(use.members.values()), sum(use.active.values()))
        yield [say(_("common_total_column")), "", *total]

    def _requests(self, use: Use) -> Iterator[list[Cell]]:
        say = self.say
        yield [
            *(say(_("common_type_of_assistance_label")), say(_("trail_desk_use_asked"))),
            *(say(_("trail_desk_use_answered_so_far")), say(_("common_answered_time"))),
        ]
        for one in use.requests:
            yield [say(KINDS[one.kind]), one.asked, one.answered, one.in_time]
        yield [say(_("common_total_column")), use.asked, use.answered, use.in_time]

    def _iccwc(self, use: Use) -> Iterator[list[Cell]]:
        """Our reading: what co-operation between authorities and countries shows."""
        say = self.say
        yield [say(_("trail_desk_use_what")), say(_("trail_desk_use_how_many"))]
        categories = {place.category for place in use.members}
        for words, number in (
            (_("trail_desk_use_countries_with_members"), use.countries),
            (_("trail_desk_use_countries_members_active"), use.active_countries),
            (_("trail_desk_use_categories_authorities_organizations"), len(categories)),
            (_("trail_desk_use_members_admitted_period"), use.admitted),
            (_("common_requests_for_assistance_asked"), use.asked),
            (_("common_requests_for_assistance_answered"), use.answered),
            (_("common_answered_time"), use.in_time),
            (
                _("trail_desk_use_look_ups_of_permits"),
                sum(use.deeds["permits_looked_up"].values()),
            ),
        ):
            yield [say(words), number]

    def notes(self) -> list[str]:
        """What the numbers are of, when they were taken, and what they leave out."""
        today = day(reader_today(), self.language).text
        about = (
            (_("common_group_label"), local_text(self.context)),
            (_("trail_desk_use_period"), self.period),
            (_("common_date_of_these_figures"), today),
        )
        return [
            *(
                self.say(
                    _(
                        "common_field_value_title",
                        mapping={"field": field, "value": value},
                    )
                )
                for field, value in about
            ),
            *map(self.say, self.limits),
        ]

    @property
    def limits(self) -> Sequence[Message]:
        return (
            _("trail_desk_use_members_today_programs_counted_text"),
            _("trail_desk_use_items_deleted_meanwhile_removed_text"),
            _("trail_desk_use_figures_iccwc_indicators_our_text"),
        )

    def download(self, kind: str) -> Any:
        """The tables as a file with its handling code in its name; it is recorded."""
        days = {"from": self.first.isoformat(), "until": self.last.isoformat()}
        detail = {**days, "format": kind, "handling": HANDLING}
        record(
            "audit.use", target=self.context, detail=detail, acting_user=caller() or ""
        )
        name = f"use-{self.context.getId()}-{self.first}-{self.last}-tlp-{HANDLING}"
        pieces = [self._docx() if kind == "docx" else self._xlsx()]
        return file_answer(
            self.request.response, f"{name}.{kind}", DOWNLOADS[kind], pieces
        )

    def _docx(self) -> bytes:
        return word_document(
            self.say(self.page_title),
            self.language,
            self.mark,
            self.notes(),
            {table.title: table.rows for table in self.tables()},
        )

    def _xlsx(self) -> bytes:
        about: list[list[Cell]] = [[self.mark]]
        about += [[note] for note in self.notes()]
        sheets = {table.title: table.rows for table in self.tables()}
        return workbook({self.say(self.page_title): about, **sheets})

    @property
    def mark(self) -> str:
        return title("handling", HANDLING, self.language)
