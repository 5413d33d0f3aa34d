"""Items whose code titles or taxa are others by now, because a list has changed.

An item keeps the names that were written. What it is listed and found by follows from
them: accepted names, what these are part of, and all that they are called.
"""

from cites.cug.core.fulltext.index import has_words_index, words_index
from cites.cug.core.fulltext.index import NAME as WORDS
from cites.cug.core.fulltext.streams import WordFields
from cites.cug.core.plone_internals.catalog import brain_object, inner_catalog
from cites.cug.library.items.alert import IAlert
from cites.cug.library.lists.bitmaps import library_index
from cites.cug.library.lists.bitmaps import NAME as BITMAPS
from cites.cug.library.lists.code_names import names_stamp
from cites.cug.library.lists.filters import FIGURES, FILTERS, TYPES
from cites.cug.library.lists.searchable_text import name_fields
from cites.cug.library.tools.statistics.figures import write_figures
from collections.abc import Iterator
from plone import api
from typing import Any


#: The filters whose values follow from the list of taxa.
OF_TAXA = ("species", "taxon")
#: All there are.
MOST = 10**9
INDEXES = [WORDS, *(FILTERS[name].index for name in OF_TAXA), FIGURES, BITMAPS]


def names_said(catalog: Any, rid: int) -> WordFields | None:
    """What is said of an item now, if its entry says that; else None."""
    inner = inner_catalog(catalog)
    if rid not in inner.data:
        return None
    item = brain_object(inner[rid])
    fields = name_fields(item)
    named = words_index(catalog).has_names(rid, fields)
    named = named and is_listed_so(catalog, rid, item)
    item._p_deactivate()  # a library may not fit into memory
    return fields if named else None


def is_listed_so(catalog: Any, rid: int, item: Any) -> bool:
    """Whether the item is listed under the taxa that its species belong to now."""
    entry = library_index(catalog).getEntryForObject(rid, {})
    if any(
        set(FILTERS[name].indexed(item)) != set(entry.get(name, ())) for name in OF_TAXA
    ):
        return False
    if not IAlert.providedBy(item):
        return True
    kept = inner_catalog(catalog).getIndex(FIGURES).getEntryForObject(rid)
    return kept == write_figures(item)


def rename(rid: int) -> None:
    """Index the item of an entry again by what its codes and taxa are called now."""
    catalog = api.portal.get_tool("portal_catalog")
    inner = inner_catalog(catalog)
    if rid in inner.data:
        brain_object(inner[rid]).reindexObject(idxs=INDEXES)
    else:  # left by whoever was interrupted
        words_index(catalog).unindex_object(rid)


def wrongly_listed(catalog: Any) -> Iterator[str]:
    """Paths of the items that are listed under other taxa, and that no job will mend."""
    late = set(words_index(catalog).stale(names_stamp(), MOST))
    for brain in catalog.unrestrictedSearchResults(portal_type=TYPES):
        rid = brain.getRID()
        if rid not in late:
            item = brain_object(brain)
            if not is_listed_so(catalog, rid, item):
                yield brain.getPath()
            item._p_deactivate()


def waiting(catalog: Any) -> int:
    """How many items the job has not looked at yet since a list has changed."""
    return words_index(catalog).stale_total(names_stamp())


def items_waiting() -> int:
    """The same of the current portal."""
    catalog = api.portal.get_tool("portal_catalog")
    return waiting(catalog) if has_words_index(catalog) else 0
