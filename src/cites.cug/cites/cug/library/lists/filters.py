"""The filters of the library, which the schemas declare with ``filterable``."""

from cites.cug.core.codelists.fields import list_name_of
from cites.cug.core.plone_internals.catalog import brain_object
from cites.cug.interfaces import ILibraryItem
from cites.cug.library.items.alert import IAlert
from cites.cug.library.items.directives import FilterOfField, FILTERS_KEY
from cites.cug.library.items.document import ILibraryDocument
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from plone.indexer import indexer
from Products.PluginIndexes.interfaces import ITransposeQuery
from Products.PluginIndexes.KeywordIndex.KeywordIndex import KeywordIndex
from typing import Any
from zope.component.zcml import adapter
from zope.configuration.config import ConfigurationContext
from zope.i18nmessageid import Message
from zope.interface import implementer
from zope.interface.interfaces import IInterface
from zope.schema.interfaces import IField, IList


#: Portal types of the items that ``@library`` lists, and their schemas.
TYPES = ("Alert", "LibraryDocument")
SCHEMAS = (IAlert, ILibraryDocument)
#: The catalog's index of what statistics add up; see ``figures.py``.
FIGURES = "library_figures"
#: The catalog's index of the authors of alerts that do not say where they come from.
UNNAMED = "library_unnamed"
#: The catalog's index of the items that an item was made from; see ``origins.py``.
ORIGINS = "library_origins"
#: Indexes that nobody can ask for: by some, alerts are compared with each other.
CLOSED = ("library_seizure", "library_pictures", UNNAMED, ORIGINS)


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


@dataclass(frozen=True)
class Filter:
    """One filter with its title, its index and the fields that have its values."""

    name: str
    title: Message
    index: str
    counted: bool
    #: Name of the code list that the values are from; None: they are no codes.
    code_list: str | None
    #: Whether an item can have more than one value.
    is_multiple: bool
    #: Brings values, and what is asked for, into the form in which they are compared.
    comparable: Callable[[str], str]
    #: Makes the values of the filter from one of a field.
    derived: Callable[[str], list[str]] | None
    #: The field, and its column if it has lines, in each schema.
    sources: dict[IInterface, tuple[str, str | None]]

    def values(self, item: Any) -> list[str]:
        """The values, without repetition, that an alert or a document has."""
        for schema, (field, column) in self.sources.items():
            if schema.providedBy(item):
                return list(_values(getattr(item, field), column))
        return []

    def indexed(self, item: Any) -> list[str]:
        """The values in the form in which they are compared, each once."""
        values = self.values(item)
        if self.derived is not None:
            values = [one for value in values for one in self.derived(value)]
        return list(dict.fromkeys(map(self.comparable, values)))


def _as_it_is(value: str) -> str:
    return value


def _values(value: Any, column: str | None) -> Iterator[str]:
    if column is not None:
        yield from sorted({line[column] for line in value or () if line.get(column)})
    elif isinstance(value, list | tuple):
        yield from value
    elif value:
        yield value


def _collect_filters() -> dict[str, Filter]:
    """All filters by name, in the order in which the schemas declare them."""
    declared: dict[str, list[tuple[IInterface, FilterOfField]]] = {}
    for schema in SCHEMAS:
        for one in schema.getTaggedValue(FILTERS_KEY):
            declared.setdefault(one.name, []).append((schema, one))
    return {name: _merged(name, ones) for name, ones in declared.items()}


def _merged(name: str, declared: list[tuple[IInterface, FilterOfField]]) -> Filter:
    """One filter from the declarations of all schemas.

    The first declaration gives the title and the index.
    """
    fields = [_field(schema, one) for schema, one in declared]
    lists = [field for field in fields if IList.providedBy(field)]
    first, field = declared[0][1], fields[0]
    value_field = field.value_type if field in lists else field
    return Filter(
        name=name,
        title=first.title or field.title,
        index=first.index,
        counted=first.counted,
        code_list=list_name_of(value_field),
        is_multiple=bool(lists or first.column),
        comparable=first.comparable or getattr(value_field, "filter_form", _as_it_is),
        derived=first.derived,
        sources={schema: (one.field, one.column) for schema, one in declared},
    )


def _field(schema: IInterface, declared: FilterOfField) -> IField:
    """The field of the schema, or of its lines, that has the values."""
    field = schema[declared.field]
    return field.columns[declared.column] if declared.column else field


FILTERS = _collect_filters()


def index_values(wanted: Filter, item: Any) -> list[str] | str:
    """What the catalog stores for an item.

    Raises AttributeError, which the catalog takes for no value.
    """
    values = wanted.indexed(item)
    if not values:
        raise AttributeError(wanted.index)
    return values if wanted.is_multiple else values[0]


def register_indexers(context: ConfigurationContext) -> None:
    """ZCML directive: register an indexer for each filter."""
    for one in FILTERS.values():
        factory = indexer(ILibraryItem)(partial(index_values, one))
        adapter(context, factory=[factory], name=one.index)


def add_missing_indexes(catalog: Any) -> list[str]:
    """Add the indexes of items that the catalog does not have, and fill them.

    What lists show of the items is brought up to date with them.
    Answers the names of the new indexes. It is called with each installation and update.
    """
    wanted = {one.index: one.is_multiple for one in FILTERS.values()}
    wanted |= {FIGURES: False, **dict.fromkeys(CLOSED, True)}
    names = [name for name in wanted if name not in catalog.indexes()]
    for name in names:
        kind = "KeywordIndex" if wanted[name] else "FieldIndex"
        catalog.addIndex(name, ClosedIndex(name) if name in CLOSED else kind)
    for brain in catalog.unrestrictedSearchResults(portal_type=TYPES) if names else ():
        item = brain_object(brain)
        catalog.catalog_object(item, brain.getPath(), idxs=names)
        item._p_deactivate()  # a library may not fit into memory
    return names
