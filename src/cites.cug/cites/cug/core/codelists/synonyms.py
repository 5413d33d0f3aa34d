"""What else is said for codes of lists, in several languages.

A line of ``synonyms.csv`` has words of one meaning. A code may have several lines: of
``sea_vessel_small`` those of a dhow and those of a boat.
"""

import csv
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple


FILE = Path(__file__).parent / "synonyms.csv"


class Synonyms(NamedTuple):
    """Words, and phrases, of one meaning that stand for a code."""

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
    """What else is said for a code, in any language."""
    found = (one.names for one in synonyms() if one[:2] == (list_name, code))
    return tuple(dict.fromkeys(name for names in found for name in names))


def _names(cells: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for cell in cells for name in cell.split(";")))
