"""Directives for the schemas of the library."""

from collections.abc import Callable
from plone.supermodel.directives import MetadataListDirective
from typing import NamedTuple
from zope.i18nmessageid import Message


FILTERS_KEY = "cites.cug.library.lists.filters"


class FilterOfField(NamedTuple):
    """What one call of ``filterable`` says; its docstring explains each part."""

    field: str
    name: str
    column: str | None
    title: Message | None
    index: str  # type: ignore[assignment] # hides that of tuples
    counted: bool
    derived: Callable[[str], list[str]] | None
    comparable: Callable[[str], str] | None


class filterable(MetadataListDirective):
    """Make a field a filter of ``@library`` and of the library's page, with an index.

    ``filterable("concealment")`` is all that a field needs: ``filters.py`` derives the
    query parameter, the facet, the index, its indexer and the title from it.

    ``name`` is the query parameter, if it is not called as the field. Fields of two
    schemas with one name are one filter.
    ``column`` is the column of a field whose values are lines, as ``specimens``.
    ``title`` is what pages call the filter, if it is not the title of the field.
    ``index`` is the name of the catalog index, if it is not ``library_`` and the name.
    ``counted`` filters have their facet with each list. The facets of others take time
    and are counted only for ``facets=all``.
    ``derived`` makes the values of the filter from one of the field.
    ``comparable`` brings what is asked for into the form of the values, if the field has
    no ``filter_form`` that does so for both.
    """

    key = FILTERS_KEY

    def factory(
        self,
        field: str,
        name: str = "",
        *,
        column: str | None = None,
        title: Message | None = None,
        index: str = "",
        counted: bool = False,
        derived: Callable[[str], list[str]] | None = None,
        comparable: Callable[[str], str] | None = None,
    ) -> list[FilterOfField]:
        name = name or column or field
        index = index or f"library_{name}"
        return [
            FilterOfField(field, name, column, title, index, counted, derived, comparable)
        ]
