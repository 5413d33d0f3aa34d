"""Compares two versions of an item, field by field."""

import re
from bisect import bisect_left
from cites.cug.library.items.values import field_text
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from html import escape
from itertools import takewhile
from typing import Any, NamedTuple
from zope.schema import getFieldsInOrder


WORDS = re.compile(r"\s+|\w+|[^\w\s]")
Words = list[str]
#: Texts are compared word by word if the product of their lengths is not greater.
MAX_PAIRS = 100 * 100
#: How often a part of the texts is divided again.
MAX_DEPTH = 8


class FieldDifference(NamedTuple):
    """One field that differs. ``html`` is escaped text with ``<del>`` and ``<ins>``."""

    title: Any
    html: str


def compare_versions(
    schema: Any, old: Any, new: Any, language: str
) -> Iterator[FieldDifference]:
    """The fields in which two versions differ, in the order of the schema."""
    for _name, field in getFieldsInOrder(schema):
        before = field_text(field, old, language)
        after = field_text(field, new, language)
        if before != after:
            yield FieldDifference(field.title, difference(before, after))


def difference(before: str, after: str) -> str:
    """Both texts as one HTML: removed words in ``<del>``, added ones in ``<ins>``."""
    parts = []
    for gone, came in _compared(WORDS.findall(before), WORDS.findall(after)):
        if gone == came:
            parts.append(escape("".join(gone)))
            continue
        if gone:
            parts.append(f"<del>{escape(''.join(gone))}</del>")
        if came:
            parts.append(f"<ins>{escape(''.join(came))}</ins>")
    return "".join(parts)


def _compared(old: Words, new: Words, depth: int = 0) -> Iterator[tuple[Words, Words]]:
    """Pairs of word lists: equal, or the second one replaces the first.

    Words that stand exactly once in both texts divide them; what lies between two such
    words is compared separately. So the time grows with the length of the texts and not
    with its square.
    """
    start = _same_length(zip(old, new, strict=False))
    yield old[:start], new[:start]
    old, new = old[start:], new[start:]
    end = _same_length(zip(reversed(old), reversed(new), strict=False))
    kept = old[len(old) - end :]
    old, new = old[: len(old) - end], new[: len(new) - end]
    if len(old) * len(new) <= MAX_PAIRS:
        yield from _matched(old, new)
    elif depth == MAX_DEPTH or not (anchors := _anchors(old, new)):
        yield old, new
    else:
        places = zip([*anchors, (len(old), len(new))], [(0, 0), *anchors], strict=True)
        for (old_end, new_end), (old_start, new_start) in places:
            part = old[old_start:old_end], new[new_start:new_end]
            yield from _compared(*part, depth + 1)
    yield kept, kept


def _same_length(pairs: Iterable[tuple[str, str]]) -> int:
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _matched(old: Words, new: Words) -> Iterator[tuple[Words, Words]]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for _action, start, end, new_start, new_end in matcher.get_opcodes():
        yield old[start:end], new[new_start:new_end]


def _anchors(old: Words, new: Words) -> list[tuple[int, int]]:
    """Places of words that stand once in each text, as many as keep their order."""
    counts, new_counts = Counter(old), Counter(new)
    places = {word: place for place, word in enumerate(new) if new_counts[word] == 1}
    pairs = [
        (place, places[word])
        for place, word in enumerate(old)
        if counts[word] == 1 and word in places
    ]
    # The longest rising sequence of places in the new text. For each length, ``ends`` has
    # the smallest last place of a sequence of that length so far.
    ends: list[int] = []
    rows: list[int] = []
    before: list[int] = []
    for index, (_place, new_place) in enumerate(pairs):
        length = bisect_left(ends, new_place)
        before.append(rows[length - 1] if length else -1)
        ends[length : length + 1] = [new_place]
        rows[length : length + 1] = [index]
    found, index = [], rows[-1] if rows else -1
    while index >= 0:
        found.append(pairs[index])
        index = before[index]
    return found[::-1]
