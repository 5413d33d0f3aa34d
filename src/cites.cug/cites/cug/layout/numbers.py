"""Numbers and sizes as people read them."""

from babel.numbers import format_decimal
from cites.cug import _
from typing import Any


#: All decimals that somebody may have written; coordinates have six.
NUMBER = "#,##0.######"
UNITS = (
    (2**20, _("${size} MB")),
    (2**10, _("${size} kB")),
    (0, _("${size} bytes")),
)


def number(value: float, language: str) -> str:
    return format_decimal(value, NUMBER, locale=language)


def file_size(count: int, language: str) -> Any:
    """A number of bytes for people."""
    unit, words = next(pair for pair in UNITS if count >= pair[0])
    size = round(count / max(unit, 1), 1 if count < 10 * unit else None)
    return _(words, mapping={"size": number(size, language)})
