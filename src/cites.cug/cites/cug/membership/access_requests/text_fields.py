"""Text fields for values from outside: trimmed, cleaned of invisible characters,
limited.
"""

from typing import Any
from unicodedata import category
from zope import schema


MAX_TEXT = 5000
#: Control characters, and characters that reverse or hide the text around them.
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
#: Joiners that names in Persian and in languages of India need.
JOINERS = "\u200c\u200d"


def one_line(value: object) -> str:
    """The value as one line, without invisible characters; "" if it is no text."""
    if not isinstance(value, str):
        return ""
    seen = (letter if _is_seen(letter) else " " for letter in value)
    return " ".join("".join(seen).split())


def lines(value: object) -> str:
    """The value as text of several lines, cleaned in the same way."""
    if not isinstance(value, str):
        return ""
    kept = (one_line(line) for line in value.splitlines())
    return "\n".join(kept).strip()


def _is_seen(letter: str) -> bool:
    return letter in JOINERS or category(letter) not in UNSEEN


class OutsideLine(schema.TextLine):
    """One line of text from outside. Invisible characters are removed."""

    fit = staticmethod(one_line)


class OutsideText(schema.Text):
    """A text of several lines from outside. An empty text is ""."""

    fit = staticmethod(lines)

    def __init__(self, required: bool = False, **options: Any):
        super().__init__(
            required=required, missing_value=None if required else "", **options
        )
