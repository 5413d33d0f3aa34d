"""What a reader of an item can follow of it, in one step."""

from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.library.lists.filters import FILTERS
from cites.cug.library.tools.follows.fields import author_country, Field, stops_of
from cites.cug.library.tools.follows.queries import own_follows
from cites.cug.library.tools.follows.words import shown
from collections.abc import Iterator
from typing import Any


def offers(item: Any, group: Any, user_id: str) -> list[dict[str, Any]]:
    """``name`` (as the button sends it), ``field_title``, ``title``, ``followed``."""
    mine = {(one.field, one.value) for one in own_follows(group, user_id)}
    language = reader_language()
    return [
        {
            "name": f"{field}:{value}",
            "followed": (field, value) in mine,
            **shown(group, field, value, language),
        }
        for field, value in dict.fromkeys(_followable(item))
    ]


def _followable(item: Any) -> Iterator[tuple[Field, str]]:
    """Of a subspecies, its genus; of a route, its two ends."""
    for name in FILTERS["species"].indexed(item):
        yield Field.SPECIES, name
    for name in FILTERS["species"].indexed(item):
        genus, _space, epithet = name.partition(" ")
        if epithet and genus in FILTERS["taxon"].indexed(item):
            yield Field.SPECIES, genus
    for code in FILTERS["country"].indexed(item):
        yield Field.COUNTRY, code
    stops = stops_of(item)
    if len(stops) > 1:
        yield Field.ROUTE, f"{stops[0]}-{stops[-1]}"
    yield Field.HANDLING, item.handling
    country = author_country(item)
    if country is not None:
        yield Field.AUTHOR_COUNTRY, country
