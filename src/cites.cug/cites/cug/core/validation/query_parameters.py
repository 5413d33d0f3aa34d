"""Reads parameters of a query string, each of its type. All raise InvalidValues."""

import re
from cites.cug import _
from cites.cug.core.validation.characters import FIT, fit_length, fit_text
from cites.cug.core.validation.days import NO_DAY, read_day
from cites.cug.core.validation.errors import (
    invalid,
    InvalidValue,
    InvalidValues,
    unknown_code,
)
from collections.abc import Container, Iterable, Mapping
from datetime import date
from typing import Any


#: What the functions below read, as JSON Schema describes it.
WORD = {"type": "string", "maxLength": 200, "pattern": f"^{FIT}*$"}
DAY = {"type": "string", "format": "date"}
FLAG = {"type": "string", "enum": ["0", "1", "false", "true"]}
MAX_PAGE_SIZE = 100
MAX_START = 1_000_000
MAX_TEXT = 200
#: So many values of one parameter are read.
MOST_VALUES = 100
FLAGS = {"": False, "0": False, "false": False, "1": True, "true": True}


def word(form: Mapping[str, Any], name: str) -> str:
    """The only value of a parameter, of at most 200 characters."""
    value = form[name]
    if not isinstance(value, str):
        raise invalid(name, _("validation_query_parameters_give_one_value_error"))
    try:
        fit_text(fit_length(value, MAX_TEXT))
    except InvalidValue as error:
        raise invalid(name, error.doc()) from error
    return value


def filled_in(form: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """The values of those parameters that are filled in."""
    return {name: word(form, name) for name in names if form.get(name, "") != ""}


def words(form: Mapping[str, Any], name: str, most: int = MOST_VALUES) -> tuple[str, ...]:
    """The values of a parameter that may come several times, each once.

    Empty values are left out.
    """
    given = form.get(name, "")
    several = given if isinstance(given, list) else [given]
    if len(several) > most:
        limit = {"number": most}
        text = _("validation_query_parameters_give_at_most_values_error", mapping=limit)
        raise invalid(name, text)
    values = (word({name: one}, name) for one in several)
    return tuple(dict.fromkeys(value for value in values if value))


def one_of(values: Mapping[str, Any], name: str, allowed: tuple[str, ...]) -> None:
    """Refuse a value that is not among those allowed."""
    if name in values and values[name] not in allowed:
        text = _(
            "common_choose_one_of_these_error", mapping={"values": ", ".join(allowed)}
        )
        raise invalid(name, text)


def known_code(values: Mapping[str, Any], name: str, known: Container[str]) -> None:
    """Refuse a code that is on no list. ``one_of`` would name hundreds of others."""
    if name in values and values[name] not in known:
        raise invalid(name, unknown_code(values[name]).doc())


def flag(form: Mapping[str, Any], name: str) -> bool:
    """Read a yes or no; no if the parameter is missing."""
    value = form.get(name, "")
    if not isinstance(value, str) or value not in FLAGS:
        raise invalid(name, _("common_give_1_yes_0_error"))
    return FLAGS[value]


def day(form: Mapping[str, Any], name: str) -> date | None:
    """Read a date, or the date of a time; None if it is missing or empty."""
    if form.get(name, "") == "":
        return None
    try:
        return read_day(word(form, name).partition("T")[0])
    except ValueError as error:
        if isinstance(error, InvalidValues):
            raise
        raise invalid(name, NO_DAY) from error


def period(
    form: Mapping[str, Any], first: str = "since", last: str = "until"
) -> tuple[date | None, date | None]:
    """Read the dates of the beginning and of the end."""
    since, until = day(form, first), day(form, last)
    if since and until and since > until:
        raise invalid(last, _("validation_query_parameters_end_before_beginning_error"))
    return since, until


def number(form: Mapping[str, Any], name: str, default: int, low: int, high: int) -> int:
    """Read a whole number from ``low`` to ``high``."""
    value = form.get(name, "")
    if value == "":
        return default
    text = str(value)
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII) or not low <= int(text) <= high:
        message = _(
            "validation_query_parameters_enter_number", mapping={"low": low, "high": high}
        )
        raise invalid(name, message)
    return int(text)


def batch(form: Mapping[str, Any], size: int) -> tuple[int, int]:
    """Start and size of a page of a list."""
    start = number(form, "b_start", 0, 0, MAX_START)
    return start, number(form, "b_size", size, 1, MAX_PAGE_SIZE)
