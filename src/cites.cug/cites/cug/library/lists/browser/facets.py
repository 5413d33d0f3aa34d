"""The filters of the library's page: those chosen, and those that can be chosen."""

from cites.cug import _
from cites.cug.core.validation.errors import invalid, unknown_code
from cites.cug.core.validation.query_form import QueryForm
from cites.cug.library.lists.authors import filter_title
from cites.cug.library.lists.filters import FILTERS
from cites.cug.library.lists.labels import value_title
from cites.cug.library.lists.query_parameters import (
    ALL_FACETS,
    FILTER_NAMES,
    LibrarySearch,
    read_library_query,
)
from cites.cug.web.layout.times import day
from collections.abc import Mapping
from typing import Any, NamedTuple


#: What the page calls each parameter.
NAMES = {
    "q": _("common_words_title"),
    "type": _("library_facets_type"),
    "state": _("common_state_column"),
    **{name: one.title for name, one in FILTERS.items()},
    "area": _("library_facets_area"),
    "leg": _("library_facets_leg"),
    "author": _("common_author_label"),
    "since": _("common_from_title"),
    "until": _("common_until_title"),
    "incident_from": _("library_facets_incident_from"),
    "incident_until": _("library_facets_incident_until"),
    "facets": _("library_filters_summary"),
    "sort_on": _("common_order_title"),
    "sort_order": _("library_facets_direction"),
    "look": _("common_show_as_title"),
    "b_start": _("common_first_item_title"),
    "b_size": _("common_items_on_a_page_title"),
}
#: How the list looks. Without ``look`` it is a list of rows with their summaries.
LOOKS = {
    None: _("common_list_title"),
    "compact": _("library_facets_compact"),
    "pictures": _("library_pictures_heading"),
}
PERIODS = ("since", "until", "incident_from", "incident_until")
NARROWING = ("q", *FILTER_NAMES, *PERIODS)
#: So many values of a facet are links. The others are options of a select, which takes
#: fewer bytes.
LINKS = 7
#: So many values a facet has, unless all facets are asked for.
MOST_VALUES = 20
#: So many facets are unfolded, and those in which values are chosen.
UNFOLDED = 3


class Value(NamedTuple):
    """One value of a facet: number of items, and the address that adds it.

    If it is chosen, ``url`` is the address without it.
    """

    value: str
    title: Any
    count: int  # type: ignore[assignment] # hides that of tuples
    url: str
    chosen: bool


class Facet(NamedTuple):
    """One facet: the first values as links, others in a select."""

    name: str
    title: Any
    links: list[Value]
    others: list[Value]
    unfolded: bool
    #: Whether there are values that are not shown.
    cut: bool


class Chip(NamedTuple):
    """One chosen value of a filter; ``url`` is the address of the page without it."""

    title: Any
    value: Any
    url: str


class LibraryQueryForm(QueryForm):
    """The query string of the library's page."""

    narrowing = NARROWING
    kept = (*NARROWING, "facets", "sort_on", "sort_order", "b_size", "look", "items")

    search: LibrarySearch

    def __init__(self, form: Mapping[str, Any], page_url: str):
        super().__init__(form, page_url)
        self.asked |= self.search.filters

    @staticmethod
    def read(form: Mapping[str, Any]) -> LibrarySearch:
        """The query as programs send it, without what is for the page alone."""
        if form.get("look") not in ("", *LOOKS):
            raise invalid("look", *unknown_code(form["look"]).mistakes)
        of_page = ("look", "items")
        return read_library_query({k: one for k, one in form.items() if k not in of_page})

    @property
    def look(self) -> str | None:
        """The chosen one of ``LOOKS``."""
        return self.asked.get("look")

    @property
    def ticked(self) -> list[str]:
        """UIDs of the items that are ticked, on this page of the list or on another."""
        given = self.asked.get("items", [])
        return given if isinstance(given, list) else [given]

    def values(self, name: str) -> tuple[str, ...]:
        """The chosen values of a filter."""
        return tuple(self.search.filters.get(name, ()))

    def with_value(self, name: str, value: str) -> str:
        """The address with one more value of a filter."""
        return self.url(**{name: (*self.values(name), value)})

    def without_value(self, name: str, value: str) -> str:
        """The address without one value of a filter."""
        return self.url(**{name: [one for one in self.values(name) if one != value]})


def chips(group: Any, question: LibraryQueryForm, language: str) -> list[Chip]:
    """The filters that are chosen now, in the order of ``NARROWING``."""
    search = question.search
    chosen = [
        Chip(
            NAMES[name],
            filter_title(group, name, value, language),
            question.without_value(name, value),
        )
        for name in search.filters
        for value in question.values(name)
    ]
    days = [
        Chip(NAMES[name], day(value, language).text, question.url(**{name: None}))
        for name in PERIODS
        if (value := getattr(search, name))
    ]
    words = question.asked.get("q")
    typed = [Chip(NAMES["q"], words, question.url(q=None))] if words else []
    return [*typed, *chosen, *days]


def facets(
    counts: Mapping[str, Mapping[str, int]],
    total: int,
    question: LibraryQueryForm,
    language: str,
) -> list[Facet]:
    """The facets that can change the list.

    Chosen values come first, then the most frequent ones.
    """
    found: list[Facet] = []
    most = None if question.search.facets == ALL_FACETS else MOST_VALUES
    for name, counted in counts.items():
        chosen = question.values(name)
        if not chosen and _tells_nothing(counted, total):
            continue
        others = [one for one in counted if one not in chosen]
        others.sort(key=lambda value: (-counted[value], value))
        shown = [*chosen, *others][: most and max(most, len(chosen))]
        values = [
            Value(
                value,
                value_title(name, value, language),
                counted.get(value, 0),
                question.without_value(name, value)
                if value in chosen
                else question.with_value(name, value),
                value in chosen,
            )
            for value in shown
        ]
        links = max(LINKS, len(chosen))
        unfolded = bool(chosen) or len(found) < UNFOLDED
        cut = len(chosen) + len(others) > len(shown)
        parts = values[:links], values[links:]
        found.append(Facet(name, NAMES[name], *parts, unfolded, cut))
    return found


def _tells_nothing(counts: Mapping[str, int], total: int) -> bool:
    return not counts or list(counts.values()) == [total]
