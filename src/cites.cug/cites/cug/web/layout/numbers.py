"""Numbers and sizes of files as people read them."""

from babel.numbers import format_currency, format_decimal
from cites.cug import _
from typing import Any


#: Up to six decimals, which coordinates may have.
NUMBER = "#,##0.######"
UNITS = (
    (2**20, _("web_numbers_mb")),
    (2**10, _("web_numbers_kb")),
    (0, _("web_numbers_bytes")),
)


def number(value: float, language: str) -> str:
    """The number in the format of the language, with up to six decimals."""
    if isinstance(value, int) and 0 <= value < 1000:
        return str(value)  # as most are, and alike in all our languages
    return format_decimal(value, NUMBER, locale=language)


def amount(value: float, currency: str | None, language: str) -> str:
    """A sum with the name of its currency, as in "1 800 euros"."""
    if not currency:
        return number(value, language)
    pattern = NUMBER if value == int(value) else None
    return format_currency(value, currency, pattern, locale=language, format_type="name")


def file_size(count: int, language: str) -> Any:
    """A number of bytes, for people, as in "1.4 MB"."""
    unit, words = next(pair for pair in UNITS if count >= pair[0])
    size = round(count / max(unit, 1), 1 if count < 10 * unit else None)
    return _(words, mapping={"size": number(size, language)})
