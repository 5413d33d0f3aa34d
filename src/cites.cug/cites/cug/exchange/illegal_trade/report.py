"""The rows of a report: the seizures of a country in a year, of what its maker may read.

Which alerts count is asked of the library's index; only those are loaded.
"""

from cites.cug.access.author import knows_author
from cites.cug.access.guard import may, principals, principals_of
from cites.cug.access.policy import ARCHIVED_STATES, Permission, PUBLISHED_STATES
from cites.cug.core.codelists.lists import first_of
from cites.cug.core.encryption.authentic import canonical
from cites.cug.core.plone_internals.catalog import brain_object, inner_catalog
from cites.cug.exchange.facts import value_of
from cites.cug.exchange.illegal_trade.choices import find_choice, ReportChoiceLine
from cites.cug.exchange.illegal_trade.template import (
    HANDLING,
    LINE_FIELDS,
    report_template,
    ReportTemplate,
)
from cites.cug.library.items.alert import TELLS_WHO_REPORTED
from cites.cug.library.lists.bitmaps import library_index, rid_at
from cites.cug.membership.roster import contact_points
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from plone import api
from Products.CMFCore.indexing import processQueue
from pyroaring import BitMap
from typing import Any, NamedTuple


#: States of alerts that are, or were, open to others: what is put aside has happened.
REPORTED_STATES = (*PUBLISHED_STATES, *ARCHIVED_STATES)
SEIZURE = "seizure"
SPECIMENS = "specimens"
DATE = "incident_date"
#: A whole year of ``incident_month``.
MONTHS = ("{year}-01", "{year}-12")


class ReportRow(NamedTuple):
    """One line of specimens of one seizure."""

    uid: str
    #: From 1; a seizure without specimens has one row all the same.
    line: int
    url: str
    title: str
    #: Field → value in codes.
    values: dict[str, Any]
    #: Fields that must be there and are not.
    missing: tuple[str, ...]
    may_edit: bool

    @property
    def written(self) -> str:
        """All that the row says, so that equal rows, and only they, are equal."""
        return canonical([sorted(self.values.items(), key=lambda one: one[0])]).decode()


class LeftOut(NamedTuple):
    """How many alerts of the country are no rows, of those that the caller may know."""

    #: Not published, of that year.
    unpublished: int
    #: Published and of that year, with specimens, but of another kind than a seizure.
    other_kinds: int
    #: Seizures that the country's contact points may not read; None: not for the caller.
    closed_to_country: int | None


@dataclass(frozen=True)
class Report:
    """A report of one country and year."""

    group: Any
    country: str
    year: int
    choice: ReportChoiceLine | None
    template: ReportTemplate
    rows: list[ReportRow]
    #: Seizures of the country that have no date, so that no report has them.
    undated: list[ReportRow]
    left_out: LeftOut

    @property
    def share_iccwc(self) -> bool:
        """Whether the report may be passed on; the resolution says yes unless told."""
        return self.choice is None or self.choice.share_iccwc

    @cached_property
    def incomplete(self) -> list[ReportRow]:
        return [row for row in (*self.undated, *self.rows) if row.missing]

    @cached_property
    def handling(self) -> str | None:
        """The strictest handling code of the rows."""
        found = {row.values[HANDLING] for row in self.rows}
        return first_of(HANDLING, found) if found else None


class _Alerts(NamedTuple):
    dated: BitMap
    undated: BitMap
    left_out: LeftOut


def make_report(group: Any, country: str, year: int) -> Report:
    """The report of what the caller may read."""
    processQueue()
    template, choice = report_template(), find_choice(group, country, year)
    shared = choice is None or choice.share_iccwc
    found = _find(group, country, year)
    rows = list(_rows(found.dated, template, shared))
    rows.sort(key=_order)
    undated = [
        row._replace(missing=(DATE, *(one for one in row.missing if one != DATE)))
        for row in _rows(found.undated, template, shared)
        if row.line == 1
    ]
    return Report(group, country, year, choice, template, rows, undated, found.left_out)


def _order(row: ReportRow) -> tuple[Any, ...]:
    values = row.values
    day, number = values.get(DATE) or date.min, values.get("seizure_id") or ""
    return day, number, row.uid, row.line


def _find(group: Any, country: str, year: int) -> _Alerts:
    """The positions of the seizures, of those in the year and of those without a date."""
    index = library_index(api.portal.get_tool("portal_catalog"))
    asked = {"group": group.UID(), "type": "Alert", "country": country}
    readable = index.matching(principals(group), asked)
    first, last = (month.format(year=year) for month in MONTHS)
    in_year = index.between("incident_month", first, last)
    published = index.having("state", REPORTED_STATES)
    seizures = index.having("alert_type", SEIZURE)
    with_specimens = index.having("term", index.counts("term", readable & in_year))
    dated = index.having("incident_month", index.counts("incident_month", readable))
    counted = readable & published & seizures
    found = counted & in_year
    left_out = LeftOut(
        len((readable & in_year & seizures) - published),
        len((readable & in_year & published & with_specimens) - seizures),
        _closed_to_country(index, group, country, found),
    )
    return _Alerts(found, counted - dated, left_out)


def _closed_to_country(index: Any, group: Any, country: str, found: BitMap) -> int | None:
    """How many the country's own contact points may not read; None if nobody asks so.

    Only the Secretariat learns it: to others these alerts do not exist.
    """
    points = contact_points(group, country)
    if not points or not may(Permission.PUBLISH, group):
        return None
    open_to_some = BitMap()
    for user_id in points:
        open_to_some |= index.having("token", principals_of(user_id, group))
    return len(found - open_to_some)


def _rows(
    positions: Iterable[int], template: ReportTemplate, shared: bool
) -> Iterator[ReportRow]:
    catalog = inner_catalog(api.portal.get_tool("portal_catalog"))
    for position in positions:
        item = brain_object(catalog[rid_at(position)])
        yield from rows_of(item, template, shared)
        item._p_deactivate()  # a year of a large country may not fit into memory


def rows_of(item: Any, template: ReportTemplate, shared: bool) -> Iterator[ReportRow]:
    """The rows of one seizure."""
    hidden = frozenset() if knows_author(item) else TELLS_WHO_REPORTED
    of_alert = {
        column.field: _value(item, column.field)
        for column in template.columns
        if column.field not in LINE_FIELDS | hidden
    }
    of_alert["share_iccwc"] = shared and item.share_iccwc is not False
    mandatory = [column.field for column in template.columns if column.is_mandatory]
    uid, url, name = item.UID(), item.absolute_url(), item.title
    may_edit = may(Permission.EDIT, item)
    lines = item.specimens or [{}]
    for number, line in enumerate(lines, start=1):
        values = {**of_alert, **_line_values(line, template)}
        missing = [one for one in mandatory if values.get(one) in (None, "", [])]
        if not line:
            missing = [SPECIMENS, *(one for one in missing if one not in LINE_FIELDS)]
        yield ReportRow(uid, number, url, name, values, tuple(missing), may_edit)


def _value(item: Any, field: str) -> Any:
    value = value_of(item, field)
    return list(value) if isinstance(value, (list, tuple)) else value


def _line_values(line: dict[str, Any], template: ReportTemplate) -> dict[str, Any]:
    return {
        column.field: line.get(column.field)
        for column in template.columns
        if column.field in LINE_FIELDS
    }
