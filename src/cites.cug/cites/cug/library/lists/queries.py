"""The library as one caller may see it: one page of rows, the total, and the facets.

Reads only the library's own index and the metadata of the rows shown; no item is loaded.
The workflow state decides who may see an item, through the catalog's
``allowedRolesAndUsers``. Dates have no influence on that.
"""

from calendar import monthrange
from cites.cug.access.author import know_unnamed
from cites.cug.access.guard import principals
from cites.cug.access.policy import PUBLISHED_STATES
from cites.cug.core.codelists.taxon_lists import current_stamp
from cites.cug.core.fulltext.finding import shown_texts
from cites.cug.core.fulltext.index import words_index
from cites.cug.core.fulltext.question import Question, Term
from cites.cug.core.fulltext.ranking import MOST_RANKED, scores_of
from cites.cug.core.fulltext.snippets import snippet
from cites.cug.core.plone_internals.catalog import (
    indexed_values,
    indexed_values_downwards,
    inner_catalog,
    portal_catalog,
    shown_of,
)
from cites.cug.library.lists.bitmaps import (
    library_index,
    LibraryIndex,
    NAME,
    position_of,
    rid_at,
)
from cites.cug.library.lists.filters import UNNAMED
from cites.cug.library.lists.query_parameters import (
    COUNTRY_ONLY,
    LibrarySearch,
    RELEVANCE,
)
from cites.cug.library.lists.suggestions import suggest
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import islice
from Products.CMFCore.indexing import processQueue
from Products.ZCatalog.query import IndexQuery
from pyroaring import BitMap
from typing import Any, NamedTuple


SORT_INDEXES = {
    "effective": "library_time",
    "incident_date": "incident_day",
    "title": "sortable_title",
}
#: Orders whose index stores negative numbers, so that reading it upwards gives the newest
#: first.
NEWEST_FIRST = frozenset({"effective", "incident_date"})
#: Orders of which the library's own index knows the days, or months.
PORTIONS = {"effective": "published", "incident_date": "incident_month"}
#: At most so many hits are sorted. With more, reading the index in order soon finds a
#: page of them.
SORT_LIMIT = 2000
#: If no item has all words, so many are looked for one by one; each is a query.
MOST_SOME_WORDS = 8
EPOCH = date(1970, 1, 1)


class LibraryPage(NamedTuple):
    """One page of a list; ``rows`` are ``(path, UID, row as in library_row)``."""

    total: int
    rows: list[tuple[str, str, dict[str, Any]]]
    facets: dict[str, dict[str, int]]
    #: How many of the words the rows have, if nothing has all of them, and of how many.
    words_matched: int | None = None
    words_asked: int = 0
    #: The words with others in place of those that nothing has; empty if there are none.
    did_you_mean: str = ""


def list_items(
    group: Any,
    search: LibrarySearch,
    within: str | None = None,
    *,
    some_words: bool = False,
) -> LibraryPage:
    """The items of the group's library that the caller may see and asks for.

    ``within`` is the path of a folder, if not the whole library is asked for.
    ``some_words``: if no item has all words, list those that have most of them, and tell
    which words may be meant.
    """
    tokens = principals(group)
    found, counted = found_and_counted(group, search, within, tokens)
    tool = portal_catalog()
    index = library_index(tool)
    words_matched, did_you_mean = None, ""
    if some_words and not found and search.question.wanted:
        fitting = _fitting(search.question)
        visible = index.matching(tokens, {"group": group.UID()})
        unknown = [term for term, those in fitting.items() if not those & visible]
        did_you_mean = suggest(words_index(tool), search.words, unknown, visible)
        if len(search.question.wanted) > 1:
            open_ones = matching(group, replace(search, words=""), within, tokens)
            words_matched, found = _with_most_words(open_ones, fitting.values())
            counted = dict.fromkeys(search.facets, found)
    rids = _page_of(tool, found, search)
    rows = rows_of(group, rids, tokens)
    if search.question.wanted:
        rows = _with_snippets(tool, rids, rows, search.question)
    facets = {name: index.counts(name, among) for name, among in counted.items()}
    asked = len(search.question.wanted)
    return LibraryPage(len(found), rows, facets, words_matched, asked, did_you_mean)


def _fitting(question: Question) -> dict[Term, BitMap]:
    """The positions where each of the first words stands without what is unwanted."""
    index = words_index(portal_catalog())
    return {
        term: index.find(Question((term,), question.unwanted))
        for term in question.wanted[:MOST_SOME_WORDS]
    }


def _with_most_words(
    open_ones: BitMap, fitting: Iterable[BitMap]
) -> tuple[int | None, BitMap]:
    """The greatest number of words that one of the open items has, and those that have
    so many; each of ``fitting`` are the positions where a word stands.
    """
    # At each place those that have so many of the words.
    having = [open_ones]
    for those in fitting:
        having.append(BitMap())
        for number in range(len(having) - 1, 0, -1):
            having[number] |= having[number - 1] & those
    for number in range(len(having) - 1, 0, -1):
        if having[number]:
            return number, having[number]
    return None, BitMap()


def rows_of(
    group: Any, rids: Iterable[int], tokens: list[str] | None = None
) -> list[tuple[str, str, dict[str, Any]]]:
    """Path, UID and row of each, with the author of unnamed items for who may know it.

    ``tokens`` are the caller's, for who has them.
    """
    tokens = principals(group) if tokens is None else tokens
    group_uid = group.UID()
    tool = portal_catalog()
    unnamed = inner_catalog(tool).getIndex(UNNAMED)
    rows = []
    for rid, path, (uid, row) in shown_of(tool, rids, "UID", "library_row"):
        if not row["author"]:
            for author in unnamed.getEntryForObject(rid, ()):
                if know_unnamed(author, tokens, group_uid):
                    row = {**row, "author": author}
        rows.append((path, uid, row))
    return rows


def open_rows(
    group: Any, uids: Iterable[str]
) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """The rows of those published items that the caller may read now, by their UIDs."""
    tool = portal_catalog()
    asked = {"group": group.UID(), "state": PUBLISHED_STATES}
    readable = library_index(tool).matching(principals(group), asked)
    brains = tool.unrestrictedSearchResults(UID=list(uids))
    rids = [brain.getRID() for brain in brains]
    open_ones = [rid for rid in rids if position_of(rid) in readable]
    return {row[1]: row for row in rows_of(group, open_ones)}


def picture_url(path: str, row: Mapping[str, Any], request: Any) -> str | None:
    """The address of the first picture of a row's alert; None without one."""
    name = row.get("picture")
    return request.physicalPathToURL(f"{path}/{name}") if name else None


def list_state(group: Any) -> list[Any]:
    """What all lists of the caller follow from: another one after each change.

    It is the number of changes that the catalog has seen, the state of the index, what
    the caller may see of the group, and the list of taxa, which says what names mean.
    """
    processQueue()
    catalog = portal_catalog()
    stamp = library_index(catalog).stamp()
    return [catalog.getCounter(), stamp, sorted(principals(group)), current_stamp()]


def matching(
    group: Any,
    search: LibrarySearch,
    within: str | None = None,
    tokens: Iterable[str] | None = None,
) -> BitMap:
    """The positions of all items that the caller may see and asks for.

    ``LibraryIndex.counts`` counts values among them. ``tokens`` are those of a member who
    is not the caller, as ``principals_of`` answers them.
    """
    processQueue()
    tool = portal_catalog()
    index = library_index(tool)
    tokens = principals(group) if tokens is None else list(tokens)
    asked = {"group": group.UID(), **search.filters}
    authors = asked.pop("author", None)
    areas = asked.pop("area", None)
    found = index.matching(tokens, asked)
    if areas is not None:
        found &= _in_areas(index, areas, found)
    if authors is not None:
        found &= _written_by(index, authors, tokens, group.UID())
    for narrowed in _narrowed(tool, search, within):
        if not found:
            break
        found &= narrowed
    if search.question and found:
        visible = index.matching(tokens, {"group": group.UID()})
        found = words_index(tool).narrow(search.question, found, visible)
    return found


def found_and_counted(
    group: Any,
    search: LibrarySearch,
    within: str | None = None,
    tokens: Iterable[str] | None = None,
) -> tuple[BitMap, dict[str, BitMap]]:
    """As ``matching``, and for each facet the positions among which it is counted.

    Where values of a facet are chosen, these are all that fit everything else: so many
    items each further value adds.
    """
    chosen = {
        name: values for name, values in search.filters.items() if name in search.facets
    }
    others = {name: value for name, value in search.filters.items() if name not in chosen}
    wide = matching(group, replace(search, filters=others), within, tokens)
    index = library_index(portal_catalog())
    having = {name: index.having(name, values) for name, values in chosen.items()}
    found = BitMap.intersection(wide, *having.values())
    counted = dict.fromkeys(search.facets, found)
    for name in chosen:
        rest = (one for other, one in having.items() if other != name)
        counted[name] = BitMap.intersection(wide, *rest)
    return found, counted


def _in_areas(index: LibraryIndex, wanted: str | Iterable[str], found: BitMap) -> BitMap:
    """Those found that lie in the cells, or have no position where that is asked for."""
    areas = [wanted] if isinstance(wanted, str) else list(wanted)
    placed = index.having("area", areas)
    if COUNTRY_ONLY in areas:
        placed |= found - index.having_any("area")
    return placed


def _written_by(
    index: LibraryIndex, wanted: str | Iterable[str], tokens: list[str], group_uid: str
) -> BitMap:
    """The positions of items by these authors, as far as these tokens may know that."""
    authors = [wanted] if isinstance(wanted, str) else list(wanted)
    known = [one for one in authors if know_unnamed(one, tokens, group_uid)]
    return index.having("author", authors) | index.having("unnamed", known)


def _narrowed(tool: Any, search: LibrarySearch, within: str | None) -> Iterator[BitMap]:
    """The positions of what else is asked for, each found as it is read."""
    for name, wanted in search.limits.items():
        yield library_index(tool).having(name, wanted)
    if search.since or search.until:
        first = (search.since - EPOCH).days if search.since else 0
        last = ((search.until or date.max) - EPOCH).days
        yield library_index(tool).between("published", first, last)
    if search.incident_from or search.incident_until:
        yield _happened(tool, search.incident_from, search.incident_until)
    if within is not None:
        yield _asked_of_catalog(tool, "path", within)


def _happened(tool: Any, first: date | None, last: date | None) -> BitMap:
    """The positions of all alerts whose incident was in these days."""
    first, last = first or date.min, last or date.max
    months = first.isoformat()[:7], last.isoformat()[:7]
    found = library_index(tool).between("incident_month", *months)
    # Months are whole in the index; days at both ends are too many by these.
    month_ends = last.replace(day=monthrange(last.year, last.month)[1])
    for begin, end in (
        (first.replace(day=1).toordinal(), first.toordinal() - 1),
        (last.toordinal() + 1, month_ends.toordinal()),
    ):
        if begin <= end:
            days = {"query": (-end, -begin), "range": "min:max"}
            found -= _asked_of_catalog(tool, "incident_day", days)
    return found


def _asked_of_catalog(tool: Any, index_name: str, query: Any) -> BitMap:
    index = inner_catalog(tool).getIndex(index_name)
    asked = IndexQuery(
        {index_name: query},
        index_name,
        index.query_options,
        index.operators,
        index.useOperator,
    )
    return BitMap(map(position_of, index.query_index(asked, None) or ()))


def _page(catalog: Any, found: BitMap, search: LibrarySearch) -> list[int]:
    """The catalog's record ids of one page of the list."""
    order = catalog.getIndex(SORT_INDEXES[search.sort_on])
    upwards = search.descending == (search.sort_on in NEWEST_FIRST)
    start, end = search.start, search.start + search.size
    # Of so few, the order would have to be read far for a page of them.
    read = end * len(catalog)
    few = len(found) <= SORT_LIMIT and len(found) ** 2 <= read
    if not few and search.sort_on in PORTIONS:
        before, portion = _portion(catalog, found, search)
        if len(portion) <= SORT_LIMIT and len(portion) * len(found) <= read:
            few, found, start, end = True, portion, start - before, end - before
    # Titles cannot be read downwards.
    if few or not (upwards or search.sort_on in NEWEST_FIRST):
        keys, rids = order.documentToKeyMap(), map(rid_at, found)
        ranked = [(keys[rid], rid) for rid in rids if rid in keys]
        ranked.sort(reverse=not upwards)
        return [rid for _key, rid in ranked[start:end]]
    return list(islice(_walk(order, found, upwards), start, end))


def _portion(catalog: Any, found: BitMap, search: LibrarySearch) -> tuple[int, BitMap]:
    """Those of the days or months of a page, and how many stand before them."""
    before, portion = 0, BitMap()
    for members in catalog.getIndex(NAME).in_order(
        PORTIONS[search.sort_on], found, downwards=search.descending
    ):
        if not portion and before + len(members) <= search.start:
            before += len(members)
            continue
        portion |= members
        if before + len(portion) >= search.start + search.size:
            break
    return before, portion


def _page_of(tool: Any, found: BitMap, search: LibrarySearch) -> list[int]:
    """The catalog's record ids of one page of the list."""
    catalog = inner_catalog(tool)
    if search.sort_on != RELEVANCE:
        return _page(catalog, found, search)
    if len(found) > MOST_RANKED or not search.question.wanted:
        return _page(catalog, found, replace(search, sort_on="effective"))
    scores = scores_of(words_index(tool).number, found, search.question)
    keys = catalog.getIndex(SORT_INDEXES["effective"]).documentToKeyMap()
    rids = sorted(
        map(rid_at, found),
        key=lambda rid: (-scores.get(position_of(rid), 0.0), keys.get(rid, 0.0), rid),
    )
    if not search.descending:
        rids.reverse()
    return rids[search.start : search.start + search.size]


def _with_snippets(
    tool: Any, rids: list[int], rows: list[Any], question: Question
) -> list[tuple[str, str, dict[str, Any]]]:
    """The same rows, each with the place of its text where the words stand."""
    positions = [position_of(rid) for rid in rids]
    texts = shown_texts(words_index(tool).number, positions)
    return [
        (path, uid, {**row, "snippet": snippet(*texts[position], question)})
        if position in texts
        else (path, uid, {**row, "snippet": ""})
        for position, (path, uid, row) in zip(positions, rows, strict=True)
    ]


def newest(catalog: Any, found: BitMap, most: int) -> list[int]:
    """The inner catalog's record ids of those that were published last."""
    if not found or most <= 0:
        return []
    return _page(catalog, found, LibrarySearch(size=most))


def _walk(order: Any, found: BitMap, upwards: bool) -> Iterator[int]:
    """The record ids in the order of an index, those of one key in either way."""
    read = indexed_values if upwards else indexed_values_downwards
    for _key, members in read(order):
        rids = (members,) if isinstance(members, int) else members
        for rid in rids if upwards else reversed(list(rids)):
            if position_of(rid) in found:
                yield rid
