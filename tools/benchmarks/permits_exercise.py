"""The permits of the benchmark: the same for the same number."""

from cites.cug.permits.permit import Party, Permit, PermitLine, PermitType, Status
from datetime import date, timedelta
from decimal import Decimal
from random import Random


#: Each issues half as many again as the next.
COUNTRIES = tuple(f"X{letter}" for letter in "ABCDEFGHIJLMNOPQRSTUVWYZ")
TYPES = (*("E",) * 12, *("R",) * 3, *("I",) * 4, "O")
GENERA, SPECIES_OF_EACH = 120, 4
#: The last is issued on this day, the first so many years before.
LAST_DAY, YEARS = date(2026, 11, 25), 10
VALID_DAYS = 180
#: Of a hundred: what became of them; all others stand as they were issued.
STATUSES = (
    *((Status.USED,) * 30),
    *((Status.PARTLY_USED,) * 4),
    *((Status.CANCELLED,) * 2),
    Status.REPLACED,
    Status.LOST_OR_STOLEN,
)


def species(number: int) -> str:
    genus = chr(65 + number % 26) + f"enus{number % GENERA:03}".replace("0", "o")
    return f"{genus} exemplum{number % SPECIES_OF_EACH}"


def often(chance: Random, number: int) -> int:
    """One of so many: the first is the most frequent, the last is rare."""
    return min(int(chance.expovariate(8 / number)), number - 1)


def number_of(number: int) -> str:
    return f"EX-{number:08}"


def country_of(number: int) -> str:
    return COUNTRIES[often(Random(number), len(COUNTRIES))]


def permit(number: int, of: int) -> Permit:
    """``of`` is how many there are in all: they follow one another in time."""
    chance = Random(number)
    country = COUNTRIES[often(chance, len(COUNTRIES))]
    issued = LAST_DAY - timedelta(days=round(365 * YEARS * (1 - number / of)))
    party = Party(name=f"EXERCISE {number}", city="Town", country=country)
    lines = tuple(_line(chance, position) for position in range(chance.choice((1, 1, 2))))
    return Permit(
        country=country,
        number=number_of(number),
        type=PermitType(chance.choice(TYPES)),
        valid_from=issued,
        valid_until=issued + timedelta(days=VALID_DAYS),
        issued=issued,
        authority=f"EXERCISE – Management Authority of {country}",
        importer=party,
        exporter=party,
        purpose="Z",
        security_stamp=f"{country} {number:07}",
        lines=lines,
    )


def _line(chance: Random, position: int) -> PermitLine:
    return PermitLine(
        block="AB"[position],
        scientific_name=species(often(chance, GENERA * SPECIES_OF_EACH)),
        description="EXERCISE",
        term="LIV",
        appendix="II",
        source="C",
        quantity=Decimal(chance.randrange(1, 50)),
        origin_country=COUNTRIES[often(chance, len(COUNTRIES))],
    )
