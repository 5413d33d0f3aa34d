"""The catalogue below its tool."""

from BTrees.IOBTree import IOBTree
from collections.abc import Collection, Iterable, Iterator
from math import inf, nextafter
from plone.indexer.interfaces import IIndexableObjectWrapper
from typing import Any
from zope.component.hooks import getSite


#: Record ids are signed numbers of 32 bits; sets of them are of unsigned ones.
UNSIGNED = 0xFFFFFFFF


class Rows(IOBTree):
    """What the catalog shows of each entry, in smaller portions than Plone's.

    A portion is stored as a whole with each entry that is added to it, and an entry takes
    nearly a kilobyte.
    """

    max_leaf_size = 12
    max_internal_size = 60


def store_rows_apart(catalog_tool: Any) -> None:
    """Keep what the catalog shows of its entries in small portions."""
    catalog = catalog_tool._catalog
    if not isinstance(catalog.data, Rows):
        catalog.data = Rows(catalog.data)


def store_rows_together(catalog_tool: Any) -> None:
    """Keep it as Plone does."""
    catalog = catalog_tool._catalog
    if isinstance(catalog.data, Rows):
        catalog.data = IOBTree(catalog.data)


def position_of(rid: int) -> int:
    """The position of a record id of the catalog, which may be negative."""
    return rid & UNSIGNED


def rid_at(position: int) -> int:
    """The catalog's record id of a position."""
    return position - (UNSIGNED + 1) if position >> 31 else position


def portal_catalog() -> Any:
    """The portal's catalog. ``api.portal.get_tool`` takes longer than what is asked."""
    return getSite()._getOb("portal_catalog")


def brain_object(brain: Any) -> Any:
    """The object of a brain, whether or not the caller may see it."""
    return brain._unrestrictedGetObject()


def read_source(obj: Any, name: str) -> Any:
    """What an index reads of an object or its wrapper; None if there is no such name."""
    try:
        value = getattr(obj, name)
        return value() if callable(value) else value
    except AttributeError:
        return None


def indexed_object(obj: Any) -> Any:
    """The object that a catalog's wrapper is about, or the object itself."""
    return obj._getWrappedObject() if IIndexableObjectWrapper.providedBy(obj) else obj


def inner_catalog(catalog_tool: Any) -> Any:
    """The inner catalogue, with indexes by ``getIndex(name)`` and brains by record id.

    A search by the tool would filter, sort and make brains of everything.
    """
    return catalog_tool._catalog


def titles_at(paths: Collection[str]) -> dict[str, str]:
    """Titles, by path, of what lies at these paths and the caller may see."""
    if not paths:
        return {}
    brains = portal_catalog().searchResults(
        path={"query": list(paths), "depth": 0}, show_inactive=True
    )
    return {brain.getPath(): brain.Title for brain in brains}


def shown_of(
    catalog_tool: Any, rids: Iterable[int], *columns: str
) -> Iterator[tuple[int, str, tuple[Any, ...]]]:
    """Record id, path and these columns of what the catalog shows of each entry.

    To make brains of them takes longer than all else that a list needs.
    """
    catalog = catalog_tool._catalog
    places = [catalog.schema[name] for name in columns]
    for rid in rids:
        shown = catalog.data[rid]
        yield rid, catalog.paths[rid], tuple(shown[place] for place in places)


def path_of_uid(catalog_tool: Any, uid: str) -> str | None:
    """The path of the content with this UID; None if there is none.

    A search by the tool would take longer than all else that a log-in asks for.
    """
    catalog = catalog_tool._catalog
    rid = rid_of_uid(catalog_tool, uid)
    return catalog.paths.get(rid) if rid is not None else None


def rid_of_uid(catalog_tool: Any, uid: str) -> int | None:
    """The record id of the content with this UID; None if there is none."""
    return catalog_tool._catalog.getIndex("UID")._index.get(uid)


def rids_of_keyword(catalog_tool: Any, index_name: str, value: str) -> list[int]:
    """Record ids of all content that a keyword index has this value for.

    A search by the tool would bring the queue of the catalog up to date first.
    """
    found = catalog_tool._catalog.getIndex(index_name)._index.get(value, ())
    return [found] if isinstance(found, int) else list(found)


def indexed_values(index: Any) -> Iterable[tuple[Any, Any]]:
    """Yield each value of an index with its record id or ids, lowest value first.

    The index's method ``items()`` would copy them all.
    """
    return index._index.items()


def indexed_values_downwards(index: Any) -> Iterator[tuple[Any, Any]]:
    """The same, highest value first, of an index of numbers."""
    tree = index._index
    key = tree.maxKey() if tree else None
    while key is not None:
        yield key, tree[key]
        try:
            key = tree.maxKey(key - 1 if isinstance(key, int) else nextafter(key, -inf))
        except ValueError:  # nothing is below
            return
