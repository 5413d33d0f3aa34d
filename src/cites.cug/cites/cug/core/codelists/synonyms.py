"""Other words for codes, in four languages.

Each line of ``synonyms.csv`` has words that mean the same. A code may have several lines:
``sea_vessel_small`` has one for a dhow and one for a boat.
"""

import csv
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple


FILE = Path(__file__).parent / "synonyms.csv"


class Synonyms(NamedTuple):
    """Words and phrases that mean the same, and the code they stand for."""

    list_name: str
    code: str
    names: tuple[str, ...]


@cache
def synonyms() -> tuple[Synonyms, ...]:
    """All that are known."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        return tuple(
            Synonyms(row.pop("list"), row.pop("code"), _names(row.values()))
            for row in csv.DictReader(lines)
        )


def synonyms_of(list_name: str, code: str) -> tuple[str, ...]:
    """The other words for a code, in any language."""
    return tuple(dict.fromkeys(_by_code().get((list_name, code), ())))


@cache
def _by_code() -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for list_name, code, names in synonyms():
        found[list_name, code] = found.get((list_name, code), ()) + names
    return found


def _names(cells: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for cell in cells for name in cell.split(";")))
