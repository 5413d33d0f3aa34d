"""Marks the words of a search in a text."""

import re
from cites.cug.library.query_parameters import MIN_PREFIX
from collections.abc import Iterable
from html import escape
from unicodedata import combining, normalize


WORD = re.compile(r"\w+")


def fold(word: str) -> str:
    """A word as the text index compares it: in lower case, without accents."""
    letters = normalize("NFKD", word.casefold())
    return "".join(letter for letter in letters if not combining(letter))


def mark_words(text: str, words: Iterable[str]) -> tuple[str, bool]:
    """The text as HTML with the words in ``<mark>``, and whether it has any of them.

    A word of at least ``MIN_PREFIX`` letters also marks longer words that begin with it.
    """
    wanted = [fold(word) for word in words]
    beginnings = tuple(word for word in wanted if len(word) >= MIN_PREFIX)
    parts, end, found = [], 0, False
    for match in WORD.finditer(text) if wanted else ():
        word = fold(match[0])
        if not (word.startswith(beginnings) or word in wanted):
            continue
        parts += [escape(text[end : match.start()]), f"<mark>{escape(match[0])}</mark>"]
        end, found = match.end(), True
    return "".join((*parts, escape(text[end:]))), found
