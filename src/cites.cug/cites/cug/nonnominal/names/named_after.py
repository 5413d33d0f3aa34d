"""Finds makes, breeds, days, laws, airports and places with the names of persons."""

from cites.cug.nonnominal.names.lists import sections
from cites.cug.nonnominal.names.tokens import Token
from collections.abc import Sequence
from functools import cache


LONGEST = 5


def named_after(tokens: Sequence[Token]) -> set[int]:
    """Positions of all words of listed names that have several words.

    A single word, as "Browning", may also be a person: see ``is_named_after``.
    """
    found: set[int] = set()
    for start, token in enumerate(tokens):
        names = _names().get(token.folded.split("-")[0])
        if names is None:
            continue
        said = ""
        for end, behind in enumerate(tokens[start : start + LONGEST], start + 1):
            said = f"{said} {behind.folded.replace('-', ' ')}".strip()
            if " " in said and said in names:
                found.update(range(start, end))
    return found


def is_named_after(token: Token) -> bool:
    """Whether the list has the word as a name by itself."""
    return token.folded in _names().get(token.folded, ())


@cache
def _names() -> dict[str, set[str]]:
    """The listed names, by their first words."""
    names: dict[str, set[str]] = {}
    for under in sections("named_after").values():
        for name in under:
            names.setdefault(name.split()[0], set()).add(name)
    return names
