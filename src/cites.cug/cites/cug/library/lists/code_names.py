"""What the codes of an item are called, so that a search finds them in any language."""

from cites.cug.access.author import is_unnamed
from cites.cug.core.codelists.entry import Entry
from cites.cug.core.codelists.fields import list_name_of
from cites.cug.core.codelists.lists import code_list, corrections_text
from cites.cug.core.codelists.lists import names as list_names
from cites.cug.core.codelists.synonyms import synonyms
from cites.cug.core.codelists.taxa import find_accepted, species_name
from cites.cug.core.codelists.taxon_lists import current_stamp
from cites.cug.core.fulltext.thesaurus import Thesaurus
from cites.cug.library.items.alert import TELLS_WHO_REPORTED
from cites.cug.library.lists.filters import FILTERS, SCHEMAS
from collections.abc import Iterator
from functools import cache, lru_cache
from hashlib import sha256
from typing import Any
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import ICollection


#: Codes that say how an item is handled, and not what it is about.
NOT_SEARCHED = frozenset({"handling", "language", "share_iccwc"})


def names_of(item: Any) -> list[str]:
    """Titles and synonyms of the codes of an item, and the names of its species."""
    names: dict[str, None] = {}
    for list_name, code in _codes_of(item):
        entry = code_list(list_name).entries.get(code)
        if entry is not None:
            names.update(dict.fromkeys((*_titles(entry), *entry.synonyms)))
    for name in FILTERS["species"].values(item):
        names.update(dict.fromkeys(names_of_species(name)))
    return list(names)


def names_of_species(name: str) -> list[str]:
    """The names of a species: accepted, synonyms, in languages, and what it is part of.

    One that is not on the list has its own name alone.
    """
    taxon = find_accepted(species_name(name))
    return [*taxon.names, *taxon.above] if taxon is not None else [name]


@cache
def thesaurus() -> Thesaurus:
    """The words of ``synonyms.csv``: a search for one of a line finds the others too."""
    return Thesaurus(one.names for one in synonyms())


def names_stamp() -> str:
    """Another one after each change of a code list, or of the list of taxa."""
    corrections = tuple(corrections_text(name) for name in list_names())
    return _stamp(corrections, current_stamp())


@lru_cache(maxsize=8)
def _stamp(_corrections: tuple[str, ...], taxa: str) -> str:
    known: list[Any] = [
        (name, entry)
        for name in list_names()
        for entry in code_list(name).entries.values()
    ]
    if taxa:
        known.append(taxa)
    return sha256(repr(known).encode()).hexdigest()[:16]


def _titles(entry: Entry) -> list[str]:
    return [title for title in entry.titles.values() if title]


def _codes_of(item: Any) -> Iterator[tuple[str, str]]:
    """List and code of each value that is a code."""
    for schema in SCHEMAS:
        if not schema.providedBy(item):
            continue
        for name, field in getFieldsInOrder(schema):
            if name in NOT_SEARCHED or (name in TELLS_WHO_REPORTED and is_unnamed(item)):
                continue
            value = getattr(item, name)
            columns = getattr(field, "columns", None)
            if columns is None:
                yield from _codes_in(field, value)
                continue
            for column, one in getFieldsInOrder(columns):
                for line in value or ():
                    yield from _codes_in(one, line.get(column))


def _codes_in(field: Any, value: Any) -> Iterator[tuple[str, str]]:
    if not value:
        return
    if ICollection.providedBy(field):
        for one in value:
            yield from _codes_in(field.value_type, one)
    elif list_name := list_name_of(field):
        yield list_name, value
