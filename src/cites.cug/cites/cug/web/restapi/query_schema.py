"""Reads query strings by a schema: each parameter by the kind of its field."""

from cites.cug import _
from cites.cug.core.codelists.fields import list_name_of
from cites.cug.core.codelists.lists import codes
from cites.cug.core.validation.errors import invalid
from cites.cug.core.validation.query_parameters import (
    day,
    flag,
    known_code,
    number,
    one_of,
    word,
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
        return _read_list(field, form)
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


def _read_list(field: Any, form: Mapping[str, Any]) -> tuple[str, ...]:
    name, given = field.__name__, form.get(field.__name__, "")
    several = given if isinstance(given, list) else [given]
    if len(several) > field.max_length:
        limit = {"number": field.max_length}
        raise invalid(
            name,
            _("web_query_schema_give_at_most_values_error", mapping=limit),
        )
    values = (word({name: one}, name).strip() for one in several)
    return tuple(dict.fromkeys(value for value in values if value))
