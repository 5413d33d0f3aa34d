"""The columns of a list of taxa, and the headings that files have for them."""

import csv
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path


DATA = Path(__file__).parent / "data"
#: Without these, a file is no list of taxa.
REQUIRED = ("name", "rank", "appendix")
_BETWEEN = re.compile(r"[\s_-]+")


@cache
def headings() -> dict[str, tuple[str, ...]]:
    """The headings that each column may have, the usual one first."""
    with (DATA / "columns.csv").open(encoding="utf-8", newline="") as lines:
        return {
            row["column"]: tuple(row["headings"].split(";"))
            for row in csv.DictReader(lines)
        }


def plain(heading: str) -> str:
    """A heading in the form in which headings are compared."""
    return _BETWEEN.sub("", heading).casefold()


def columns_in(row: Sequence[str]) -> dict[str, int]:
    """The place of each column in a row of headings.

    Where a file has several headings of one column, the first of ours counts.
    """
    places: dict[str, int] = {}
    for place, heading in enumerate(row):
        places.setdefault(plain(heading), place)
    found = {}
    for column, known in headings().items():
        there = [places[plain(one)] for one in known if plain(one) in places]
        if there:
            found[column] = there[0]
    return found
