"""Alerts by two dimensions at once, and by two periods.

All numbers are of alerts that the caller may see: each is the total of a list that the
caller can open, so a cell with few alerts tells no more than that list.
"""

from cites.cug import _
from cites.cug.library.lists.labels import TABLES
from cites.cug.library.lists.query_parameters import LibrarySearch
from cites.cug.library.tools.statistics.figures import sum_quantities
from cites.cug.library.tools.statistics.totals import alerts_of
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from heapq import nsmallest
from pyroaring import BitMap
from typing import Any
from zope.i18nmessageid import Message


YEAR = "year"
#: Fields of the index that alerts are broken down by, with their headings.
DIMENSIONS: dict[str, Message] = {
    **dict(TABLES.values()),
    "origin": _("library_alleged_country_of_origin"),
    "destination": _("library_alleged_final_destination"),
    YEAR: _("common_year_column"),
}
#: So many values of each the breakdown has: the most frequent ones, or the last years.
MOST_ROWS, MOST_COLUMNS = 12, 6
LIVE = "LIV"


@dataclass(frozen=True)
class Breakdown:
    """Numbers of alerts; an alert with several values counts for each."""

    rows: list[str]
    columns: list[str]
    cells: Mapping[tuple[str, str], int]
    #: Row → all of its alerts, also those with another value of the other dimension.
    totals: Mapping[str, int]
    #: How many values each dimension has beyond these.
    more_rows: int
    more_columns: int


def break_down(group: Any, search: LibrarySearch, rows: str, columns: str) -> Breakdown:
    """The alerts that the caller may see and asks for, by two of ``DIMENSIONS``."""
    index, found = alerts_of(group, search)
    by_row = _most(_values(index, rows, found), MOST_ROWS, rows)
    by_column = _most(_values(index, columns, found), MOST_COLUMNS, columns)
    members = {value: _having(index, columns, value) & found for value in by_column[0]}
    cells = {}
    for row in by_row[0]:
        here = _having(index, rows, row) & found
        for column, those in members.items():
            number = here.intersection_cardinality(those)
            if number:
                cells[row, column] = number
    totals = _values(index, rows, found)
    return Breakdown(
        [*by_row[0]],
        [*by_column[0]],
        cells,
        {row: totals[row] for row in by_row[0]},
        by_row[1],
        by_column[1],
    )


def _values(index: Any, name: str, found: BitMap) -> dict[str, int]:
    if name != YEAR:
        counted = index.counts(name, found)
        if name == "taxon":  # species have a dimension of their own
            return {value: one for value, one in counted.items() if " " not in value}
        return dict(counted)
    years: dict[str, int] = {}
    for month, number in index.counts("incident_month", found).items():
        years[month[:4]] = years.get(month[:4], 0) + number
    return years


def _having(index: Any, name: str, value: str) -> BitMap:
    if name != YEAR:
        return index.having(name, value)
    return index.having("incident_month", [f"{value}-{one:02}" for one in range(1, 13)])


def _most(counted: Mapping[str, int], size: int, name: str) -> tuple[list[str], int]:
    """The values that are shown, and the number of the others."""
    if name == YEAR:
        chosen = sorted(counted)[-size:]
    else:
        chosen = nsmallest(size, counted, key=lambda value: (-counted[value], value))
    return chosen, len(counted) - len(chosen)


@dataclass(frozen=True)
class Period:
    """Days of incidents, both included."""

    first: date
    last: date

    def before(self) -> "Period":
        """As many days that end the day before."""
        last = self.first - timedelta(1)
        return Period(last - (self.last - self.first), last)


def period_of(search: LibrarySearch, today: date) -> Period:
    """The days that are asked for; else the year that ends there or today."""
    last = search.incident_until or today
    return Period(search.incident_from or last - timedelta(364), last)


@dataclass(frozen=True)
class KeyFigures:
    """Of one period: numbers of alerts, of seizures, of live specimens, of countries."""

    alerts: int
    seizures: int
    live: Decimal
    countries: int


def key_figures(group: Any, search: LibrarySearch, period: Period) -> KeyFigures:
    """The key figures of one period, from alerts that the caller may see and asks for."""
    asked = replace(search, incident_from=period.first, incident_until=period.last)
    index, found = alerts_of(group, asked)
    live: Iterable[Decimal] = (
        quantity
        for counted, quantity in sum_quantities(index.counts("quantity", found)).items()
        if counted.term == LIVE and counted.unit is None
    )
    seizures = found & index.having("alert_type", "seizure")
    countries = len(index.counts("country", found))
    return KeyFigures(len(found), len(seizures), sum(live, Decimal(0)), countries)
