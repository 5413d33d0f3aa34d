"""Finds makes, breeds, days, laws, airports and places with the names of persons."""

from cites.nonnominal.names.lists import sections
from cites.nonnominal.names.tokens import Token
from collections.abc import Sequence
from functools import cache


LONGEST = 5
#: Words that family names begin with as well: "Joaquín San Martín".
HOLY = frozenset({"san", "santa", "santo", "saint", "sainte", "sao"})


def named_after(tokens: Sequence[Token]) -> set[int]:
    """Positions of all words of listed names that have several words.

    A single word, as "Browning", may also be a person: see ``is_named_after``.
    """
    found: set[int] = set()
    listed, beginnings = _names_of_several(), _beginnings()
    for start, token in enumerate(tokens):
        first = token.folded
        if "-" in first:
            first = first.partition("-")[0]
        names = listed.get(first)
        if names is None or (first in HOLY and _follows_given(tokens, start)):
            continue
        said = ""
        for end, behind in enumerate(tokens[start : start + LONGEST], start + 1):
            said += behind.folded.replace("-", " ")
            if said in names:
                found.update(range(start, end))
            said += " "
            if said not in beginnings:
                break
    return found


def _follows_given(tokens: Sequence[Token], start: int) -> bool:
    before = tokens[start - 1 : start]
    return any(t.capital and "g" in t.marks and not t.is_thing for t in before)


def is_named_after(token: Token) -> bool:
    """Whether the list has the word as a name by itself."""
    return token.folded in _names().get(token.folded, ())


@cache
def called_after() -> frozenset[str]:
    """The listed names, each with its words."""
    return frozenset().union(*_names().values())


@cache
def _names_of_several() -> dict[str, set[str]]:
    """Those of several words alone."""
    several: dict[str, set[str]] = {}
    for first, names in _names().items():
        if own := {name for name in names if " " in name}:
            several[first] = own
    return several


@cache
def _beginnings() -> frozenset[str]:
    """What these names may begin with, each with the space behind it."""
    return frozenset(
        name[: at + 1]
        for name in called_after()
        for at, letter in enumerate(name)
        if letter == " "
    )


@cache
def _names() -> dict[str, set[str]]:
    """The listed names, by their first words."""
    names: dict[str, set[str]] = {}
    for under in sections("named_after").values():
        for name in under:
            names.setdefault(name.split()[0], set()).add(name)
    return names
