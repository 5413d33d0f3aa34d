"""An index whose values nobody can ask the catalog for, by whatever page or service."""

from Products.PluginIndexes.interfaces import ITransposeQuery
from Products.PluginIndexes.KeywordIndex.KeywordIndex import KeywordIndex
from typing import Any
from zope.interface import implementer


@implementer(ITransposeQuery)
class ClosedIndex(KeywordIndex):
    """Holds values of items for the library's own index (``bitmaps.py``)."""

    meta_type = "Index that no query uses"

    def make_query(self, query: Any) -> dict[str, Any]:
        """The query without what it asks of this index."""
        return {name: value for name, value in query.items() if name != self.id}

    def getIndexNames(self) -> list[str]:
        """The indexes with which this one is brought up to date: itself."""
        return [self.id]

    def getIndexQueryNames(self) -> tuple[str, ...]:
        """None: a query of the catalog does not use it."""
        return ()

    @property
    def documentToKeyMap(self) -> Any:
        """The catalog sorts by an index that has this."""
        raise AttributeError
