"""Values of fields from JSON: of the right type, or refused; nothing is guessed.

Plone's own converters take text for numbers, raise what ends as an error of the server,
and decode what a client names.
"""

import math
from cites.cug.interfaces import ICugLayer
from cites.cug.plone_internals.content import collection_class
from cites.cug.validation.characters import fit_line
from cites.cug.validation.characters import fit_text
from cites.cug.validation.errors import InvalidValue
from cites.cug.validation.errors import mistakes_in
from cites.cug.validation.errors import unknown_code
from cites.cug.validation.errors import wrong_type
from datetime import date
from plone.dexterity.interfaces import IDexterityContent
from plone.restapi.interfaces import IFieldDeserializer
from typing import Any
from zope.component import adapter
from zope.component import getMultiAdapter
from zope.interface import implementer
from zope.schema import interfaces


@implementer(IFieldDeserializer)
class JsonField:
    """Calls ``read`` and then the field's own validation."""

    def __init__(self, field, context, request):
        self.field = field.bind(context)
        self.context = context
        self.request = request

    def __call__(self, value: Any) -> Any:
        value = self.read(value)
        self.field.validate(value)
        return value

    def expect(self, value: Any, *types: type) -> Any:
        return expect_type(self.field, value, *types)


@adapter(interfaces.IText, IDexterityContent, ICugLayer)
class JsonText(JsonField):
    def read(self, value: Any) -> str | None:
        return fit_text(self.expect(value, str)) or self.field.missing_value


@adapter(interfaces.ITextLine, IDexterityContent, ICugLayer)
class JsonLine(JsonField):
    def read(self, value: Any) -> str | None:
        return fit_line(self.expect(value, str)) or self.field.missing_value


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
    """Takes ``"code"`` and what a GET answers, ``{"token": "code", "title": …}``."""

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
    """A list; says which entry is wrong."""

    def read(self, value: Any) -> list[Any]:
        self.expect(value, list)
        entry = getMultiAdapter(
            (self.field.value_type, self.context, self.request), IFieldDeserializer
        )
        read = []
        for position, one in enumerate(value):
            try:
                read.append(entry(one))
            except interfaces.ValidationError as error:
                refused = InvalidValue(*mistakes_in(error))
                raise refused.inside(f"[{position}]") from None
        return collection_class(self.field)(read)


def expect_type(field: Any, value: Any, *types: type) -> Any:
    """The value, if it is of one of these types. Raises InvalidValue."""
    if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
        raise wrong_type(field)
    return value


def finite(value: float, field: Any) -> float:
    """The number as a float; JSON and HTML also know endless and undefined ones."""
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise wrong_type(field)
    return number


def iso_date(text: str, field: Any) -> date:
    """The day that is written like 2026-01-31."""
    try:
        if len(text) == len("2026-01-31"):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise wrong_type(field)
