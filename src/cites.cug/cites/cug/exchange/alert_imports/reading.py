"""Makes alerts of the rows of a table, or says what is wrong in which row and column.

Rows with one seizure number are one alert with several lines of specimens; so are rows
without a number that follow each other and say the same of the seizure.
"""

from cites.cug import _
from cites.cug.core.codelists.lists import title
from cites.cug.core.validation.errors import (
    FieldError,
    FieldErrors,
    InvalidValue,
    InvalidValues,
)
from cites.cug.exchange.alert_imports.matching import (
    ITEM,
    Matching,
    NOTE,
    QUANTITY,
    TEXT,
)
from cites.cug.exchange.alert_imports.tables import Table
from cites.cug.exchange.alert_imports.values import (
    has_other,
    money_in,
    OTHER,
    Unknown,
    ValueReader,
)
from cites.cug.exchange.illegal_trade.template import LINE_FIELDS
from cites.cug.library.items.alert import IAlert
from cites.cug.library.items.specimens import (
    COLUMNS,
    ISpecimen,
    MAX_LINES,
    read_line,
)
from cites.cug.library.lists.indexers import seizure_form
from cites.cug.permits.formats.rows import TableRow
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any, NamedTuple
from uuid import UUID
from zope.i18nmessageid import Message
from zope.schema.interfaces import IList


#: More are not told of at once.
MAX_FAULTS = 100
NO_COLUMN = _("exchange_reading_no_column_matched_text")
#: What each line of specimens needs.
NEEDED = ("species", "term", QUANTITY)
OTHERWISE = _("exchange_reading_row_same_seizure_number_text")
TOO_MANY_LINES = _("exchange_reading_seizure_most_lines_specimens_text")
SEIZURE = "seizure"
MAX_TITLE = 200
#: Called with the number of rows done and the number of all.
Told = Callable[[int, int], object]


class Fault(NamedTuple):
    """One mistake: number of the row, heading of the column, field, and what it is."""

    row: int
    column: str
    field: str
    message: Message


class WrongTable(InvalidValues):
    """A table that cannot be read with its matching; nothing of it is taken."""

    table: Table | None = None
    matching: Matching | None = None


class WrongRows(WrongTable):
    """Rows that cannot be taken; nothing is."""

    def __init__(self, faults: Sequence[Fault]):
        super().__init__([(one.field, FieldError(one.message)) for one in faults])
        self.faults = faults

    def where(self, number: int) -> dict[str, Any]:
        """Row and column of a mistake."""
        fault = self.faults[number]
        return {"row": fault.row, "column": fault.column}


@dataclass
class FoundAlert:
    """An alert that is to be made, and the row where it begins."""

    row: int
    values: dict[str, Any]
    lines: list[dict[str, Any]]
    notes: list[str] = field(default_factory=list)
    #: Field → heading of its column.
    headings: Mapping[str, str] = field(default_factory=dict)
    #: UIDs of the items that it is by what the file says of its rows.
    uids: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        if given := self.values.get("title"):
            return str(given)
        what = ", ".join(dict.fromkeys(line["species"] for line in self.lines))
        where = self.values.get("location") or title(
            "country", self.values.get("incident_country"), "en"
        )
        day = self.values.get("incident_date")
        words = [what, where, day.isoformat() if day else ""]
        return " · ".join(filter(None, words))[:MAX_TITLE]

    @property
    def html(self) -> str:
        return "".join(f"<p>{escape(note)}</p>" for note in self.notes)

    def content(self) -> dict[str, Any]:
        """Field → value, as the alert stores it."""
        found = {name: one for name, one in self.values.items() if one is not None}
        body = IAlert["body"].value(self.html) if self.notes else None
        kind = {"alert_type": found.get("alert_type") or SEIZURE}
        texts = {"title": self.title, "body": body, "specimens": self.lines}
        return {**found, **kind, **texts}


class _Row(NamedTuple):
    number: int
    values: dict[str, Any]
    lines: list[dict[str, Any]]
    notes: list[str]
    uids: list[str]


def read_alerts(table: Table, matching: Matching, told: Told) -> list[FoundAlert]:
    """The alerts of a table. Raises WrongTable with both, and WrongRows."""
    try:
        return _read_rows(table, matching, told)
    except WrongTable as error:
        error.table, error.matching = table, matching
        raise


def _read_rows(table: Table, matching: Matching, told: Told) -> list[FoundAlert]:
    reader = _RowReader(table.headings, matching)
    total = len(table.rows)
    alerts: list[FoundAlert] = []
    numbered: dict[str, FoundAlert] = {}
    for count, cells in enumerate(table.rows):
        if count % 500 == 0:
            told(count, 0)
        row = reader.read(cells)
        if row is not None:
            _put(row, alerts, numbered, reader)
        if len(reader.faults) >= MAX_FAULTS:
            break
    if reader.faults:
        raise WrongRows(reader.faults[:MAX_FAULTS])
    told(total, 0)
    return alerts


def _put(
    row: _Row,
    alerts: list[FoundAlert],
    numbered: dict[str, FoundAlert],
    reader: "_RowReader",
) -> None:
    """Add the row to the alert that it is a line of, or as a new one."""
    number = seizure_form(row.values.get("seizure_id") or "")
    same = numbered.get(number) if number else alerts[-1] if alerts else None
    if same is not None and not number:
        is_same = (same.uids, same.values) == (row.uids, row.values)
        same = same if is_same else None
    if same is None:
        head = (row.number, row.values, list(row.lines), row.notes)
        made = FoundAlert(*head, reader.headings, row.uids)
        alerts.append(made)
        if number:
            numbered[number] = made
    else:
        _add_line(row, same, reader)


def _add_line(row: _Row, same: FoundAlert, reader: "_RowReader") -> None:
    """Add a further row of an alert, and what it says that was not known yet."""
    for name, value in row.values.items():
        before = same.values.get(name)
        if before is None:
            same.values[name] = value
        elif value is not None and value != before:
            text = _(OTHERWISE, mapping={"row": same.row})
            reader.fault(row.number, name, text)
    same.uids += [uid for uid in row.uids if uid not in same.uids]
    same.lines += row.lines
    same.notes += [note for note in row.notes if note not in same.notes]
    if len(same.lines) > MAX_LINES:
        text = _(TOO_MANY_LINES, mapping={"limit": MAX_LINES})
        reader.fault(row.number, "species", text)


def _uid(cell: Any) -> str:
    """The UID that an id is written from in other formats; empty if it is none."""
    try:
        return UUID(str(cell)).hex
    except ValueError:
        return ""


class _RowReader:
    """Reads rows, and collects what is wrong with them."""

    def __init__(self, headings: Sequence[str], matching: Matching):
        self.matching, self.values = matching, ValueReader(matching)
        self.faults: list[Fault] = []
        self.columns = [(one, matching.target(one)) for one in headings]
        self.headings = {
            target.partition(":")[0]: heading
            for heading, target in reversed(self.columns)
            if target
        }
        self.lines_read: dict[tuple[Any, ...], dict[str, Any]] = {}
        self.defaults = self._defaults()
        self._check_needed()

    def _check_needed(self) -> None:
        """Raise WrongTable if no column, and no default, is of a field that is needed."""
        there = {*self.headings, *self.defaults}
        if any(target.startswith(f"{QUANTITY}:") for _heading, target in self.columns):
            there.add("term")  # headings of quantities say of what they are
        titles = [ISpecimen[name].title for name in NEEDED if name not in there]
        texts = [_(NO_COLUMN, mapping={"field": one}) for one in titles]
        if texts:
            raise WrongTable([("mapping", FieldError(text)) for text in texts])

    def _defaults(self) -> dict[str, Any]:
        """What rows have where they say nothing. Raises InvalidValues."""
        mistakes, read = FieldErrors(), dict[str, Any]()
        for name, one in self.matching.defaults.items():
            try:
                read[name] = self.values.read(name, one)
            except InvalidValue as error:
                mistakes.add_error("mapping.defaults", error)
        mistakes.raise_any()
        return read

    def fault(self, row: int, name: str, message: Message) -> None:
        self.faults.append(Fault(row, self.headings.get(name, ""), name, message))

    def read(self, row: TableRow) -> _Row | None:
        """One row; None where something is wrong with it."""
        before = len(self.faults)
        found, measured, notes = self._cells(row)
        uid = found.pop(ITEM, "")
        # Of a row with mistakes, lines would only repeat them.
        is_right = len(self.faults) == before
        lines = list(self._lines(row.number, found, measured, notes)) if is_right else []
        values = {name: one for name, one in found.items() if name not in LINE_FIELDS}
        for name, default in self.defaults.items():
            if name not in LINE_FIELDS and values.get(name) is None:
                values[name] = default
        if len(self.faults) > before:
            return None
        return _Row(row.number, values, lines, notes, [uid] if uid else [])

    def _cells(
        self, row: TableRow
    ) -> tuple[dict[str, Any], dict[tuple[str, str], Any], list[str]]:
        """Values by field, quantities by kind and unit, and what goes into the text."""
        found: dict[str, Any] = {}
        notes: list[str] = []
        measured: dict[tuple[str, str], Any] = {}
        for (heading, target), cell in zip(self.columns, row.cells, strict=False):
            if target == "" or cell == "":
                continue
            if target == NOTE:
                notes.append(f"{heading}: {cell}")
            elif target == ITEM:
                found[ITEM] = _uid(cell)
            elif target == TEXT:
                notes += [one for one in str(cell).split("\n\n") if one.strip()]
            elif target.startswith(f"{QUANTITY}:"):
                _name, term, unit = (*target.split(":"), "")[:3]
                value = self._value(row.number, heading, QUANTITY, cell, notes)
                if value:
                    measured[term, unit] = value
            else:
                self._read_into(found, row.number, heading, target, cell, notes)
        return found, measured, notes

    def _read_into(
        self,
        found: dict[str, Any],
        row: int,
        heading: str,
        target: str,
        cell: Any,
        notes: list[str],
    ) -> None:
        """Read a cell; two columns of a field that has several values add theirs."""
        if target == "estimated_value":
            cell, currency = money_in(cell)
            if currency and "currency" not in found:
                found["currency"] = self._value(row, heading, "currency", currency, notes)
        value = self._value(row, heading, target, cell, notes)
        before = found.get(target)
        if isinstance(value, list) and isinstance(before, list):
            value = list(dict.fromkeys([*before, *value]))
        if value is not None:
            found[target] = value

    def _value(
        self, row: int, heading: str, name: str, cell: Any, notes: list[str]
    ) -> Any:
        try:
            return self.values.read(name, cell)
        except Unknown as error:
            if not self.matching.keep_unknown:
                self._add(row, heading, name, error)
                return None
        except InvalidValue as error:
            self._add(row, heading, name, error)
            return None
        notes.append(f"{heading}: {cell}")
        if not has_other(name):
            return None
        return [OTHER] if IList.providedBy(IAlert.get(name)) else OTHER

    def _add(self, row: int, heading: str, name: str, error: InvalidValue) -> None:
        for mistake in error.mistakes:
            self.faults.append(Fault(row, heading, name, mistake.message))

    def _lines(
        self,
        row: int,
        found: dict[str, Any],
        measured: dict[tuple[str, str], Any],
        notes: list[str],
    ) -> Iterator[dict[str, Any]]:
        """The lines of specimens: one, or one for each kind that has its own columns."""
        of_row = {name: found.get(name) for name in COLUMNS}
        if of_row["species"] is None:
            of_row["species"] = self.defaults.get("species")
        if of_row["quantity"] is not None or not measured:
            yield from self._line(row, of_row)
        terms = {term for term, _unit in measured}
        for term in sorted(terms):
            units = {unit: one for (name, unit), one in measured.items() if name == term}
            # Weighed and counted is the same thing twice: the weight is the quantity.
            unit = next((one for one in units if one), "")
            if unit and "" in units:
                notes.append(f"{title('term', term, 'en')}: {units['']:g} pieces")
            line = {"term": term, "unit": unit or None, "quantity": units[unit]}
            yield from self._line(row, {**of_row, **line})

    def _line(self, row: int, line: dict[str, Any]) -> Iterator[dict[str, Any]]:
        key = tuple(line.values())
        try:
            if key not in self.lines_read:
                self.lines_read[key] = read_line(line)
        except InvalidValues as error:
            for name, mistake in error.mistakes:
                self.fault(row, name, mistake.message)
            return
        yield dict(self.lines_read[key])
