"""What can be followed, and what of it an item has."""

from cites.cug import _
from cites.cug.access.author import author_of, is_unnamed
from cites.cug.access.guard import group_of
from cites.cug.core.codelists.lists import titles
from cites.cug.core.codelists.taxa import scientific_names, taxon_name
from cites.cug.core.validation.characters import fit_line
from cites.cug.core.validation.errors import (
    about,
    invalid,
    InvalidValue,
    InvalidValues,
    unknown_code,
)
from cites.cug.library.items.alert import IAlert
from cites.cug.library.lists.filters import FILTERS
from cites.cug.library.lists.query_parameters import (
    FILTER_NAMES,
    LibrarySearch,
    read_library_query,
)
from cites.cug.library.tools.follows.models import MAX_VALUE
from collections.abc import Iterable, Mapping, Sequence
from collective.workspace.interfaces import IWorkspace
from enum import StrEnum
from itertools import chain, combinations
from typing import Any
from urllib.parse import parse_qsl, urlencode


class Field(StrEnum):
    """Names of what can be followed, as ``@follows`` takes and gives them."""

    SPECIES = "species"
    COUNTRY = "country"
    ROUTE = "route"
    HANDLING = "handling"
    AUTHOR_COUNTRY = "author_country"
    SEARCH = "search"


#: The list that a field's values are codes of.
CODES = {
    Field.COUNTRY: "country",
    Field.HANDLING: "handling",
    Field.AUTHOR_COUNTRY: "country",
}
#: What a search that is followed may ask for; how its list is shown is no part of it.
ASKED = ("q", *FILTER_NAMES, "since", "until")
MAX_NAME = 100
NO_ROUTE = _("library_follows_give_code_country_route_text")


def read_value(field: Field, value: Any) -> str:
    """The value in the form in which it is compared. Raises InvalidValues."""
    if not isinstance(value, str) or len(value) > MAX_VALUE:
        raise invalid("value", _("common_enter_a_text_error"))
    value = value.strip()
    try:
        if field is Field.SPECIES:
            return _taxon(value)
        if field is Field.ROUTE:
            return _route(value)
        if field is Field.SEARCH:
            return _search(value)
        return _code(CODES[field], value)
    except InvalidValue as error:
        raise invalid("value", *error.mistakes) from error


def _taxon(value: str) -> str:
    name = taxon_name(fit_line(value))
    if not 0 < len(name) <= MAX_NAME:
        text = _("library_follows_give_name_species_genus_text")
        raise InvalidValue(text)
    return name


def _code(list_name: str, value: str) -> str:
    if not value or value not in titles(list_name, "en"):
        raise unknown_code(value)
    return value


def _route(value: str) -> str:
    stops = value.split("-")
    if len(stops) > 2 or not all(stops):
        raise InvalidValue(NO_ROUTE)
    return "-".join(_code("country", stop) for stop in stops)


def _search(value: str) -> str:
    """The query string with its parameters in order; empty for the whole library."""
    asked = sorted(set(parse_qsl(value.removeprefix("?"))))
    for name, _value in asked:
        if name not in ASKED:
            text = _("library_follows_filter_library_text", mapping={"name": name})
            raise InvalidValue(text)
    try:
        read_library_query(_form(asked))
    except InvalidValues as error:
        raise InvalidValue(about(error.field, error.message)) from error
    found = urlencode(asked)
    if len(found) > MAX_VALUE:
        raise InvalidValue(_("library_follows_search_too_long_follow_error"))
    return found


def _form(asked: Iterable[tuple[str, str]]) -> dict[str, str | list[str]]:
    """The parameters as a request has them: those that come several times as lists."""
    values: dict[str, list[str]] = {}
    for name, value in asked:
        values.setdefault(name, []).append(value)
    return {
        name: several if len(several) > 1 else several[0]
        for name, several in values.items()
    }


def search_of(asked: Mapping[str, str | Sequence[str]]) -> str:
    """The value of a search by what a list was asked for."""
    kept = {name: value for name, value in asked.items() if name in ASKED}
    return urlencode(sorted(parse_qsl(urlencode(kept, doseq=True))))


def read_search(value: str) -> LibrarySearch | None:
    """The search that is followed; None if the code lists have lost what it asks for."""
    try:
        return read_library_query(_form(parse_qsl(value)))
    except InvalidValues:
        return None


def values_of(item: Any) -> dict[Field, list[str]]:
    """What an item has of each field that is no search; each value once."""
    found: dict[Field, Iterable[str]] = {
        Field.SPECIES: _taxa(item),
        Field.COUNTRY: FILTERS["country"].indexed(item),
        Field.ROUTE: _routes(item),
        Field.HANDLING: [item.handling],
        Field.AUTHOR_COUNTRY: filter(None, [author_country(item)]),
    }
    return {field: list(dict.fromkeys(values)) for field, values in found.items()}


def _taxa(item: Any) -> list[str]:
    """Species and what they are part of, with the names that they had when others began
    to follow them.
    """
    several = (
        *map(taxon_name, FILTERS["species"].values(item)),
        *FILTERS["taxon"].indexed(item),
    )
    names = (scientific_names(one) for one in dict.fromkeys(several))
    return [*dict.fromkeys(chain.from_iterable(names))]


def author_country(item: Any) -> str | None:
    """The country that the item comes from, if it says so."""
    if is_unnamed(item):
        return None
    entry = IWorkspace(group_of(item)).members.get(author_of(item))
    return (entry or {}).get("country") or None


def stops_of(item: Any) -> list[str]:
    """The countries of an alert's route, in the order of the way."""
    if not IAlert.providedBy(item):
        return []
    stops = (item.alleged_origin, *(item.transit_countries or ()))
    return list(dict.fromkeys(filter(None, (*stops, item.alleged_destination))))


def _routes(item: Any) -> list[str]:
    """Each country on the way, and each pair of which one comes before the other."""
    stops = stops_of(item)
    return [*stops, *("-".join(pair) for pair in combinations(stops, 2))]
