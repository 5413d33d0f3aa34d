"""Rewrites long patterns of words.

Alternatives are sorted by their first letters, which finds them sooner.
Of alternatives that begin with a letter, ``re`` tries only those with the right one; here
they share it, and those that begin with a group are written out first.
"""

import re
import unicodedata
from collections.abc import Iterator


#: What repeats the group or the letter before it.
REPEATS = re.compile(r"[?*+{]")
#: A letter with an accent, or a class of letters.
ACCENTED = re.compile(r"\[[^\]]*\]|[À-ÖØ-öø-ÿ]")
CLASS = re.compile(r"\[([^\]^\\\-]+)\]")


def by_first_letter(pattern: str) -> str:
    """A pattern of the same matches as ``(?:a|b|…)`` or ``a|b|…``, for ``re.compile``."""
    branches: dict[str, list[str]] = {}
    for alternative in _written_out(pattern):
        branches.setdefault(alternative[0], []).append(alternative[1:])
    sorted_ones = (f"{first}(?:{'|'.join(rests)})" for first, rests in branches.items())
    return f"(?:{'|'.join(sorted_ones)})"


def _written_out(pattern: str) -> Iterator[str]:
    """The alternatives, each with a letter at its beginning."""
    for alternative in _split(pattern):
        if alternative.startswith("(?:"):
            end = _end_of_group(alternative)
            inside, rest = alternative[3 : end - 1], alternative[end:]
            optional = rest.startswith("?")
            for beginning in _split(inside):
                yield from _written_out(beginning + rest[optional:])
            if optional:
                yield from _written_out(rest[1:])
        elif letters := CLASS.match(alternative):
            rest = alternative[letters.end() :]
            if REPEATS.match(rest):
                raise ValueError(f"repeated at the beginning: {alternative}")
            yield from (letter + rest for letter in letters[1])
        elif alternative[0].isalpha() and not REPEATS.match(alternative[1:]):
            yield alternative
        else:
            raise ValueError(f"no letter at the beginning: {alternative}")


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
