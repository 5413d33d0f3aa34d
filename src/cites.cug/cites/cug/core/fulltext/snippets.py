"""The place of a text where the words stand, with the words marked."""

from cites.cug.core.fulltext.folding import LATIN, WORD
from cites.cug.core.fulltext.question import Question
from collections.abc import Iterator
from html import escape


#: About so many characters are shown.
LENGTH = 220
#: So many of them before the first word.
BEFORE = 60


def mark(
    text: str, question: Question, languages: tuple[str, ...] = LATIN
) -> tuple[str, bool]:
    """The text as HTML with the words in ``<mark>``, and whether it has any of them."""
    parts, end, found = [], 0, False
    for first, last in _hits(text, languages, question):
        parts += [
            escape(text[end:first]),
            f"<mark>{escape(text[first:last])}</mark>",
        ]
        end, found = last, True
    return "".join((*parts, escape(text[end:]))), found


def snippet(text: str, languages: tuple[str, ...], question: Question) -> str:
    """The part of a text around the first of the words; empty if it has none."""
    for first, _last in _hits(text, languages, question):
        return _cut(text, first)
    return ""


def _hits(
    text: str, languages: tuple[str, ...], question: Question
) -> Iterator[tuple[int, int]]:
    """Start and end of each of the words in a text, and of each phrase."""
    found = list(WORD.finditer(text)) if question.wanted else []
    words, number = [match[0] for match in found], 0
    while number < len(words):
        size = question.fits(words, number, languages)
        if size:
            yield found[number].start(), found[number + size - 1].end()
        number += size or 1


def _cut(text: str, place: int) -> str:
    start = max(place - BEFORE, 0)
    if start:
        start = text.find(" ", start, place) + 1 or start
    end = min(start + LENGTH, len(text))
    if end < len(text):
        end = max(text.rfind(" ", place, end), min(place + LONGEST_WORD, end))
    cut = " ".join(text[start:end].split())
    return f"{'… ' if start else ''}{cut}{' …' if end < len(text) else ''}"


#: A word is not cut before so many characters.
LONGEST_WORD = 40
