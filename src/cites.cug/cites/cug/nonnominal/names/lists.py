"""The lists of names, ordinary words and places; ``data/README.md`` names sources."""

import gzip
from collections.abc import Callable
from functools import cache, lru_cache, wraps
from importlib.resources import files
from typing import Any, NamedTuple, TypeVar


Function = TypeVar("Function", bound=Callable[..., Any])
#: Letters of the longest words of which anything is kept for other texts.
LONGEST_KEPT = 64


class Lists(NamedTuple):
    """The lists. ``names`` and ``arabic`` hold the marks of each name.

    ``g``: a given name; ``s``: another well-known name; ``w``: a rare name; ``o``: also
    an ordinary word; ``q``: a word in small letters only; ``p``: also a place.
    """

    names: dict[str, str]
    words: frozenset[str]
    places: frozenset[str]
    airports: frozenset[str]
    #: Words of other languages, which are names elsewhere.
    portuguese: frozenset[str]
    swahili: frozenset[str]
    russian: frozenset[str]
    #: Given names that a dictionary has as a word, however seldom it is used.
    seldom: frozenset[str]
    #: Names in Arabic letters, with their marks.
    arabic: dict[str, str]


def keep_words(size: int) -> Callable[[Function], Function]:
    """``lru_cache`` for functions of a word, without long ones, which may be texts."""

    def keeping(function: Any) -> Any:
        kept = lru_cache(size)(function)

        @wraps(function)
        def asked(word: str, *more: str) -> Any:
            return (kept if len(word) <= LONGEST_KEPT else function)(word, *more)

        return asked

    return keeping


@cache
def lists() -> Lists:
    """Read the lists, once: about 60 MB of memory, in half a second."""
    return Lists(
        names=_marked("names"),
        words=frozenset(_lines("words")),
        places=frozenset(_lines("places")),
        airports=frozenset(_lines("airports")),
        portuguese=frozenset(_lines("portuguese")),
        swahili=frozenset(_lines("swahili")),
        russian=frozenset(_lines("russian")),
        seldom=frozenset(_lines("seldom")),
        arabic=_marked("arabic"),
    )


def _marked(name: str) -> dict[str, str]:
    return dict(line.rsplit(" ", 1) for line in _lines(name))


def _lines(name: str) -> list[str]:
    return gzip.decompress(_file(f"{name}.txt.gz")).decode().splitlines()


@lru_cache
def sections(name: str) -> dict[str, list[str]]:
    """Lines of a hand-made list, by their headings."""
    found: dict[str, list[str]] = {}
    heading: list[str] = []
    for line in _file(f"{name}.txt").decode().splitlines():
        if line.endswith(":"):
            heading = found.setdefault(line[:-1], [])
        elif line and not line.startswith("#"):
            heading.append(line)
    return found


def _file(name: str) -> bytes:
    return files("cites.cug.nonnominal").joinpath("data", name).read_bytes()
