"""Texts that come from outside: trimmed, of one line or several, never too long."""

from cites.cug import _
from unicodedata import category
from zope.i18nmessageid import Message


#: What is wrong, each with the name of its field.
Mistakes = list[tuple[str, Message]]

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
