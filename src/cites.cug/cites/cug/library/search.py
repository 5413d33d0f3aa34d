"""What a caller asks of the library, read from a query string."""

import re
from cites.cug import _
from cites.cug.access.policy import WORKFLOWS
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from datetime import time
from datetime import UTC
from typing import Any


PAGE_SIZE = 25
MAX_PAGE_SIZE = 100
MAX_START = 1_000_000
SORTABLE = ("effective", "incident_date", "title")
FILTER_NAMES = (
    "type",
    "alert_type",
    "document_type",
    "state",
    "handling",
    "country",
    "species",
    "term",
    "author",
)
TYPES = ("Alert", "LibraryDocument")
STATES = tuple(WORKFLOWS["cug_library_workflow"])
MAX_TEXT = 200
#: Shorter words are searched as they are; their beginnings would match half the library.
MIN_PREFIX = 3


class BadQuery(ValueError):
    """A parameter that cannot be understood: its name and what it may be."""

    def __init__(self, name: str, message: Any):
        super().__init__(name, message)
        self.name, self.message = name, message


@dataclass(frozen=True)
class LibrarySearch:
    """A question that has been checked."""

    filters: Mapping[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    sort_on: str = "effective"
    descending: bool = True
    start: int = 0
    size: int = PAGE_SIZE

    @property
    def text(self) -> str:
        """The words as the text index wants them: all of them, by their beginnings."""
        return " AND ".join(
            # In quotes, "or" and "not" are words and no operators.
            f"{word}*" if len(word) >= MIN_PREFIX else f'"{word}"'
            for word in self.words
        )

    def ranges(self) -> list[tuple[str, dict[str, Any]]]:
        """Index queries for the dates; the index holds minus the seconds since 1970."""
        if self.since is None and self.until is None:
            return []
        first = -_seconds(self.until, time.max) if self.until else None
        last = -_seconds(self.since, time.min) if self.since else None
        if first is None:
            return [("library_time", {"query": last, "range": "max"})]
        if last is None:
            return [("library_time", {"query": first, "range": "min"})]
        return [("library_time", {"query": (first, last), "range": "min:max"})]


def _seconds(day: date, moment: time) -> float:
    return datetime.combine(day, moment, UTC).timestamp()


def parse(form: Mapping[str, Any]) -> LibrarySearch:
    """Read a query; parameters that are not ours are left alone. Raises BadQuery."""
    filters = {
        name: _word(form, name) for name in FILTER_NAMES if form.get(name, "") != ""
    }
    _one_of(filters, "type", TYPES)
    _one_of(filters, "state", STATES)
    sort_on = form.get("sort_on") or "effective"
    _one_of({"sort_on": sort_on}, "sort_on", SORTABLE)
    since, until = _day(form, "since"), _day(form, "until")
    if since and until and since > until:
        raise BadQuery("until", _("The end lies before the beginning."))
    default = "ascending" if sort_on == "title" else "descending"
    order = form.get("sort_order") or default
    _one_of({"sort_order": order}, "sort_order", ("ascending", "descending"))
    return LibrarySearch(
        filters=filters,
        words=_words(form),
        since=since,
        until=until,
        sort_on=sort_on,
        descending=order == "descending",
        start=_number(form, "b_start", 0, 0, MAX_START),
        size=_number(form, "b_size", PAGE_SIZE, 1, MAX_PAGE_SIZE),
    )


def _word(form: Mapping[str, Any], name: str) -> str:
    value = form[name]
    if not isinstance(value, str) or len(value) > MAX_TEXT or "\0" in value:
        raise BadQuery(name, _("One value is expected."))
    return value


def _one_of(values: Mapping[str, Any], name: str, allowed: tuple[str, ...]) -> None:
    if name in values and values[name] not in allowed:
        text = _(
            "One of these is expected: ${values}.",
            mapping={"values": ", ".join(allowed)},
        )
        raise BadQuery(name, text)


def _words(form: Mapping[str, Any]) -> tuple[str, ...]:
    if form.get("q", "") == "":
        return ()
    return tuple(re.findall(r"\w+", _word(form, "q")))


def _day(form: Mapping[str, Any], name: str) -> date | None:
    if form.get(name, "") == "":
        return None
    try:
        return date.fromisoformat(_word(form, name)[:10])
    except ValueError as error:
        if isinstance(error, BadQuery):
            raise
        raise BadQuery(name, _("A date like 2026-01-31 is expected.")) from error


def _number(form: Mapping[str, Any], name: str, default: int, low: int, high: int) -> int:
    value = form.get(name, "")
    if value == "":
        return default
    text = str(value)
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII) or not low <= int(text) <= high:
        message = _(
            "A number from ${low} to ${high} is expected.",
            mapping={"low": low, "high": high},
        )
        raise BadQuery(name, message)
    return int(text)
