"""The catalogue, below its tool."""

from collections.abc import Iterable
from typing import Any


def brain_object(brain: Any) -> Any:
    """The object of a brain, whether or not the caller may see it."""
    return brain._unrestrictedGetObject()


def inner_catalog(catalog_tool: Any) -> Any:
    """What holds the indexes: ``getIndex(name)``, and brains by record id.

    The tool's own search would filter, sort and make brains of everything.
    """
    return catalog_tool._catalog


def indexed_values(index: Any) -> Iterable[tuple[Any, Any]]:
    """Lazily, each value of an index with its record id or ids, lowest value first.

    The index's own ``items()`` would copy them all.
    """
    return index._index.items()
