"""Texts that come from outside: trimmed, of one line or several, never too long."""

from cites.cug import _
from typing import Any
from unicodedata import category
from zope import schema
from zope.i18nmessageid import Message


MAX_TEXT = 5000
#: Unicode's controls, and what reverses or hides the letters around it.
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
#: Names in Persian and in languages of India are written with these.
JOINERS = "\u200c\u200d"


def one_line(value: object) -> str:
    """A text without breaks and marks that cannot be seen; "" for what is no text."""
    if not isinstance(value, str):
        return ""
    seen = (letter if _is_seen(letter) else " " for letter in value)
    return " ".join("".join(seen).split())


def lines(value: object) -> str:
    """A text of several lines."""
    if not isinstance(value, str):
        return ""
    kept = (one_line(line) for line in value.splitlines())
    return "\n".join(kept).strip()


def _is_seen(letter: str) -> bool:
    return letter in JOINERS or category(letter) not in UNSEEN


def too_long(limit: int) -> Message:
    return _("The text is longer than ${limit} characters.", mapping={"limit": limit})


class OutsideLine(schema.TextLine):
    """A line from whoever: marks that cannot be seen are taken out of it."""

    fit = staticmethod(one_line)


class OutsideText(schema.Text):
    """A text from whoever; "" is empty."""

    fit = staticmethod(lines)

    def __init__(self, required: bool = False, **options: Any):
        super().__init__(
            required=required, missing_value=None if required else "", **options
        )
