"""The library as one caller may see it: one page of rows, the total, and the facets.

Reads only index sets and the metadata of the rows shown; no item is loaded. The workflow
state decides who may see an item, through the catalog's ``allowedRolesAndUsers``. Dates
have no influence on that.
"""

from BTrees.IIBTree import IISet, intersection
from cites.cug.access.guard import principals
from cites.cug.library.filters import FILTERS
from cites.cug.library.query_parameters import LibrarySearch
from cites.cug.plone_internals.catalog import indexed_values, inner_catalog
from collections.abc import Iterable
from itertools import islice
from plone import api
from Products.CMFCore.indexing import processQueue
from Products.ZCatalog.query import IndexQuery
from typing import Any, NamedTuple


#: The catalog index of each filter.
INDEXES = {
    "type": "portal_type",
    "state": "review_state",
    **{name: one.index for name, one in FILTERS.items()},
    "author": "Creator",
}
SORT_INDEXES = {
    "effective": "library_time",
    "incident_date": "incident_day",
    "title": "sortable_title",
}
#: Orders whose index stores negative numbers, so that reading it upwards gives the newest
#: first.
NEWEST_FIRST = frozenset({"effective", "incident_date"})
#: Up to so many hits are sorted. With more, reading the index in order soon finds a page
#: of them.
SORT_LIMIT = 2000


class LibraryPage(NamedTuple):
    """One page of a list; ``rows`` are ``(path, UID, row as in library_row)``."""

    total: int
    rows: list[tuple[str, str, dict[str, Any]]]
    facets: dict[str, dict[str, int]]


def list_items(
    group: Any, search: LibrarySearch, within: str | None = None
) -> LibraryPage:
    """The items of the group's library that the caller may see and asks for.

    ``within`` is the path of a folder, if not the whole library is asked for.
    """
    processQueue()
    catalog = inner_catalog(api.portal.get_tool("portal_catalog"))
    found = _matching(catalog, group, search, within)
    order = catalog.getIndex(SORT_INDEXES[search.sort_on])
    upwards = search.descending == (search.sort_on in NEWEST_FIRST)
    rids = _sorted(order, found, upwards, search.start, search.size)
    brains = [catalog[rid] for rid in rids]
    rows = [(brain.getPath(), brain.UID, brain.library_row) for brain in brains]
    return LibraryPage(len(found), rows, _facets(catalog, found, search.facets))


def _apply(catalog, found, index_name: str, query: Any):
    index = catalog.getIndex(index_name)
    asked = IndexQuery(
        {index_name: query},
        index_name,
        index.query_options,
        index.operators,
        index.useOperator,
    )
    hits = index.query_index(asked, found)
    if not hits:
        return IISet()
    return intersection(found, hits) if found is not None else hits


def _matching(catalog, group: Any, search: LibrarySearch, within: str | None):
    criteria = [
        ("allowedRolesAndUsers", principals(group)),
        ("library_of", group.UID()),
        *((INDEXES[name], value) for name, value in search.filters.items()),
        *((name, limits) for name, limits in search.ranges()),
    ]
    if within is not None:
        criteria.append(("path", within))
    if search.text:
        criteria.append(("SearchableText", search.text))
    found = None
    for index_name, query in criteria:
        found = _apply(catalog, found, index_name, query)
        if not found:
            return IISet()
    return found


def _sorted(order, found, upwards: bool, start: int, size: int) -> list[int]:
    """The catalog's record ids of one page of the list."""
    if len(found) <= SORT_LIMIT or not upwards:
        keys = order.documentToKeyMap()
        ranked = sorted((keys[rid], rid) for rid in found if rid in keys)
        if not upwards:
            ranked.reverse()
        return [rid for _key, rid in ranked[start : start + size]]
    return list(islice(_walk(order, found), start, start + size))


def _walk(order, found):
    for _key, members in indexed_values(order):
        for rid in (members,) if isinstance(members, int) else members:
            if rid in found:
                yield rid


def _facets(catalog, found, names: Iterable[str]) -> dict[str, dict[str, int]]:
    return {name: _counts(catalog.getIndex(INDEXES[name]), found) for name in names}


def _counts(index, found) -> dict[str, int]:
    counts = {}
    for value, members in indexed_values(index):
        if isinstance(members, int):
            number = int(members in found)
        else:
            number = len(intersection(found, members))
        if number:
            counts[value] = number
    return counts
