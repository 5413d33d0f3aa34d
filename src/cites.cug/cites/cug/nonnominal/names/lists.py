"""The lists: names, ordinary words, places; ``data/README.md`` says where from."""

import gzip
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Lists(NamedTuple):
    """``names`` has for each name its marks.

    ``g`` is a given name, ``s`` another that is well known, ``w`` one seen seldom; ``o``
    is also an ordinary word, ``q`` a word in small letters only, ``p`` also a place.
    """

    names: dict[str, str]
    words: frozenset[str]
    places: frozenset[str]
    airports: frozenset[str]


@cache
def lists() -> Lists:
    """Read at the first check: some 50 MB, in a third of a second."""
    names = dict(line.split(" ") for line in _lines("names"))
    return Lists(names, *map(frozenset, map(_lines, ("words", "places", "airports"))))


def _lines(name: str) -> list[str]:
    data = files("cites.cug.nonnominal").joinpath("data", f"{name}.txt.gz").read_bytes()
    return gzip.decompress(data).decode("ascii").splitlines()
