"""What is asked: for one permit, with the stamp on its paper, or for many."""

from cites.cug import _
from cites.cug.codelists.lists import code_list
from cites.cug.permits.number import normal_number
from cites.cug.permits.permit import Status
from cites.cug.permits.queries import PAGE_SIZE, PermitSearch
from cites.cug.permits.schema import PERMIT
from cites.cug.validation.errors import invalid, REQUIRED, unknown_code
from cites.cug.validation.query_parameters import batch, day, word
from collections.abc import Mapping
from typing import Any, NamedTuple


#: All that a search takes.
PARAMETERS = (
    *("species", "country", "status", "valid_on", "origin_country"),
    *("b_start", "b_size"),
)


class PermitQuery(NamedTuple):
    """The arguments of ``lookup.consult``."""

    country: str
    number: str
    stamp: str | None


def read_permit_query(form: Mapping[str, Any]) -> PermitQuery:
    """Raises InvalidValues."""
    country = read_country(form, "country")
    if not country:
        raise invalid("country", REQUIRED)
    number = _short(form, "number")
    if not normal_number(number):
        raise invalid("number", REQUIRED)
    return PermitQuery(country, number, _short(form, "stamp", "security_stamp") or None)


class OutsideQuestion(NamedTuple):
    """The arguments of ``outside.ask_outside``."""

    country: str
    number: str
    #: The further code that some countries print on the paper; "" if there is none.
    token: str = ""
    stamp: str | None = None


def read_outside_question(form: Mapping[str, Any]) -> OutsideQuestion:
    """Raises InvalidValues."""
    country, number, stamp = read_permit_query(form)
    token = _short(form, "token", "security_stamp")
    return OutsideQuestion(country, number, token, stamp)


def read_country(form: Mapping[str, Any], name: str) -> str:
    """A country's code, in capitals; "" if none is given. Raises InvalidValues."""
    country = word(form, name).strip().upper() if form.get(name) else ""
    if country and country not in code_list("country").entries:
        raise invalid(name, unknown_code(country).doc())
    return country


def read_search(form: Mapping[str, Any]) -> PermitSearch:
    """Raises InvalidValues."""
    status = word(form, "status") if form.get("status") else ""
    if status and status not in tuple(Status):
        raise invalid("status", unknown_code(status).doc())
    start, size = batch(form, PAGE_SIZE)
    return PermitSearch(
        species=word(form, "species").strip() if form.get("species") else "",
        country=read_country(form, "country"),
        status=Status(status) if status else None,
        valid_on=day(form, "valid_on"),
        origin_country=read_country(form, "origin_country"),
        start=start,
        size=size,
    )


def _short(form: Mapping[str, Any], name: str, field: str | None = None) -> str:
    """As long as the field of a permit may be that it is compared with."""
    text = word(form, name).strip() if form.get(name) else ""
    limit = PERMIT[field or name].max_length
    if len(text) > limit:
        message = _(
            "The text is longer than ${limit} characters.", mapping={"limit": limit}
        )
        raise invalid(name, message)
    return text
