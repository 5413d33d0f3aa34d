"""The fields of a schema, as JSON Schema describes their values."""

from cites.cug.codelists.fields import list_name_of
from cites.cug.codelists.lists import codes
from cites.cug.library.specimens import ISpecimens
from collections.abc import Iterable, Mapping
from plone.app.textfield.interfaces import IRichText
from plone.namedfile.interfaces import INamedField
from typing import Any
from zope.schema import getFieldsInOrder, interfaces


Described = dict[str, Any]
#: Longer lists are not written out: countries yes, taxa no.
MOST_CODES = 300
#: Kinds of fields and their types, the most special first.
TYPES: tuple[tuple[Any, Described], ...] = (
    (interfaces.IBool, {"type": "boolean"}),
    (interfaces.IInt, {"type": "integer"}),
    (interfaces.IFloat, {"type": "number"}),
    (interfaces.IDatetime, {"type": "string", "format": "date-time"}),
    (interfaces.IDate, {"type": "string", "format": "date"}),
    (interfaces.IText, {"type": "string"}),
    (interfaces.IChoice, {"type": "string"}),
)
FILE: Described = {
    "type": "object",
    "properties": {
        "filename": {"type": "string"},
        "data": {"type": "string", "contentEncoding": "base64"},
        "encoding": {"type": "string"},
        "content-type": {"type": "string"},
    },
}


def describe_fields(fields: Iterable[tuple[str, Any]]) -> Described:
    """An object with these fields; what must be given is required."""
    told = list(fields)
    required = [name for name, field in told if field.required and _has_none(field)]
    described: Described = {
        "type": "object",
        "properties": {name: describe_field(field) for name, field in told},
    }
    return {**described, "required": required} if required else described


def _has_none(field: Any) -> bool:
    """Whether nothing stands in place of a value that is not given."""
    factory = getattr(field, "defaultFactory", None)
    return field.default is None and factory is None


def describe_field(field: Any) -> Described:
    """The values that the field takes, with its title in English."""
    told = {"title": str(field.title), **_described(field)}
    kind = told.get("type")
    if kind is not None and not field.required:
        told["type"] = [kind, "null"]
        if "enum" in told:
            told["enum"] = [*told["enum"], None]
    return told


def _described(field: Any) -> Described:
    if ISpecimens.providedBy(field):
        line = describe_fields(getFieldsInOrder(field.columns))
        return {"type": "array", "items": line}
    if interfaces.ICollection.providedBy(field):
        entries = {} if field.value_type is None else describe_field(field.value_type)
        return {"type": "array", "items": entries, **_limits(field, "Items")}
    if INamedField.providedBy(field):
        return FILE
    if IRichText.providedBy(field):
        return {}
    for kind, told in TYPES:
        if kind.providedBy(field):
            return {**told, **_limits(field, "Length"), **_codes(field), **_range(field)}
    return {}


def _limits(field: Any, of: str) -> Described:
    longest = getattr(field, "max_length", None)
    return {} if longest is None else {f"max{of}": longest}


def _range(field: Any) -> Described:
    is_number = interfaces.IInt.providedBy(field) or interfaces.IFloat.providedBy(field)
    ends: Mapping[str, Any] = {"minimum": "min", "maximum": "max"} if is_number else {}
    found = {name: getattr(field, end, None) for name, end in ends.items()}
    return {name: value for name, value in found.items() if value is not None}


def _codes(field: Any) -> Described:
    """The codes of its list, where it takes codes."""
    name = list_name_of(field) if interfaces.IChoice.providedBy(field) else None
    return {} if name is None else describe_codes(name)


def describe_codes(list_name: str) -> Described:
    found = list(codes(list_name))
    return {"enum": found} if 0 < len(found) <= MOST_CODES else {}
