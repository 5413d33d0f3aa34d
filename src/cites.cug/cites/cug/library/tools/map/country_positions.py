"""Where maps show a country: in the middle of the largest part of it."""

import csv
from functools import cache
from pathlib import Path


FILE = Path(__file__).parent / "data" / "country_positions.csv"


@cache
def _positions() -> dict[str, tuple[float, float]]:
    with FILE.open(encoding="utf-8", newline="") as stream:
        return {
            row["code"]: (float(row["latitude"]), float(row["longitude"]))
            for row in csv.DictReader(stream)
        }


def country_position(code: str | None) -> tuple[float, float] | None:
    """Latitude and longitude of a country; None for one that has no place on a map."""
    return _positions().get(code or "")
