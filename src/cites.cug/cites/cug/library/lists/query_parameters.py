"""What a caller asks of the library, read from a query string."""

import re
from cites.cug.access.policy import WORKFLOWS
from cites.cug.core.codelists.lists import titles
from cites.cug.core.fulltext.question import parse, Question
from cites.cug.core.validation.errors import invalid, unknown_code
from cites.cug.core.validation.query_parameters import (
    batch,
    known_code,
    one_of,
    period,
    word,
    words,
)
from cites.cug.library.lists.code_names import thesaurus
from cites.cug.library.lists.filters import FILTERS, TYPES
from cites.cug.library.tools.map.grid import PATTERN as GRID_PATTERN
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any


PAGE_SIZE = 25
SORTABLE = ("relevance", "effective", "incident_date", "title")
#: Of ``area``: items without a position of their own.
COUNTRY_ONLY = "country"
AREA_PATTERN = f"^(?:{COUNTRY_ONLY}|{GRID_PATTERN[1:-1]})$"
#: Filters by what statistics add up of an alert: a cell of the map, or COUNTRY_ONLY, and
#: a leg of the route, as in ``XC-XA``.
FIGURE_FILTERS = {"area": AREA_PATTERN, "leg": "^[A-Z]{2}-[A-Z]{2}$"}
FILTER_NAMES = ("type", "state", *FILTERS, *FIGURE_FILTERS, "author")
#: All that ``@library`` takes; whatever else is asked of it is refused by its name.
PARAMETERS = (
    *FILTER_NAMES,
    *("facets", "q", "since", "until", "incident_from", "incident_until"),
    *("sort_on", "sort_order", "b_start", "b_size"),
)
#: What ``@statistics`` takes. Its period is that of the incidents.
PERIOD = ("from", "until")
STATISTICS_PARAMETERS = (*FILTER_NAMES, "q", *PERIOD)
#: Facets that are counted with each list, and all facets.
USUAL_FACETS = ("type", "state", *(one.name for one in FILTERS.values() if one.counted))
ALL_FACETS = ("type", "state", *FILTERS)
FACETS = {"usual": USUAL_FACETS, "all": ALL_FACETS}
STATES = tuple(WORKFLOWS["cug_library_workflow"])
#: The values of filters that are on no code list.
CHOICES = {"type": TYPES, "state": STATES}
#: What ``sort_on`` says of items in which the words stand best.
RELEVANCE = "relevance"


@dataclass(frozen=True)
class LibrarySearch:
    """A question about the library that has been checked."""

    #: An item needs any one of several values.
    filters: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    #: Filters of whoever asks, which no facet widens.
    limits: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    #: Names of the facets to count; each takes time.
    facets: tuple[str, ...] = USUAL_FACETS
    #: What was typed to search for words.
    words: str = ""
    since: date | None = None
    until: date | None = None
    #: Days between which the incident was; of alerts without a date none fits.
    incident_from: date | None = None
    incident_until: date | None = None
    sort_on: str = "effective"
    descending: bool = True
    start: int = 0
    size: int = PAGE_SIZE

    @cached_property
    def question(self) -> Question:
        """The words, with others of their meaning, as the records are asked for them."""
        return thesaurus().widen(parse(self.words))


def read_library_query(form: Mapping[str, Any]) -> LibrarySearch:
    """Read a query. Raises InvalidValues."""
    filters = {
        name: values for name in FILTER_NAMES if (values := _filter_values(form, name))
    }
    facets = form.get("facets") or "usual"
    one_of({"facets": facets}, "facets", tuple(FACETS))
    text = "" if form.get("q", "") == "" else word(form, "q")
    sort_on = form.get("sort_on") or (RELEVANCE if parse(text).wanted else "effective")
    one_of({"sort_on": sort_on}, "sort_on", SORTABLE)
    since, until = period(form)
    incident_from, incident_until = period(form, "incident_from", "incident_until")
    default = "ascending" if sort_on == "title" else "descending"
    order = form.get("sort_order") or default
    one_of({"sort_order": order}, "sort_order", ("ascending", "descending"))
    start, size = batch(form, PAGE_SIZE)
    return LibrarySearch(
        filters=filters,
        facets=FACETS[facets],
        words=text,
        since=since,
        until=until,
        incident_from=incident_from,
        incident_until=incident_until,
        sort_on=sort_on,
        descending=order == "descending",
        start=start,
        size=size,
    )


def read_statistics_query(form: Mapping[str, Any]) -> LibrarySearch:
    """Read what is asked of statistics. Raises InvalidValues."""
    asked = {name: value for name, value in form.items() if name not in PERIOD}
    incident_from, incident_until = period(form, *PERIOD)
    return replace(
        read_library_query(asked),
        facets=(),
        incident_from=incident_from,
        incident_until=incident_until,
    )


def _filter_values(form: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """The values of a filter, in the form in which they are compared."""
    values, one = words(form, name), FILTERS.get(name)
    if one is not None and one.code_list is None:
        return tuple(dict.fromkeys(map(one.comparable, values)))
    for value in values:
        if name in CHOICES:
            one_of({name: value}, name, CHOICES[name])
        elif name in FIGURE_FILTERS:
            _check_figure(name, value)
        elif one is not None:
            # Former codes too, which older items may have.
            known_code({name: value}, name, titles(one.code_list, "en"))
    return values


def _check_figure(name: str, value: str) -> None:
    """Check a cell of the map or a leg of the route. Raises InvalidValues."""
    if not re.fullmatch(FIGURE_FILTERS[name], value, re.ASCII):
        raise invalid(name, unknown_code(value).doc())
    for code in value.split("-") if name == "leg" else ():
        known_code({"leg": code}, "leg", titles("country", "en"))
