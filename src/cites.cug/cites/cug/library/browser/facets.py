"""Filters of the library page: what is chosen, and what can be with how many items."""

from cites.cug import _
from cites.cug.codelists.lists import title
from cites.cug.layout.people import full_name
from cites.cug.layout.times import day
from cites.cug.library.browser.question import LibraryQueryForm
from cites.cug.library.labels import STATES
from cites.cug.library.labels import TYPES
from cites.cug.library.queries import FACETS
from collections.abc import Mapping
from typing import Any
from typing import NamedTuple


#: Parameter → what the screen calls it.
NAMES = {
    "q": _("Words"),
    "type": _("Type"),
    "alert_type": _("Kind of alert"),
    "document_type": _("Kind of document"),
    "state": _("State"),
    "handling": _("Handling code"),
    "country": _("Country"),
    "species": _("Species"),
    "term": _("Specimen"),
    "author": _("Author"),
    "since": _("From"),
    "until": _("Until"),
    "sort_on": _("Order"),
    "sort_order": _("Direction"),
    "b_start": _("First item"),
    "b_size": _("Items on a page"),
}
CODED = frozenset({"alert_type", "document_type", "handling", "country", "term"})
#: More values of a facet are offered in a select: they cost little there.
LINKS = 7


class Value(NamedTuple):
    value: str
    title: Any
    count: int
    url: str


class Facet(NamedTuple):
    name: str
    title: Any
    links: list[Value]
    others: list[Value]


class Chip(NamedTuple):
    """One chosen filter; ``url`` is the page without it."""

    title: Any
    value: Any
    url: str


def value_title(name: str, value: str, language: str) -> Any:
    """What the screen calls a value of a parameter."""
    if name in CODED:
        words = title(name, value, language)
        return f"{words} ({value})" if name == "term" else words
    if name in ("since", "until"):
        return value
    if name == "author":
        return full_name(value)
    return {"type": TYPES, "state": STATES}.get(name, {}).get(value, value)


def chips(question: LibraryQueryForm, language: str) -> list[Chip]:
    """What is chosen now."""
    search, found = question.search, []
    shown = {
        "q": question.asked.get("q"),
        **{
            name: value_title(name, value, language)
            for name, value in search.filters.items()
        },
        "since": search.since and day(search.since, language).text,
        "until": search.until and day(search.until, language).text,
    }
    for name, words in shown.items():
        if words:
            found.append(Chip(NAMES[name], words, question.url(**{name: None})))
    return found


def facets(
    counts: Mapping[str, Mapping[str, int]],
    total: int,
    question: LibraryQueryForm,
    language: str,
) -> list[Facet]:
    """Facets that can narrow the list further, each with its values, most first."""
    found = []
    for name in FACETS:
        if name in question.asked or _tells_nothing(counts[name], total):
            continue
        values = [
            Value(
                value,
                value_title(name, value, language),
                count,
                question.url(**{name: value}),
            )
            for value, count in sorted(
                counts[name].items(), key=lambda pair: (-pair[1], pair[0])
            )
        ]
        found.append(Facet(name, NAMES[name], values[:LINKS], values[LINKS:]))
    return found


def _tells_nothing(counts: Mapping[str, int], total: int) -> bool:
    return not counts or list(counts.values()) == [total]
