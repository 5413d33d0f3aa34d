"""The fields of a schema, as JSON Schema describes their values."""

from cites.cug.core.codelists.fields import list_name_of
from cites.cug.core.codelists.lists import codes
from cites.cug.core.validation.characters import FIT, FIT_IN_LINE
from cites.cug.core.validation.query_parameters import DAY, FLAG, WORD
from cites.cug.library.items.specimens import ISpecimens
from collections.abc import Callable, Iterable, Mapping
from plone.app.textfield.interfaces import IRichText
from plone.namedfile.interfaces import INamedField
from typing import Any
from zope.i18n import translate
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
#: The same for what ``restapi/query_schema.py`` reads; all else is a line of text.
FILTERS: tuple[tuple[Any, Described], ...] = (
    (interfaces.IBool, FLAG),
    (interfaces.IInt, {"type": "integer"}),
    (interfaces.IDate, DAY),
    (interfaces.IChoice, {"type": "string"}),
)
#: HTML, or what a GET answers.
RICH_TEXT: Described = {
    "anyOf": [
        {"type": "string"},
        {
            "type": "object",
            "required": ["data"],
            "properties": {
                "data": {"type": "string"},
                "content-type": {"const": "text/html"},
            },
        },
    ]
}
FILE: Described = {
    "type": "object",
    "required": ["filename", "data"],
    "properties": {
        "filename": {"type": "string"},
        "data": {"type": "string", "contentEncoding": "base64"},
        "encoding": {"const": "base64"},
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
    told = {"title": translate(field.title), **_described(field)}
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
        return RICH_TEXT
    if interfaces.IObject.providedBy(field):
        return describe_fields(getFieldsInOrder(field.schema))
    for kind, told in TYPES:
        if kind.providedBy(field):
            more = {**_text(field), **_codes(field), **_range(field)}
            return {**told, **more, **_limits(field, "Length")}
    return {}


def _limits(field: Any, of: str) -> Described:
    ends = {"min": getattr(field, "min_length", None), "max": field_max(field)}
    found: Described = {f"{end}{of}": value for end, value in ends.items() if value}
    return {**found, "uniqueItems": True} if getattr(field, "unique", False) else found


def field_max(field: Any) -> int | None:
    return getattr(field, "max_length", None)


def describe_text(
    longest: int | None, *, filled: bool = False, line: bool = False
) -> Described:
    """Text without the characters that are refused; ``filled``: not only spaces."""
    fit = FIT_IN_LINE if line else FIT
    seen = f"{fit[:-1]}\\s]{fit}*" if filled else ""
    told: Described = {"type": "string", "pattern": f"^{fit}*{seen}$"}
    return told if longest is None else {**told, "maxLength": longest}


def _text(field: Any) -> Described:
    if not interfaces.IText.providedBy(field) or interfaces.IChoice.providedBy(field):
        return {}
    is_line = interfaces.ITextLine.providedBy(field)
    filled = field.required and field.default is None
    return describe_text(field_max(field), filled=filled, line=is_line)


def _range(field: Any) -> Described:
    is_number = interfaces.IInt.providedBy(field) or interfaces.IFloat.providedBy(field)
    ends: Mapping[str, Any] = {"minimum": "min", "maximum": "max"} if is_number else {}
    found = {name: getattr(field, end, None) for name, end in ends.items()}
    return {name: value for name, value in found.items() if value is not None}


def _codes(field: Any) -> Described:
    """The codes that it takes: of its list or of its own."""
    if not interfaces.IChoice.providedBy(field):
        return {}
    name = list_name_of(field)
    if name is not None:
        return describe_codes(name, field.constraint)
    own = field.vocabulary
    return {} if own is None else {"enum": [one.token for one in own]}


def describe_codes(
    list_name: str, is_taken: Callable[[str], bool] = lambda _code: True
) -> Described:
    found = list(filter(is_taken, codes(list_name)))
    return {"enum": found} if 0 < len(found) <= MOST_CODES else {}


def describe_filter(field: Any) -> Described:
    """The values of a parameter of a query that is read by the field."""
    if interfaces.ICollection.providedBy(field):
        return describe_filter(field.value_type)
    for kind, told in FILTERS:
        if kind.providedBy(field):
            return {**told, **_codes(field), **_range(field)}
    return dict(WORD)


def without_null(schema: Described) -> Described:
    kind = schema.get("type")
    if not isinstance(kind, list):
        return schema
    told = {**schema, "type": kind[0]}
    if "enum" in told:
        told["enum"] = [one for one in told["enum"] if one is not None]
    return told
