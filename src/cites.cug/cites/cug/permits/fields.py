"""Schema fields for the boxes of a permit. Each reads and checks a value of any format.

``box.reader()`` answers a function that reads a value, or raises InvalidValue. It keeps
the code list of that moment: zope.schema's own validation would be far too slow for a
file with thousands of permits.
"""

import re
from cites.cug import _
from cites.cug.core.codelists.lists import code_list
from cites.cug.core.codelists.vocabularies import fixed_vocabulary
from cites.cug.core.validation.characters import BREAKS, fit_length, fit_text
from cites.cug.core.validation.days import NO_DAY
from cites.cug.core.validation.errors import InvalidValue, unknown_code
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any
from zope import schema
from zope.i18nmessageid import Message


#: Reads and checks one value; raises InvalidValue.
Reader = Callable[[Any], Any]

#: Dates of ISO 8601, with or without dashes, time and zone. The formats 102 to 205 of
#: UN/CEFACT are those without dashes.
_DAY = re.compile(
    r"(\d{4})(-?)(\d{2})\2(\d{2})"
    r"(?:[T ]?\d{2}:?\d{2}(?::?\d{2}(?:[.,]\d{1,9})?)?)?"
    r" ?(?:Z|[+-]?\d{2}(?::?\d{2})?)?",
    re.ASCII,
)
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
#: A floating-point number (double), as SQLite keeps it, holds so many digits exactly.
MAX_DIGITS = 15
MAX_DECIMALS = 6
#: A longer number would be rounded by Python.
MAX_WRITTEN = 28
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,2})?", re.ASCII)
#: Numbers with a decimal comma. A comma before exactly three digits may separate
#: thousands, as in `1,250`, so it is accepted only after a single 0.
_COMMA = re.compile(r"\d+,(\d{1,2}|\d{4,})|0,\d{3}", re.ASCII)
_WORDS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


class Box:
    """A box of the standard form; ``number`` is the box's number on the form: "11a"."""

    #: Name of the code list; "" for the few codes that are defined in the program.
    codes = ""
    title: Message
    read: Any

    def __init__(
        self, title: Message, number: str = "", required: bool = False, **options: Any
    ):
        self.number = number
        # Of the field of zope.schema that it is mixed with.
        super().__init__(title=title, required=required, **options)  # type: ignore[call-arg]

    def reader(self) -> Reader:
        return self.read


class LineBox(Box, schema.TextLine):
    """One line of text. Line breaks, as from indented XML, become single spaces."""

    def read(self, value: Any) -> str:
        parts = (part.strip() for part in BREAKS.split(_text(value)))
        return fit_length(" ".join(filter(None, parts)), self.max_length)


class TaxonBox(LineBox):
    """The name of a taxon, as it stands on the paper."""

    #: Forms propose names of the list.
    names_taxa = True


class TextBox(Box, schema.Text):
    """Text of several lines."""

    def read(self, value: Any) -> str:
        return fit_length(_text(value), self.max_length)


class CodeBox(Box, schema.Choice):
    """A code of a code list. Former codes are accepted: old permits contain them."""

    def __init__(self, title: Message, number: str = "", codes: str = "", **options: Any):
        self.codes = codes
        super().__init__(title, number, vocabulary=f"cites.cug.{codes}", **options)

    def reader(self) -> Reader:
        entries = code_list(self.codes).entries
        return _code_reader({code: code for code in entries})


class KnownCodeBox(Box, schema.Choice):
    """A code out of a few that the program itself defines."""

    def __init__(
        self,
        title: Message,
        number: str = "",
        titles: Mapping[Any, Message | str] = MappingProxyType({}),
        **options: Any,
    ):
        self.read = _code_reader({str(code).upper(): code for code in titles})
        super().__init__(title, number, vocabulary=fixed_vocabulary(titles), **options)


class DayBox(Box, schema.Date):
    """A date. A time behind it is dropped: permits name days only."""

    def read(self, value: Any) -> date | None:
        return day(value)


class AmountBox(Box, schema.Decimal):
    """A number that is not negative, as Decimal."""

    def read(self, value: Any) -> Decimal | None:
        return quantity(value)


class YesNoBox(Box, schema.Bool):
    """Yes or no; an empty box means no."""

    def read(self, value: Any) -> bool:
        return yes_no(value)


def _code_reader(known: dict[str, Any]) -> Reader:
    """A reader for codes; ``known`` maps the code in capitals to the value. An empty box
    is "".
    """

    def read(value: Any) -> str:
        found = _text(value).upper()
        if found and found not in known:
            raise unknown_code(value)
        return known.get(found, "")

    return read


def day(value: Any) -> date | None:
    """Read a date; None if it is empty. Raises InvalidValue.

    The time and its zone are dropped without conversion: the date counts as it is
    written. Years go from 1900 to 2199.
    """
    if isinstance(value, datetime):
        value = value.date()
    elif not isinstance(value, date):
        value = _day(_text(value))
    if value is not None and not EARLIEST <= value <= LATEST:
        raise InvalidValue(_("permits_year_must_between_1900_error"))
    return value


def _day(written: str) -> date | None:
    if not written:
        return None
    try:
        year, _dash, month, day_of_month = _DAY.fullmatch(written).groups()
        return date(int(year), int(month), int(day_of_month))
    except (AttributeError, ValueError) as error:
        raise InvalidValue(NO_DAY) from error


def quantity(value: Any) -> Decimal | None:
    """Read a number; None if it is empty. Raises InvalidValue.

    The number is not negative and has at most 15 digits, 6 of them decimals. French and
    Spanish texts and spreadsheets write a comma before the decimals. Zeros at the end are
    removed.
    """
    if isinstance(value, bool):
        raise InvalidValue(_("common_enter_a_number_error"))
    # ``repr`` gives the shortest text of a float; Decimal(float) gives up to 55 digits.
    written = repr(value) if isinstance(value, float) else value
    if not isinstance(written, Decimal | int):
        written = _text(written)
        if not written:
            return None
        if _COMMA.fullmatch(written):
            written = written.replace(",", ".")
        if len(written) > MAX_WRITTEN or not _NUMBER.fullmatch(written):
            raise InvalidValue(_("permits_enter_number_example_12_error"))
    try:
        return _fitting(Decimal(written))
    except ArithmeticError as error:
        raise InvalidValue(_("permits_enter_number_example_12_error")) from error


def _fitting(number: Decimal) -> Decimal:
    if not number.is_finite() or number < 0:
        raise InvalidValue(_("permits_number_negative_error"))
    if not number:
        return Decimal(0)
    _sign, digits, power = number.normalize().as_tuple()
    exponent = int(power)
    if exponent < -MAX_DECIMALS or len(digits) + max(exponent, 0) > MAX_DIGITS:
        mapping = {"digits": MAX_DIGITS, "decimals": MAX_DECIMALS}
        message = _("permits_most_digits_after_decimal_text", mapping=mapping)
        raise InvalidValue(message)
    return number.quantize(Decimal(1).scaleb(min(exponent, 0)))


def yes_no(value: Any) -> bool:
    """Read yes or no; an empty value means no. Raises InvalidValue."""
    if isinstance(value, bool):
        return value
    written = _text(value).lower()
    if written and written not in _WORDS:
        raise InvalidValue(_("common_give_true_or_false_error"))
    return _WORDS.get(written, False)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)  # an integer in JSON or in a spreadsheet, as a permit's number
    if not isinstance(value, str):
        raise InvalidValue(_("common_enter_a_text_error"))
    return fit_text(value)
