"""Reads the question from a form or query string: about one permit, or a search."""

from cites.cug.core.codelists.lists import code_list
from cites.cug.core.codelists.taxa import genera_of, scientific_names, species_name
from cites.cug.core.validation.errors import invalid, REQUIRED, too_long, unknown_code
from cites.cug.core.validation.permit_number import normal_number
from cites.cug.core.validation.query_parameters import batch, day, word
from cites.cug.permits.permit import Status
from cites.cug.permits.queries import PAGE_SIZE, PermitSearch
from cites.cug.permits.schema import PERMIT
from collections.abc import Mapping
from typing import Any, NamedTuple


#: The order of the orchids has 900 genera.
MOST_NAMES = 2_000
#: All parameters of a search.
PARAMETERS = (
    *("species", "country", "status", "valid_on", "origin_country"),
    *("b_start", "b_size"),
)


class PermitQuery(NamedTuple):
    """Arguments of ``lookup.consult``."""

    country: str
    number: str
    stamp: str | None


def read_permit_query(form: Mapping[str, Any]) -> PermitQuery:
    """``country``, ``number`` and ``stamp`` of a form. Raises InvalidValues."""
    country = read_country(form, "country")
    if not country:
        raise invalid("country", REQUIRED)
    number = _short(form, "number")
    if not normal_number(number):
        raise invalid("number", REQUIRED)
    return PermitQuery(country, number, _short(form, "stamp", "security_stamp") or None)


class OutsideQuestion(NamedTuple):
    """Arguments of ``outside.ask_outside``."""

    country: str
    number: str
    #: An additional code that some countries print on the permit; "" if there is none.
    token: str = ""
    stamp: str | None = None


def read_outside_question(form: Mapping[str, Any]) -> OutsideQuestion:
    """The same as ``read_permit_query``, and ``token``. Raises InvalidValues."""
    country, number, stamp = read_permit_query(form)
    token = _short(form, "token", "security_stamp")
    return OutsideQuestion(country, number, token, stamp)


def read_country(form: Mapping[str, Any], name: str) -> str:
    """A country code (ISO 3166-1 alpha-2) in capitals; "" if it is missing.

    Raises InvalidValues if the list of countries does not have it.
    """
    country = word(form, name).strip().upper() if form.get(name) else ""
    if country and country not in code_list("country").entries:
        raise invalid(name, unknown_code(country).doc())
    return country


def read_search(form: Mapping[str, Any]) -> PermitSearch:
    """The parameters of a search. Raises InvalidValues."""
    status = word(form, "status") if form.get("status") else ""
    if status and status not in tuple(Status):
        raise invalid("status", unknown_code(status).doc())
    start, size = batch(form, PAGE_SIZE)
    species = word(form, "species").strip() if form.get("species") else ""
    return PermitSearch(
        species=species_name(species),
        names=_names_meant(species),
        country=read_country(form, "country"),
        status=Status(status) if status else None,
        valid_on=day(form, "valid_on"),
        origin_country=read_country(form, "origin_country"),
        start=start,
        size=size,
    )


def _names_meant(species: str) -> tuple[str, ...]:
    """The names that papers may have for it: synonyms, or the genera of a family."""
    if not species:
        return ()
    several = (*scientific_names(species), *(f"{one} " for one in genera_of(species)))
    return tuple(dict.fromkeys(several))[:MOST_NAMES]


def _short(form: Mapping[str, Any], name: str, field: str | None = None) -> str:
    """A text; raises InvalidValues if it is longer than the box of that name may be."""
    text = word(form, name).strip() if form.get(name) else ""
    limit = PERMIT[field or name].max_length
    if len(text) > limit:
        raise invalid(name, too_long(limit))
    return text
