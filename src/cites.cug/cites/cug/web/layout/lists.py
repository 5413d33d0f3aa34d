"""Several values on one line as people read them."""

from babel.lists import format_list
from cites.cug.core.settings.languages import direction
from collections.abc import Iterable
from typing import Any
from unicodedata import bidirectional


#: Marks between values in languages that are written from right to left.
ARABIC_MARKS = {",": "،", ";": "؛"}
ISOLATE, END = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


def listed(parts: Iterable[Any], language: str, mark: str = ",") -> str:
    """The values with commas, or with another mark; empty ones are left out."""
    if direction(language) == "rtl":
        mark = ARABIC_MARKS[mark]
    return f"{mark} ".join(isolated(str(part), language) for part in parts if part)


def enumeration(parts: Iterable[Any], language: str) -> str:
    """The values for a sentence, such as "Kenya, Somalia et Yémen"."""
    return format_list([isolated(str(part), language) for part in parts], locale=language)


def isolated(text: str, language: str) -> str:
    """The text; isolated where its letters run against those of the language.

    Without that, marks and digits at its ends would move to the other side.
    """
    rightward = direction(language) == "rtl"
    against = ("L", "EN") if rightward else ("R", "AL")
    if not any(bidirectional(letter) in against for letter in text):
        return text
    return f"{ISOLATE}{text}{END}"
