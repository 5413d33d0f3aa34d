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
from cites.cug.web.layout.navigation import NavigationEntry
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
    "messages_sent": _("Messages sent"),
    "permits_looked_up": _("Look-ups of permits"),
    "items_added": _("Items added to the library"),
    "sightings_added": _("Sightings added to alerts"),
    "comments_written": _("Comments in workspaces"),
}
Cell = str | int


class Table(NamedTuple):
    """A table in words; its first row is the heading."""

    title: str
    rows: list[list[Cell]]


class UsePage(FilteredPage):
    """``{cug}/use-report?from=&until=``; with ``download=docx`` or ``xlsx`` a file."""

    template = ViewPageTemplateFile("templates/use.pt")
    page_title = _("Report on use")
    navigation_entry = NavigationEntry(_("Report on use"), order=87, desk=True)
    submit_label = _("Show")

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
        return [Input("from", _("From"), DAY), Input("until", _("Until"), DAY)]

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
            Table(say(_("Members by country and category")), list(self._members(use))),
            Table(
                say(_("What was done")),
                list(self._deeds(use)),
            ),
            Table(
                say(_("Published in the library")),
                [
                    [say(_("What")), say(_("How many"))],
                    [say(_("Alerts published")), use.published["alerts"]],
                    [say(_("Documents published")), use.published["documents"]],
                ],
            ),
            Table(say(_("Requests for assistance")), list(self._requests(use))),
            Table(
                say(_("Figures relevant to the ICCWC indicators")), list(self._iccwc(use))
            ),
        ]

    @cached_property
    def _categories(self) -> list[str]:
        counted = (set(found) for found in self.use.deeds.values())
        return sorted({place.category for place in self.use.members}.union(*counted))

    @property
    def _category_titles(self) -> list[str]:
        former = self.say(_("Former members"))
        return [
            title("category", code, self.language) if code else former
            for code in self._categories
        ]

    def _deeds(self, use: Use) -> Iterator[list[Cell]]:
        yield [self.say(_("What")), *self._category_titles, self.say(_("Total"))]
        for name, counted in use.deeds.items():
            numbers = [counted.get(code, 0) for code in self._categories]
            yield [self.say(DEED_WORDS[name]), *numbers, sum(numbers)]

    def _members(self, use: Use) -> Iterator[list[Cell]]:
        say, language = self.say, self.language
        yield [
            *(say(_("Country")), say(_("Category"))),
            *(say(_("Members")), say(_("Of these, active in this period"))),
        ]
        none = say(_("Organizations without a country"))
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
        yield [say(_("Total")), "", *total]

    def _requests(self, use: Use) -> Iterator[list[Cell]]:
        say = self.say
        yield [
            *(say(_("Type of assistance")), say(_("Asked"))),
            *(say(_("Answered so far")), say(_("Of these, answered in time"))),
        ]
        for one in use.requests:
            yield [say(KINDS[one.kind]), one.asked, one.answered, one.in_time]
        yield [say(_("Total")), use.asked, use.answered, use.in_time]

    def _iccwc(self, use: Use) -> Iterator[list[Cell]]:
        """Our reading: what co-operation between authorities and countries shows."""
        say = self.say
        yield [say(_("What")), say(_("How many"))]
        categories = {place.category for place in use.members}
        for words, number in (
            (_("Countries with members"), use.countries),
            (_("Countries with members who were active"), use.active_countries),
            (_("Categories of authorities and organizations"), len(categories)),
            (_("Members admitted in this period"), use.admitted),
            (_("Requests for assistance asked"), use.asked),
            (_("Requests for assistance answered"), use.answered),
            (_("Of these, answered in time"), use.in_time),
            (_("Look-ups of permits"), sum(use.deeds["permits_looked_up"].values())),
        ):
            yield [say(words), number]

    def notes(self) -> list[str]:
        """What the numbers are of, when they were taken, and what they leave out."""
        today = day(reader_today(), self.language).text
        about = (
            (_("Group"), local_text(self.context)),
            (_("Period"), self.period),
            (_("Date of these figures"), today),
        )
        return [
            *(
                self.say(
                    _("${field}: ${value}", mapping={"field": field, "value": value})
                )
                for field, value in about
            ),
            *map(self.say, self.limits),
        ]

    @property
    def limits(self) -> Sequence[Message]:
        return (
            _(
                "Members are those of today; programs are not counted. What members"
                " looked up in the registry of permits counts for each of their groups."
            ),
            _(
                "Items deleted meanwhile, or removed from the audit trail, are no"
                " longer counted."
            ),
            _(
                "The figures for the ICCWC indicators are our reading of co-operation"
                " between authorities and between countries: each country answers the"
                " indicators itself."
            ),
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
