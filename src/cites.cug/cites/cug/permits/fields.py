"""Fields of a permit: each reads its value as any format writes it, checked and made
comparable.

``reader()`` gives what reads a value or raises InvalidValue, by the code lists as they
are then. The fields' own validation would be far too slow for a file of permits.
"""

import re
from cites.cug import _
from cites.cug.codelists.lists import code_list
from cites.cug.validation.characters import BREAKS, fit_text
from cites.cug.validation.errors import InvalidValue, unknown_code
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any
from zope import schema
from zope.i18nmessageid import Message
from zope.schema.vocabulary import SimpleTerm, SimpleVocabulary


#: What reads a value: gives it checked, or raises InvalidValue.
Reader = Callable[[Any], Any]

#: ISO 8601 long and short, with or without a time; UN/CEFACT's 102 to 205 are the short.
_DAY = re.compile(
    r"(\d{4})(-?)(\d{2})\2(\d{2})"
    r"(?:[T ]?\d{2}:?\d{2}(?::?\d{2}(?:[.,]\d{1,9})?)?)?"
    r" ?(?:Z|[+-]?\d{2}(?::?\d{2})?)?",
    re.ASCII,
)
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
#: Floating-point numbers, which some databases keep, hold so many digits.
MAX_DIGITS = 15
MAX_DECIMALS = 6
#: Python rounds what has more.
MAX_WRITTEN = 28
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,2})?", re.ASCII)
#: Decimals behind a comma. With three digits it may stand between thousands: `1,250`.
_COMMA = re.compile(r"\d+,(\d{1,2}|\d{4,})|0,\d{3}", re.ASCII)
_WORDS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


class Box:
    """A box of the standard form, with its number there."""

    #: Of which code list the code is; "" for the few that the program knows itself.
    codes = ""

    def __init__(
        self, title: Message, number: str = "", required: bool = False, **options: Any
    ):
        self.number = number
        super().__init__(title=title, required=required, **options)

    def reader(self) -> Reader:
        return self.read


class LineBox(Box, schema.TextLine):
    """One line of text; breaks, which pretty printing leaves, become spaces."""

    def read(self, value: Any) -> str:
        parts = (part.strip() for part in BREAKS.split(_text(value)))
        return _not_longer(" ".join(filter(None, parts)), self.max_length)


class TextBox(Box, schema.Text):
    """Text of any number of lines."""

    def read(self, value: Any) -> str:
        return _not_longer(_text(value), self.max_length)


class CodeBox(Box, schema.Choice):
    """A code of a list, former ones included: old permits hold them."""

    def __init__(self, title: Message, number: str = "", codes: str = "", **options: Any):
        self.codes = codes
        super().__init__(title, number, vocabulary=f"cites.cug.{codes}", **options)

    def reader(self) -> Reader:
        entries = code_list(self.codes).entries
        return _code_reader({code: code for code in entries})


class KnownCodeBox(Box, schema.Choice):
    """One of a few codes that the program knows itself."""

    def __init__(
        self,
        title: Message,
        number: str = "",
        titles: Mapping[str, Message | str] = MappingProxyType({}),
        **options: Any,
    ):
        self.read = _code_reader({str(code).upper(): code for code in titles})
        terms = [SimpleTerm(code, str(code), words) for code, words in titles.items()]
        super().__init__(title, number, vocabulary=SimpleVocabulary(terms), **options)


class DayBox(Box, schema.Date):
    """A day, whatever is written after it: permits hold no times."""

    def read(self, value: Any) -> date | None:
        return day(value)


class AmountBox(Box, schema.Decimal):
    """A number that is not negative."""

    def read(self, value: Any) -> Decimal | None:
        return quantity(value)


class YesNoBox(Box, schema.Bool):
    """Yes or no; nothing is no."""

    def read(self, value: Any) -> bool:
        return yes_no(value)


def _code_reader(known: dict[str, Any]) -> Reader:
    """Of codes by what they are in capitals."""

    def read(value: Any) -> str:
        found = _text(value).upper()
        if found and found not in known:
            raise unknown_code(value)
        return known.get(found, "")

    return read


def day(value: Any) -> date | None:
    """The date as it is written, whatever the time and its zone: permits hold dates."""
    if isinstance(value, datetime):
        value = value.date()
    elif not isinstance(value, date):
        value = _day(_text(value))
    if value is not None and not EARLIEST <= value <= LATEST:
        raise InvalidValue(_("The year must lie between 1900 and 2199."))
    return value


def _day(written: str) -> date | None:
    if not written:
        return None
    try:
        year, _dash, month, day_of_month = _DAY.fullmatch(written).groups()
        return date(int(year), int(month), int(day_of_month))
    except (AttributeError, ValueError) as error:
        raise InvalidValue(_("A date like 2026-01-31 is expected.")) from error


def quantity(value: Any) -> Decimal | None:
    """A number that is not negative, without zeros at its end.

    French and Spanish write a comma before its decimals, and so do their spreadsheets.
    """
    if isinstance(value, bool):
        raise InvalidValue(_("A number is expected."))
    # The shortest that stands for the same number, not the 55 digits behind it.
    written = repr(value) if isinstance(value, float) else value
    if not isinstance(written, Decimal | int):
        written = _text(written)
        if not written:
            return None
        if _COMMA.fullmatch(written):
            written = written.replace(",", ".")
        if len(written) > MAX_WRITTEN or not _NUMBER.fullmatch(written):
            raise InvalidValue(_("A number like 12.5 is expected."))
    try:
        return _fitting(Decimal(written))
    except ArithmeticError as error:
        raise InvalidValue(_("A number like 12.5 is expected.")) from error


def _fitting(number: Decimal) -> Decimal:
    if not number.is_finite() or number < 0:
        raise InvalidValue(_("A number that is not negative is expected."))
    if not number:
        return Decimal(0)
    _sign, digits, exponent = number.normalize().as_tuple()
    if exponent < -MAX_DECIMALS or len(digits) + max(exponent, 0) > MAX_DIGITS:
        mapping = {"digits": MAX_DIGITS, "decimals": MAX_DECIMALS}
        message = _(
            "At most ${digits} digits, of which ${decimals} after the decimal point.",
            mapping=mapping,
        )
        raise InvalidValue(message)
    return number.quantize(Decimal(1).scaleb(min(exponent, 0)))


def yes_no(value: Any) -> bool:
    """Nothing is no."""
    if isinstance(value, bool):
        return value
    written = _text(value).lower()
    if written and written not in _WORDS:
        raise InvalidValue(_("Yes or no is expected: true or false."))
    return _WORDS.get(written, False)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)  # a number of a permit, in JSON or in a cell
    if not isinstance(value, str):
        raise InvalidValue(_("A text is expected."))
    return fit_text(value)


def _not_longer(found: str, longest: int) -> str:
    if len(found) > longest:
        message = _(
            "The text is longer than ${limit} characters.", mapping={"limit": longest}
        )
        raise InvalidValue(message)
    return found
