"""Reads values of fields from JSON: of the right type, or refused.

Plone's own converters accept text for numbers, raise exceptions that end as errors of the
server, and decode text by a codec that the client names.
"""

import math
from cites.cug.core.plone_internals.content import collection_class
from cites.cug.core.validation.characters import fit_line, fit_text
from cites.cug.core.validation.days import read_day
from cites.cug.core.validation.errors import (
    FieldErrors,
    InvalidValue,
    mistakes_in,
    unknown_code,
    wrong_type,
)
from cites.cug.interfaces import ICugLayer
from collections.abc import Callable, Mapping
from datetime import date
from plone.dexterity.interfaces import IDexterityContent
from plone.restapi.interfaces import IFieldDeserializer
from typing import Any
from zope.component import adapter, getMultiAdapter
from zope.interface import implementer
from zope.schema import getFieldNamesInOrder, getFieldsInOrder, interfaces


@implementer(IFieldDeserializer)
class JsonField:
    """Base of the converters: calls ``read``, then the field's own validation."""

    def __init__(self, field, context, request):
        self.field = field.bind(context)
        self.context = context
        self.request = request

    def read(self, value: Any) -> Any:
        raise NotImplementedError

    def __call__(self, value: Any) -> Any:
        value = self.read(value)
        self.field.validate(value)
        return value

    def expect(self, value: Any, *types: type) -> Any:
        return expect_type(self.field, value, *types)


@adapter(interfaces.IText, IDexterityContent, ICugLayer)
class JsonText(JsonField):
    def read(self, value: Any) -> str | None:
        return text_of(self.expect(value, str), self.field)


@adapter(interfaces.ITextLine, IDexterityContent, ICugLayer)
class JsonLine(JsonField):
    def read(self, value: Any) -> str | None:
        return line_of(self.expect(value, str), self.field)


@adapter(interfaces.IBool, IDexterityContent, ICugLayer)
class JsonBool(JsonField):
    def read(self, value: Any) -> bool:
        return self.expect(value, bool)


@adapter(interfaces.IInt, IDexterityContent, ICugLayer)
class JsonInt(JsonField):
    def read(self, value: Any) -> int:
        return self.expect(value, int)


@adapter(interfaces.IFloat, IDexterityContent, ICugLayer)
class JsonFloat(JsonField):
    def read(self, value: Any) -> float:
        return finite(self.expect(value, int, float), self.field)


@adapter(interfaces.IDate, IDexterityContent, ICugLayer)
class JsonDate(JsonField):
    def read(self, value: Any) -> date:
        return iso_date(self.expect(value, str), self.field)


@adapter(interfaces.IChoice, IDexterityContent, ICugLayer)
class JsonCode(JsonField):
    """Accepts ``"code"``, and what a GET answers: ``{"token": "code", "title": …}``."""

    def read(self, value: Any) -> Any:
        token = value.get("token") if isinstance(value, dict) else value
        if self.expect(token, str) == "" and not self.field.required:
            return self.field.missing_value
        try:
            return self.field.vocabulary.getTermByToken(token).value
        except LookupError:
            raise unknown_code(token) from None


@adapter(interfaces.ICollection, IDexterityContent, ICugLayer)
class JsonEntries(JsonField):
    """Reads a list. Mistakes name the position of the entry."""

    def read(self, value: Any) -> list[Any]:
        self.expect(value, list)
        entry, read = self.entry(), []
        for position, one in enumerate(value):
            try:
                read.append(entry(one))
            except interfaces.ValidationError as error:
                refused = InvalidValue(*mistakes_in(error))
                raise refused.inside(f"[{position}]") from None
        return collection_class(self.field)(read)

    def entry(self) -> Callable[[Any], Any]:
        """Reads one entry."""
        return getMultiAdapter(
            (self.field.value_type, self.context, self.request), IFieldDeserializer
        )


class PlainEntries(JsonEntries):
    """Reads a list that is of no content."""

    def entry(self) -> Callable[[Any], Any]:
        return reader_of(self.field.value_type)


def expect_type(field: Any, value: Any, *types: type) -> Any:
    """The value, if it has one of the types. Raises InvalidValue."""
    if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
        raise wrong_type(field)
    return value


#: Kinds of fields and their converters, the most special first.
READERS = (
    (interfaces.ITextLine, JsonLine),
    (interfaces.IText, JsonText),
    (interfaces.IBool, JsonBool),
    (interfaces.IInt, JsonInt),
    (interfaces.IFloat, JsonFloat),
    (interfaces.IDate, JsonDate),
    (interfaces.IChoice, JsonCode),
    (interfaces.ICollection, PlainEntries),
)


def reader_of(field: Any) -> JsonField:
    """Reads values of a field that is of no content."""
    kind = next(kind for one, kind in READERS if one.providedBy(field))
    return kind(field, None, None)


def read_values(
    schema: Any,
    given: Mapping[str, Any],
    contradictions: Callable[[dict[str, Any]], Mapping[str, InvalidValue]] | None = None,
) -> dict[str, Any]:
    """Read the values of a schema that is of no content, from JSON or a table.

    ``contradictions`` tells what is wrong with values that are valid by themselves:
    field → reason. It is also called if other values are wrong, and then without these.
    Raises InvalidValues with all mistakes, in the order of the schema.
    """
    values, wrong = {}, FieldErrors()
    for name, field in getFieldsInOrder(schema):
        value = given.get(name)
        try:
            if value is None or value == "":
                field.validate(field.missing_value)
                values[name] = field.missing_value
            else:
                values[name] = reader_of(field)(value)
        except interfaces.ValidationError as error:
            wrong.add_error(name, error)
    for name, refused in (contradictions(values) if contradictions else {}).items():
        wrong.add_error(name, refused)
    order = getFieldNamesInOrder(schema)
    wrong.found.sort(key=lambda one: order.index(one[0]))
    wrong.raise_any()
    return values


def line_of(text: str, field: Any) -> str | None:
    """Make a value one line. A field may have its own function for it, ``fit``."""
    return getattr(field, "fit", fit_line)(text) or field.missing_value


def text_of(text: str, field: Any) -> str | None:
    """Make a value a text of any number of lines."""
    return getattr(field, "fit", fit_text)(text) or field.missing_value


def finite(value: float, field: Any) -> float:
    """The number as a float. Raises InvalidValue for infinity and NaN."""
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise wrong_type(field)
    return number


def iso_date(text: str, field: Any) -> date:
    """Read a date like 2026-01-31. Raises InvalidValue."""
    try:
        return read_day(text)
    except ValueError:
        raise wrong_type(field) from None
