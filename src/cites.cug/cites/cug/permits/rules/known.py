"""Facts that the rules use. ``data/README.md`` names their sources."""

import csv
from cites.cug.core.codelists.shipped import shipped_entries
from cites.cug.core.codelists.taxa import ANIMALS, find_written, Taxon
from cites.cug.permits.permit import PermitLine
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path


DATA = Path(__file__).parents[1] / "data"
PLANTS = "Plantae"
#: Of these, or of what has no rank because we ship it, an Appendix is compared.
SPECIES_RANKS = frozenset({"", "species", "subspecies", "variety"})
#: Of the codes XA to XZ only these are no exercise countries: XK is Kosovo, XX unknown.
NO_EXERCISE = frozenset({"XK", "XX"})


@dataclass(frozen=True)
class Quota:
    """The annual export quota of a country for a species and certain kinds of
    specimen.
    """

    country: str
    species: str
    terms: frozenset[str]
    quantity: Decimal

    def covers(self, line: PermitLine) -> bool:
        """Whether this line counts against the quota; only numbers of specimens do."""
        return (
            is_of(line, self.species)
            and line.term in self.terms
            and line.unit in ("", "NO")
            and line.quantity is not None
        )


def is_party(country: str) -> bool:
    """Whether the country is a Party to CITES; exercise countries count as Parties."""
    exercise = len(country) == 2 and country[0] == "X" and country not in NO_EXERCISE
    return exercise or country in _parties()


def quotas_of(country: str) -> list[Quota]:
    """The published annual export quotas of a country (UNEP-WCMC, SAPI)."""
    return [quota for quota in _quotas() if quota.country == country]


def is_of(line: PermitLine, species: str) -> bool:
    """Whether the line is of this species or a subspecies, also by another scientific
    name; an author behind it is ignored.
    """
    wanted = species.casefold().split()
    if line.scientific_name.casefold().split()[: len(wanted)] == wanted:
        return True
    taxon = find_written(line.scientific_name)
    return taxon is not None and species in (taxon.name, *taxon.above)


def taxon_of(line: PermitLine) -> Taxon | None:
    """The taxon of the line, if a list has its species or whatever the line names."""
    taxon = find_written(line.scientific_name)
    if taxon is None or taxon.rank in SPECIES_RANKS:
        return taxon
    # Of a species that no list has, the genus was found.
    return taxon if len(line.scientific_name.split()) == len(taxon.name.split()) else None


def is_animal(line: PermitLine) -> bool:
    """Whether the list of taxa says so; or the genus is in the list that we ship, which
    has animals only.
    """
    taxon = find_written(line.scientific_name)
    if taxon is not None and taxon.kingdom:
        return taxon.kingdom == ANIMALS
    genus = line.scientific_name.split()[:1]
    return bool(genus) and genus[0].capitalize() in _animals()


def is_plant(line: PermitLine) -> bool:
    """Whether the list of taxa says so."""
    taxon = find_written(line.scientific_name)
    return taxon is not None and taxon.kingdom == PLANTS


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
