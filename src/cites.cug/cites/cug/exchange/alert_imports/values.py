"""Makes values of an alert of the cells of a table."""

import re
from cites.cug import _
from cites.cug.core.codelists.entry import LANGUAGES
from cites.cug.core.codelists.lists import code_list, titles
from cites.cug.core.validation.characters import fit_length, letters
from cites.cug.core.validation.days import NO_DAY
from cites.cug.core.validation.errors import InvalidValue, mistakes_in, unknown_code
from cites.cug.exchange.alert_imports.matching import (
    DAY_FIRST,
    Matching,
    MONTH_FIRST,
)
from cites.cug.exchange.alert_imports.tables import Table
from cites.cug.exchange.illegal_trade.template import (
    LINE_FIELDS,
    LISTS,
    report_shipped,
    report_template,
    YES_NO,
)
from cites.cug.library.items.alert import IAlert
from cites.cug.library.items.specimens import ISpecimen
from cites.cug.web.downloads import RUN
from cites.cug.web.restapi.field_deserializers import line_of, text_of
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zope.schema.interfaces import (
    IBool,
    IDate,
    IField,
    IFloat,
    IInt,
    IList,
    IText,
    ITextLine,
    ValidationError,
)


#: Fields that the values of a column show by themselves: lists with words of their own.
SHOWN_BY_VALUES = ("term", "unit", "transport_mode", "concealment", "detection_method")
#: The first rows, by whose values columns are guessed.
GUESSED_ROWS = 50
#: Between the values of a cell.
SEVERAL = (re.compile(r"[;|\n]+"), re.compile(r",+"))
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?", re.ASCII)
WRITTEN = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", re.ASCII)
NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
COMMA = re.compile(r"-?\d+,(?:\d{1,2}|\d{4,})", re.ASCII)
MONEY = re.compile(r"([A-Z]{3})?\s*([\d.,]+)\s*([A-Z]{3})?", re.ASCII)
OPEN_DATE = _("exchange_values_day_month_choose_order_text")
NO_NUMBER = _("exchange_values_write_number_without_thousands_text")
ONE_ONLY = _("exchange_values_give_value_here_several")
OTHER = "other"


class Unknown(InvalidValue):
    """Words that are no choice of a field; a matching may keep them in the text."""


class ValueReader:
    """Reads the cells of one table: words of lists are looked up once."""

    def __init__(self, matching: Matching):
        self.matching = matching
        self.words: dict[str, dict[str, str]] = {}
        self.read_already: dict[tuple[str, Any], Any] = {}

    def read(self, field: str, cell: Any) -> Any:
        """The value of a field; None for an empty cell. Raises InvalidValue."""
        key = field, cell
        try:
            return self.read_already[key]
        except KeyError:
            value = self.read_already[key] = self._read(field, cell)
            return value

    def reads_all(self, field: str, cells: Iterable[Any]) -> bool:
        """Whether each of the cells is a value of a field."""
        try:
            for cell in cells:
                self.read(field, cell)
        except InvalidValue:
            return False
        return True

    def _read(self, name: str, cell: Any) -> Any:
        field = (ISpecimen if name in LINE_FIELDS else IAlert)[name]
        if isinstance(cell, str):
            cell = plain(cell)
        if cell == "":
            return None
        if LISTS.get(name) is not None:
            return self._codes(name, cell, several=IList.providedBy(field))
        if IBool.providedBy(field):
            return self._code(name, cell) == "yes"
        return self._checked(field, self._typed(field, cell))

    def _typed(self, field: IField, cell: Any) -> Any:
        if IDate.providedBy(field):
            return self._date(cell)
        if IFloat.providedBy(field) or IInt.providedBy(field):
            found = _number(cell)
            return int(found) if IInt.providedBy(field) and found == int(found) else found
        if ITextLine.providedBy(field):
            return line_of(" ".join(str(cell).split()), field)
        if IText.providedBy(field):
            return text_of(str(cell), field)
        return cell

    def _checked(self, field: IField, value: Any) -> Any:
        limit = getattr(field, "max_length", None)
        if isinstance(value, str) and limit is not None:
            fit_length(value, limit)
        try:
            field.validate(value)
        except InvalidValue:
            raise
        except ValidationError as error:
            raise InvalidValue(*mistakes_in(error)) from error
        return value

    def _date(self, cell: Any) -> date:
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        try:
            return self._date_in(str(cell))
        except ValueError as error:
            raise InvalidValue(NO_DAY) from error

    def _date_in(self, text: str) -> date:
        if found := ISO.fullmatch(text):
            year, month, day = map(int, found.groups())
            return date(year, month, day)
        found = WRITTEN.fullmatch(text)
        if not found:
            raise ValueError(text)
        first, second, year = map(int, found.groups())
        order = self.matching.dates
        if not order and first <= 12 and second <= 12 and first != second:
            raise InvalidValue(OPEN_DATE)
        if order == MONTH_FIRST or (order != DAY_FIRST and second > 12):
            return date(year, first, second)
        return date(year, second, first)

    def _codes(self, name: str, cell: Any, *, several: bool) -> Any:
        found = self._several(name, str(cell))
        if several:
            return list(dict.fromkeys(found))
        if len(set(found)) > 1:
            raise Unknown(ONE_ONLY)
        return found[0] or None

    def _several(self, name: str, text: str) -> list[str]:
        try:
            return [self._code(name, text)]  # titles have commas in them too
        except Unknown:
            for separator in SEVERAL:
                parts = [one for one in separator.split(text) if one.strip()]
                if len(parts) > 1:
                    return [code for one in parts for code in self._several(name, one)]
            raise

    def _code(self, name: str, cell: Any) -> str:
        words = self.words.get(name)
        if words is None:
            words = self.words[name] = dict(_words_of(name))
        try:
            return words[letters(str(cell))]
        except KeyError:
            raise Unknown(unknown_code(cell).doc()) from None


def guess_by_values(table: Table, known: Mapping[str, str]) -> dict[str, str]:
    """Heading, as ``letters`` writes it → the field that all its values are choices of.

    ``known`` columns and fields are not guessed again, nor is a column whose values are
    choices of two fields.
    """
    reader = ValueReader(Matching({}))
    fields = [one for one in SHOWN_BY_VALUES if one not in known.values()]
    found = dict[str, str]()
    for place, heading in enumerate(map(letters, table.headings)):
        if not heading or heading in known or heading in found:
            continue
        rows = table.rows[:GUESSED_ROWS]
        cells = {row.cells[place] for row in rows if place < len(row.cells)} - {""}
        fitting = [one for one in fields if cells and reader.reads_all(one, cells)]
        if len(fitting) == 1:
            found[heading] = fitting[0]
            fields.remove(fitting[0])
    return found


def plain(text: str) -> str:
    """A text without the apostrophe by which the portal's own files begin some."""
    text = text.strip()
    return text[1:].strip() if text.startswith("'") and text[1:].startswith(RUN) else text


def money_in(cell: Any) -> tuple[Any, str | None]:
    """An amount, and the currency if the cell names one."""
    found = MONEY.fullmatch(str(cell).strip())
    if not found or isinstance(cell, (int, float)):
        return cell, None
    before, amount, after = found.groups()
    return amount, before or after


def has_other(field: str) -> bool:
    """Whether a field has a choice for what is none of the others."""
    listed = LISTS.get(field)
    return listed is not None and OTHER in code_list(listed).entries


def _words_of(name: str) -> Iterator[tuple[str, str]]:
    """Words → code, the most certain last."""
    listed = LISTS.get(name)
    if listed is None:
        yield from ((word, "yes") for word in ("1", "true", "x", "si"))
        yield from ((word, "no") for word in ("0", "false"))
        yield from ((word, word) for word in YES_NO)
    else:
        for language in LANGUAGES:
            for code, title in titles(listed, language).items():
                yield letters(title), code
    for template in (report_template(), report_shipped()):
        for choice in template.choices.get(name, ()):
            for title in choice.title.values():
                yield letters(title), choice.codes[0]
    if listed is not None:
        yield from ((letters(code), code) for code in titles(listed, "en") if code)


def _number(cell: Any) -> float:
    if isinstance(cell, bool):
        raise InvalidValue(NO_NUMBER)
    if isinstance(cell, (int, float, Decimal)):
        return float(cell)
    text = str(cell).replace("\N{NO-BREAK SPACE}", "").replace(" ", "")
    if COMMA.fullmatch(text):
        text = text.replace(",", ".")
    if not NUMBER.fullmatch(text):
        raise InvalidValue(NO_NUMBER)
    return float(text)
