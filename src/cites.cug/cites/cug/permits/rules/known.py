"""What the rules know of the world; where it is from says ``data/README.md``."""

import csv
from cites.cug.codelists.shipped import shipped_entries
from cites.cug.permits.permit import PermitLine
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path


DATA = Path(__file__).parents[1] / "data"
#: XK is Kosovo and XX unknown; all other codes from XA to XZ are exercises.
NO_EXERCISE = frozenset({"XK", "XX"})


@dataclass(frozen=True)
class Quota:
    """What a country said that it exports at most in a year."""

    country: str
    species: str
    terms: frozenset[str]
    quantity: Decimal

    def covers(self, line: PermitLine) -> bool:
        """Whether a line counts against it; numbers of specimens only."""
        return (
            is_of(line, self.species)
            and line.term in self.terms
            and line.unit in ("", "NO")
            and line.quantity is not None
        )


def is_party(country: str) -> bool:
    exercise = len(country) == 2 and country[0] == "X" and country not in NO_EXERCISE
    return exercise or country in _parties()


def quotas_of(country: str) -> list[Quota]:
    return [quota for quota in _quotas() if quota.country == country]


def is_of(line: PermitLine, species: str) -> bool:
    """Whether it is that species or a subspecies, whatever author is named behind it."""
    wanted = species.casefold().split()
    return line.scientific_name.casefold().split()[: len(wanted)] == wanted


def is_animal(line: PermitLine) -> bool:
    """Whether it is of a genus of the species that we ship: animals all of them."""
    genus = line.scientific_name.split(maxsplit=1)[:1]
    return bool(genus) and genus[0].capitalize() in _animals()


@cache
def _animals() -> frozenset[str]:
    return frozenset(entry.code.split()[0] for entry in shipped_entries("species"))


@cache
def _parties() -> frozenset[str]:
    return frozenset(row["code"] for row in _rows("parties"))


@cache
def _quotas() -> tuple[Quota, ...]:
    return tuple(
        Quota(
            row["country"],
            row["species"],
            frozenset(row["terms"].split()),
            Decimal(row["quantity"]),
        )
        for row in _rows("quotas")
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
