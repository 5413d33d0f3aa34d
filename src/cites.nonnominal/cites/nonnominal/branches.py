"""Rewrites long patterns of words.

Of alternatives that begin with a letter, ``re`` tries only those with the right one, but
it looks at each. Here those with the same first letters share them, and those that begin
with a group are written out first.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby


#: How many first letters are shared.
SHARED = 2
#: What repeats the group or the letter before it.
REPEATS = re.compile(r"[?*+{]")
#: A letter with an accent, or a class of letters.
ACCENTED = re.compile(r"\[[^\]]*\]|[À-ÖØ-öø-ÿ]")
CLASS = re.compile(r"\[([^\]^\\\-]+)\](?![?*+{])")


def by_first_letter(pattern: str, shared: int = SHARED) -> str:
    """A pattern of the same matches as ``(?:a|b|…)`` or ``a|b|…``, for ``re.compile``."""
    return f"(?:{'|'.join(_branches(pattern, shared))})"


def _branches(pattern: str, shared: int) -> Iterator[str]:
    """The alternatives; side by side, those of the same first letter are one."""
    for lettered, side_by_side in groupby(_written_out(pattern), _begins_with_letter):
        if not lettered:
            yield from side_by_side
            continue
        rests: dict[str, list[str]] = {}
        for alternative in side_by_side:
            rests.setdefault(alternative[0], []).append(alternative[1:])
        for first, some in rests.items():
            rest = "|".join(some)
            if len(some) > 1:
                rest = by_first_letter(rest, shared - 1) if shared > 1 else f"(?:{rest})"
            yield first + rest


def _begins_with_letter(alternative: str) -> bool:
    return alternative[:1].isalpha() and not REPEATS.match(alternative, 1)


def _written_out(pattern: str) -> Iterator[str]:
    """The alternatives, with a letter at their beginnings where a group has one."""
    for alternative in _split(pattern):
        end = _end_of_group(alternative) if alternative.startswith("(?:") else 0
        inside, rest = alternative[3 : end - 1], alternative[end:]
        optional = rest.startswith("?")
        letters = CLASS.match(alternative)
        if end and not REPEATS.match(rest, optional):
            for beginning in _split(inside):
                yield from _written_out(beginning + rest[optional:])
            if optional:
                yield from _written_out(rest[1:])
        elif letters:
            yield from (letter + alternative[letters.end() :] for letter in letters[1])
        else:
            yield alternative


def _split(pattern: str) -> list[str]:
    """The alternatives of a pattern, not those of groups inside it."""
    found, depth, start = [], 0, 0
    for at, character in enumerate(pattern):
        if at and pattern[at - 1] == "\\":
            continue
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "|" and not depth:
            found.append(pattern[start:at])
            start = at + 1
    return [*found, pattern[start:]]


def _end_of_group(pattern: str) -> int:
    """Index after the group that begins a pattern."""
    depth = 0
    for at, character in enumerate(pattern):
        if not (at and pattern[at - 1] == "\\"):
            depth += {"(": 1, ")": -1}.get(character, 0)
        if not depth:
            return at + 1
    raise ValueError(f"a group without an end: {pattern}")


def accents_or_none(pattern: str) -> str:
    """A pattern of words with their accents or without, as in chats and file names."""
    return ACCENTED.sub(_with_and_without, pattern)


def _with_and_without(match: re.Match[str]) -> str:
    letter = match[0]
    plain = unicodedata.normalize("NFD", letter)[0]
    return letter if len(letter) > 1 or plain == letter else f"[{letter}{plain}]"
