"""The filters of the library's page: those chosen, and those that can be chosen."""

from cites.cug import _
from cites.cug.core.validation.errors import invalid, unknown_code
from cites.cug.core.validation.query_form import QueryForm
from cites.cug.library.lists.authors import filter_title
from cites.cug.library.lists.filters import FILTERS
from cites.cug.library.lists.labels import value_title
from cites.cug.library.lists.query_parameters import (
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


class Value(NamedTuple):
    """One value of a facet: number of items, and the address that filters by it."""

    value: str
    title: Any
    count: int  # type: ignore[assignment] # hides that of tuples
    url: str


class Facet(NamedTuple):
    """One facet: the first values as links, all others in a select."""

    name: str
    title: Any
    links: list[Value]
    others: list[Value]


class Chip(NamedTuple):
    """One chosen filter; ``url`` is the address of the page without it."""

    title: Any
    value: Any
    url: str


class LibraryQueryForm(QueryForm):
    """The query string of the library's page."""

    narrowing = NARROWING
    kept = (*NARROWING, "facets", "sort_on", "sort_order", "b_size", "look")

    @staticmethod
    def read(form: Mapping[str, Any]) -> LibrarySearch:
        """The query as programs send it, and ``look``, which is for the page alone."""
        if form.get("look") not in ("", *LOOKS):
            raise invalid("look", *unknown_code(form["look"]).mistakes)
        return read_library_query({k: one for k, one in form.items() if k != "look"})

    @property
    def look(self) -> str | None:
        """The chosen one of ``LOOKS``."""
        return self.asked.get("look")


def chips(group: Any, question: LibraryQueryForm, language: str) -> list[Chip]:
    """The filters that are chosen now."""
    search = question.search
    shown = {
        "q": question.asked.get("q"),
        **{
            name: filter_title(group, name, value, language)
            for name, value in search.filters.items()
        },
        **{
            name: day(value, language).text
            for name in PERIODS
            if (value := getattr(search, name))
        },
    }
    return [
        Chip(NAMES[name], words, question.url(**{name: None}))
        for name, words in shown.items()
        if words
    ]


def facets(
    counts: Mapping[str, Mapping[str, int]],
    total: int,
    question: LibraryQueryForm,
    language: str,
) -> list[Facet]:
    """The facets that can narrow the list further; most frequent values come first."""
    found = []
    for name, counted in counts.items():
        if name in question.asked or _tells_nothing(counted, total):
            continue
        values = [
            Value(
                value,
                value_title(name, value, language),
                count,
                question.url(**{name: value}),
            )
            for value, count in sorted(
                counted.items(), key=lambda pair: (-pair[1], pair[0])
            )
        ]
        found.append(Facet(name, NAMES[name], values[:LINKS], values[LINKS:]))
    return found


def _tells_nothing(counts: Mapping[str, int], total: int) -> bool:
    return not counts or list(counts.values()) == [total]
