"""Reads query strings by a schema: each parameter by the kind of its field."""

from cites.cug.core.codelists.fields import list_name_of
from cites.cug.core.codelists.lists import codes
from cites.cug.core.validation.query_parameters import (
    day,
    flag,
    known_code,
    number,
    one_of,
    word,
    words,
)
from collections.abc import Callable, Container, Mapping
from typing import Any
from zope.schema import getFieldsInOrder, interfaces


def read_query(
    schema: Any,
    form: Mapping[str, Any],
    known_codes: Callable[[str], Container[str]] = codes,
) -> dict[str, Any]:
    """The values of the parameters that are filled in. Raises InvalidValues.

    A flag is left out if it says no. A list is a parameter that may come several times;
    each value counts once. ``known_codes``: of a list, those that are taken.
    """
    values = {}
    for name, field in getFieldsInOrder(schema):
        value = _read_parameter(field, form, known_codes)
        if value is not False and value not in (None, "", ()):
            values[name] = value
    return values


def _read_parameter(
    field: Any, form: Mapping[str, Any], known_codes: Callable[[str], Container[str]]
) -> Any:
    """The value of one parameter; nothing if it is missing or empty."""
    name = field.__name__
    if interfaces.ICollection.providedBy(field):
        several = (one.strip() for one in words(form, name, field.max_length))
        return tuple(dict.fromkeys(one for one in several if one))
    if interfaces.IBool.providedBy(field):
        return flag(form, name)
    if form.get(name, "") == "":
        return None
    if interfaces.IDate.providedBy(field):
        return day(form, name)
    if interfaces.IInt.providedBy(field):
        return number(form, name, field.default, field.min, field.max)
    values = {name: word(form, name)}
    if interfaces.IChoice.providedBy(field):
        list_name = list_name_of(field)
        if list_name is not None:
            known_code(values, name, known_codes(list_name))
        else:
            one_of(values, name, tuple(term.token for term in field.vocabulary))
    return values[name]
