"""The page of statistics: what the alerts add up to that the reader may see."""

from babel.dates import format_date, get_month_names
from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.core.codelists.lists import code_list, codes, title
from cites.cug.core.settings.languages import direction
from cites.cug.core.trail.trail import record
from cites.cug.library.items.actions import LIBRARY_ID
from cites.cug.library.lists.labels import TABLES, value_title
from cites.cug.library.tools.statistics.api.statistics import most_first, plain_number
from cites.cug.library.tools.statistics.breakdown import (
    break_down,
    Breakdown,
    DIMENSIONS,
    key_figures,
    LIVE,
    Period,
    period_of,
    YEAR,
)
from cites.cug.library.tools.statistics.browser.breakdown_picture import (
    Cell as Drawn,
)
from cites.cug.library.tools.statistics.browser.breakdown_picture import (
    draw_breakdown,
)
from cites.cug.library.tools.statistics.browser.figures_page import FiguresPage
from cites.cug.library.tools.statistics.figures import Route
from cites.cug.library.tools.statistics.totals import add_up
from cites.cug.web.downloads import (
    csv_pieces,
    CSV_TYPE,
    file_answer,
    wanted_kind,
    workbook,
    XLSX_TYPE,
)
from cites.cug.web.layout.charts import bar, columns
from cites.cug.web.layout.lists import isolated, listed
from cites.cug.web.layout.local_texts import local_text
from cites.cug.web.layout.navigation import NavigationEntry
from cites.cug.web.layout.numbers import number
from cites.cug.web.layout.times import day, locale_of_dates, reader_today
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import chain
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any, NamedTuple
from zope.i18n import translate
from zope.i18nmessageid import Message


#: Of a table so many rows are shown at once; the others are folded.
ROWS = 10
#: The chart shows so many months; the table below it shows all.
MONTHS = 36
#: The page has so many rows of these; downloads have all.
MOST_QUANTITIES, MOST_ROUTES = 100, 20
DOWNLOADS = {"csv": CSV_TYPE, "xlsx": XLSX_TYPE, "svg": "image/svg+xml"}
#: What alerts are broken down by unless the reader chooses.
USUAL_ROWS, USUAL_COLUMNS = "term", "country"
Cell = str | int | float | None


SIGHTINGS = _("library_statistics_sightings_by_country")


class Row(NamedTuple):
    """One value of a table: its words, the number of alerts, and the list of them."""

    words: str
    number: int
    shown: str
    bar: float
    url: str


class Table(NamedTuple):
    name: str
    title: Message
    rows: list[Row]

    @property
    def first(self) -> list[Row]:
        # A single row more is no reason to fold anything.
        return self.rows if len(self.rows) <= ROWS + 1 else self.rows[:ROWS]

    @property
    def others(self) -> list[Row]:
        return self.rows[len(self.first) :]


class Year(NamedTuple):
    """The alerts of a year: each month's number with the list of them, and all."""

    year: str
    months: list[tuple[str, str]]
    total: str
    url: str


class KeyFigure(NamedTuple):
    """A number of a period, its list, how it changed and the number before."""

    title: Message
    number: str
    url: str
    change: str
    before: str


class StatisticsPage(FiguresPage):
    """``{cug}/statistics`` with the library's filters.

    ``rows`` and ``columns`` choose the breakdown; ``download`` is a key of DOWNLOADS. The
    figures that are asked for rarely come with ``figures=all``.
    """

    template = ViewPageTemplateFile("templates/statistics.pt")
    page_title = _("common_statistics_link")
    navigation_entry = NavigationEntry(order=2, place=LIBRARY_ID)
    name = "statistics"

    def __call__(self) -> Any:
        if not self.read_question(self.url):
            return self.template()
        self.totals = add_up(self.context, self.question.search)
        wanted = wanted_kind(self.request.form, DOWNLOADS)
        if wanted:
            return self.download(wanted)
        self.facets = self.facets_of(self.totals.incidents)
        return self.template()

    @property
    def shows_all(self) -> bool:
        return self.request.form.get("figures") == "all"

    # Key figures.

    @cached_property
    def period(self) -> Period:
        return period_of(self.question.search, reader_today())

    def period_words(self) -> dict[str, str]:
        """The days of the key figures, and those of the period before."""
        ends = {"first": self.period.first, "last": self.period.last}
        before = self.period.before()
        ends |= {"first_before": before.first, "last_before": before.last}
        return {name: day(one, self.language).text for name, one in ends.items()}

    def key_figures(self) -> list[KeyFigure]:
        """Four numbers of the period with their change."""
        search = self.question.search
        now = key_figures(self.context, search, self.period)
        before = key_figures(self.context, search, self.period.before())
        days = {
            "incident_from": self.period.first.isoformat(),
            "incident_until": self.period.last.isoformat(),
        }
        told: tuple[tuple[Message, str, dict[str, str]], ...] = (
            (_("library_statistics_alerts"), "alerts", {}),
            (_("library_statistics_seizures"), "seizures", {"alert_type": "seizure"}),
            (_("library_statistics_live_specimens"), "live", {"term": LIVE}),
            (_("library_statistics_countries"), "countries", {}),
        )
        return [
            self._key_figure(title, getattr(now, name), getattr(before, name), url)
            for title, name, filters in told
            for url in [self.list_if_exact({**filters, **days})]
        ]

    def _key_figure(self, title: Message, now: Any, before: Any, url: str) -> KeyFigure:
        now, before = (
            plain_number(one) if isinstance(one, Decimal) else one
            for one in (now, before)
        )
        change = now - before
        sign = "+" if change > 0 else "\N{MINUS SIGN}" if change < 0 else "±"
        said = isolated(f"{sign}{self.shown(abs(change))}", self.language)
        return KeyFigure(title, self.shown(now), url, said, self.shown(before))

    # The breakdown.

    def dimension(self, name: str, usual: str) -> str:
        """The dimension that is asked for by a parameter."""
        asked = self.request.form.get(name)
        return asked if isinstance(asked, str) and asked in DIMENSIONS else usual

    @cached_property
    def by_rows(self) -> str:
        return self.dimension("rows", USUAL_ROWS)

    @cached_property
    def by_columns(self) -> str:
        other = USUAL_COLUMNS if self.by_rows != USUAL_COLUMNS else USUAL_ROWS
        asked = self.dimension("columns", other)
        return other if asked == self.by_rows else asked

    def dimensions(self) -> list[tuple[str, Message]]:
        return [*DIMENSIONS.items()]

    def picked(self) -> dict[str, str]:
        return {"rows": self.by_rows, "columns": self.by_columns}

    def kept(self) -> dict[str, str]:
        """The filters, as hidden fields of the form that chooses the breakdown."""
        return dict(self.question.asked)

    @cached_property
    def breakdown(self) -> Breakdown:
        search = self.question.search
        return break_down(self.context, search, self.by_rows, self.by_columns)

    def value_words(self, name: str, value: str) -> str:
        return self.say(value_title(name, value, self.language))

    def column_words(self) -> list[str]:
        return [self.value_words(self.by_columns, one) for one in self.breakdown.columns]

    def breakdown_rows(self) -> list[tuple[str, Drawn, list[Drawn]]]:
        """The title, the total and the cells of each row."""
        found = self.breakdown
        return [
            (
                title := self.value_words(self.by_rows, row),
                self.drawn(title, found.totals[row], {self.by_rows: row}),
                [
                    self.drawn(
                        f"{title}, {self.value_words(self.by_columns, column)}",
                        found.cells.get((row, column), 0),
                        {self.by_rows: row, self.by_columns: column},
                    )
                    for column in found.columns
                ],
            )
            for row in found.rows
        ]

    def drawn(self, words: str, count: int, values: dict[str, str]) -> Drawn:
        filters = dict(values)
        year = filters.pop(YEAR, None)
        if year:
            filters |= self._days(date(int(year), 1, 1), date(int(year), 12, 31))
        shown = self.shown(count)
        return Drawn(count, shown, f"{words}: {shown}", self.list_if_exact(filters))

    def list_if_exact(self, filters: dict[str, str]) -> str:
        """The list with these filters besides; empty where one asks for another value,
        as no list has the alerts with both.
        """
        chosen = self.question.search.filters
        if any(
            value not in chosen.get(name, (value,)) for name, value in filters.items()
        ):
            return ""
        return self.list_of(**filters)

    def picture(self, note: str = "") -> str:
        rows = [(title, cells) for title, _total, cells in self.breakdown_rows()]
        return draw_breakdown(
            self.column_words(),
            rows,
            self.say(_("library_statistics_picture_label")),
            right_to_left=direction(self.language) == "rtl",
            note=note,
        )

    def shown(self, value: float) -> str:
        return number(value, self.language)

    @cached_property
    def total(self) -> str:
        return self.shown(self.totals.incidents)

    @cached_property
    def handling(self) -> dict[str, str] | None:
        """The strictest mark of the alerts that are counted."""
        for code in codes("handling"):
            if code in self.totals.counts["by_handling"]:
                return {"code": code, "title": title("handling", code, self.language)}
        return None

    def tables(self) -> list[Table]:
        """The tables that have a row."""
        return [
            Table(name, heading, rows)
            for name, (filter_name, heading) in TABLES.items()
            if (rows := self.rows(name, filter_name))
        ]

    def rows(self, name: str, filter_name: str) -> list[Row]:
        counted = self.counted(name)
        highest = max(counted.values(), default=0)
        return [
            Row(
                str(value_title(filter_name, value, self.language)),
                count,
                self.shown(count),
                bar(count, highest),
                self.list_if_exact({filter_name: value}),
            )
            for value, count in most_first(counted)
        ]

    def counted(self, name: str) -> Mapping[str, int]:
        counted = self.totals.counts[name]
        if name != "by_taxon":
            return counted
        # Species have a table of their own; above them names have one word.
        return {taxon: count for taxon, count in counted.items() if " " not in taxon}

    def sightings(self) -> Table | None:
        """By country what readers have added to these alerts; no list has them."""
        counted = self.totals.sightings
        highest = max(counted.values(), default=0)
        rows = [
            Row(
                str(value_title("country", country, self.language)),
                count,
                self.shown(count),
                bar(count, highest),
                "",
            )
            for country, count in most_first(counted)
        ]
        return Table("sightings", SIGHTINGS, rows) if rows else None

    @property
    def sightings_total(self) -> str:
        return self.shown(sum(self.totals.sightings.values()))

    @cached_property
    def years(self) -> list[Year]:
        """All years with a dated incident, the last one first."""
        counted = self.totals.counts["by_month"]
        years = sorted({month[:4] for month in counted}, reverse=True)
        return [self.year(year, counted) for year in years]

    def year(self, year: str, counted: Mapping[str, int]) -> Year:
        months = [f"{year}-{month:02}" for month in range(1, 13)]
        return Year(
            year,
            [
                (
                    self.shown(counted[month]) if month in counted else "",
                    self._list_of_days(*_days_of(month)) if month in counted else "",
                )
                for month in months
            ],
            self.shown(sum(counted.get(month, 0) for month in months)),
            self._list_of_days(date(int(year), 1, 1), date(int(year), 12, 31)),
        )

    def _list_of_days(self, first: date, last: date) -> str:
        return self.list_of(**self._days(first, last))

    def _days(self, first: date, last: date) -> dict[str, str]:
        """The filters by these days, as far as they are asked for."""
        search = self.question.search
        if search.incident_from:
            first = max(first, search.incident_from)
        if search.incident_until:
            last = min(last, search.incident_until)
        return {
            "incident_from": first.isoformat(),
            "incident_until": last.isoformat(),
        }

    @cached_property
    def month_names(self) -> list[str]:
        names = get_month_names(
            "abbreviated", "stand-alone", locale_of_dates(self.language)
        )
        return [names[month] for month in range(1, 13)]

    def undated(self) -> str:
        """The number of alerts without a date; empty if there are none."""
        dated = sum(self.totals.counts["by_month"].values())
        missing = self.totals.incidents - dated
        return self.shown(missing) if missing else ""

    @cached_property
    def chart(self) -> list[Any]:
        """The columns of the last months, those without an alert too."""
        counted = self.totals.counts["by_month"]
        if not counted:
            return []
        last = _month_number(max(counted))
        first = max(_month_number(min(counted)), last - MONTHS + 1)
        months = [_month_of(one) for one in range(first, last + 1)]
        return columns(
            [(self.month_in_words(month), counted.get(month, 0)) for month in months]
        )

    def month_in_words(self, month: str) -> str:
        return format_date(_days_of(month)[0], "MMM y", locale_of_dates(self.language))

    def quantities(self) -> list[list[str]]:
        """Rows of species, specimen, unit and quantity."""
        return [
            [*words, self.shown(plain_number(quantity))]
            for *words, quantity in self.quantity_rows()[:MOST_QUANTITIES]
        ]

    def quantity_rows(self) -> list[list[Any]]:
        language = self.language
        rows = [
            [
                counted.species,
                value_title("term", counted.term, language),
                title("unit", counted.unit, language),
                quantity,
            ]
            for counted, quantity in self.totals.quantities.items()
        ]
        return sorted(rows, key=lambda row: (row[0], str(row[1]), str(row[2])))

    @cached_property
    def all_routes(self) -> dict[Route, int]:
        """Those of at least two countries, with their numbers."""
        counted = self.totals.routes.items()
        return {route: count for route, count in counted if len(route.stops) > 1}

    def routes(self) -> list[dict[str, Any]]:
        """The most frequent of ``all_routes``."""
        countries = code_list("country").titles[self.language]
        return [
            {
                "stops": [countries.get(code, code) for code in route.stops],
                "number": self.shown(count),
            }
            for route, count in most_first(self.all_routes, MOST_ROUTES)
        ]

    # Files.

    def download(self, kind: str) -> Any:
        """The tables as a file, whose name has the strictest handling code in it."""
        detail = {"items": self.totals.incidents}
        record(
            "library.statistics",
            target=self.context,
            detail=detail,
            acting_user=caller() or "",
        )
        sheets = self.sheets() if kind != "svg" else []
        if kind == "svg":
            pieces: Iterable[bytes] = [self.picture(self.file_note()).encode()]
        elif kind == "csv":
            rows = chain.from_iterable(_with_title(*sheet) for sheet in sheets)
            pieces = csv_pieces(rows)
        else:
            pieces = [workbook(dict(sheets))]
        name = f"statistics-{self.context.getId()}-{reader_today().isoformat()}"
        if self.handling is not None:
            name += f"-tlp-{self.handling['code']}".replace("_", "-")
        name = f"{name}.{kind}"
        return file_answer(self.request.response, name, DOWNLOADS[kind], pieces)

    def say(self, message: Any) -> str:
        return translate(message, target_language=self.language)

    def sheets(self) -> list[tuple[str, list[Sequence[Cell]]]]:
        """All tables with headings, the first one of which says what is counted."""
        alerts = self.say(_("library_statistics_alerts"))
        sheets: list[tuple[str, list[Sequence[Cell]]]]
        sheets = [(self.say(_("common_statistics_link")), [*self.notes()])]
        sheets.append((self.say(_("library_statistics_breakdown_heading")), self.cross()))
        months: list[Sequence[Cell]] = [[self.say(_("library_statistics_month")), alerts]]
        months += sorted(self.totals.counts["by_month"].items())
        sheets.append((self.say(_("common_by_month_link")), months))
        for name, (filter_name, heading) in TABLES.items():
            words = self.say(heading)
            rows: list[Sequence[Cell]] = [
                [words, self.say(_("common_code_label")), alerts]
            ]
            for value, count in most_first(self.counted(name)):
                titled = str(value_title(filter_name, value, self.language))
                rows.append([titled, value, count])
            sheets.append((words, rows))
        seen = (_("common_country_label"), _("common_code_label"), _("library_sightings"))
        rows = [[self.say(head) for head in seen]]
        for country, count in most_first(self.totals.sightings):
            titled = str(value_title("country", country, self.language))
            rows.append([titled, country, count])
        sheets.append((self.say(SIGHTINGS), rows))
        heads = (
            _("common_species_column"),
            _("library_specimen_column"),
            _("common_unit_column"),
            _("common_quantity_column"),
        )
        rows = [[self.say(head) for head in heads]]
        rows += [
            [*map(self.say, words), plain_number(quantity)]
            for *words, quantity in self.quantity_rows()
        ]
        sheets.append((self.say(_("library_statistics_quantities_heading")), rows))
        heads = (
            _("library_alleged_country_of_origin"),
            _("library_countries_of_transit"),
            _("library_alleged_final_destination"),
            _("library_statistics_alerts"),
        )
        rows = [[self.say(head) for head in heads]]
        for route, count in most_first(self.totals.routes):
            stops = [
                route.origin,
                listed(route.transit, self.language),
                route.destination,
            ]
            rows.append([*stops, count])
        sheets.append((self.say(_("library_statistics_routes_heading")), rows))
        heads = (
            _("library_latitude_label"),
            _("library_longitude_label"),
            _("library_statistics_precision"),
            _("library_statistics_alerts"),
        )
        rows = [[self.say(head) for head in heads]]
        rows += [[*place, count] for place, count in most_first(self.totals.places)]
        sheets.append((self.say(_("library_places_heading")), rows))
        return sheets

    def file_note(self) -> str:
        """How a picture must be handled, its group, its day and its filters."""
        told = [self.handling["title"]] if self.handling else []
        told += [local_text(self.context), day(reader_today(), self.language).text]
        told += [self.say(chip.value) for chip in self.chips()]
        return " · ".join(map(self.say, told))

    def cross(self) -> list[Sequence[Cell]]:
        """The breakdown: a row of headings, and one for each value."""
        total = self.say(_("common_total_column"))
        rows: list[Sequence[Cell]] = [
            [self.say(DIMENSIONS[self.by_rows]), *self.column_words(), total]
        ]
        rows += [
            [title, *(cell.number for cell in cells), all_of_it.number]
            for title, all_of_it, cells in self.breakdown_rows()
        ]
        return rows

    def notes(self) -> Iterator[Sequence[Cell]]:
        """What is counted, when, by which filters, and how it must be handled."""
        yield [self.say(_("common_group_label")), local_text(self.context)]
        yield [
            self.say(_("common_date_of_these_figures")),
            day(reader_today(), self.language).text,
        ]
        yield [self.say(_("library_statistics_alerts")), self.totals.incidents]
        yield [self.say(_("library_sightings")), sum(self.totals.sightings.values())]
        for code in codes("handling"):
            count = self.totals.counts["by_handling"].get(code)
            if count:
                mark = title("handling", code, self.language)
                yield [self.say(_("common_handling_code_title")), mark, count]
        for chip in self.chips():
            yield [self.say(chip.title), self.say(chip.value)]
        yield [self.say(_("library_statistics_alerts_may_see_file_text"))]


def _with_title(title: str, rows: Iterable[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
    yield [title]
    yield from rows
    yield []


def _month_number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1


def _month_of(number: int) -> str:
    return f"{number // 12}-{number % 12 + 1:02}"


def _days_of(month: str) -> tuple[date, date]:
    """The first and the last day of a month such as 2026-01."""
    first = date.fromisoformat(f"{month}-01")
    after = date.fromisoformat(f"{_month_of(_month_number(month) + 1)}-01")
    return first, date.fromordinal(after.toordinal() - 1)
