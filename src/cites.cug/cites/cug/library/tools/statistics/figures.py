"""The numbers of an alert that statistics add up: quantities, its route and its place.

They are kept in the library's own index, so that no alert is woken for a sum. A quantity
is there digit by digit: ``Acinonyx jubatus|LIV||3e1`` is a value of all alerts with
thirty-odd live cheetahs. So a sum is taken from the number of alerts with each value, and
it is exact.
"""

import json
from cites.cug.library.lists.filters import FILTERS
from cites.cug.library.tools.map.grid import cells_of
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple


#: Positions are added up by tenths of a degree, some 11 km.
DECIMALS = 1
SEPARATOR = "|"
#: From one country to the next.
Leg = tuple[str, str]


class Counted(NamedTuple):
    """What can be added: one kind of specimen in one unit; None counts specimens."""

    species: str
    term: str
    unit: str | None


class Route(NamedTuple):
    """Country codes; the transit countries in the order of the alert."""

    origin: str | None
    transit: tuple[str, ...]
    destination: str | None

    @property
    def stops(self) -> tuple[str, ...]:
        """All countries that are known, in their order."""
        return tuple(filter(None, (self.origin, *self.transit, self.destination)))

    @property
    def legs(self) -> tuple[Leg, ...]:
        """The ways from one country to another, each once."""
        legs = dict.fromkeys(pairwise(self.stops))
        return tuple(leg for leg in legs if leg[0] != leg[1])


class Place(NamedTuple):
    """A position as it is added up, and how precise the alerts say it is."""

    latitude: float
    longitude: float
    precision: str | None


def write_figures(alert: Any) -> str:
    """The numbers of an alert, as the catalog stores them."""
    sums: dict[tuple[str, str, str], Decimal] = {}
    compared = FILTERS["species"].comparable
    for line in alert.specimens or ():
        key = (compared(line["species"]), line["term"], line.get("unit") or "")
        sums[key] = sums.get(key, Decimal(0)) + Decimal(repr(line["quantity"]))
    found = {
        "quantities": [[*key, str(total)] for key, total in sorted(sums.items())],
        "route": [
            alert.alleged_origin or "",
            *(alert.transit_countries or ()),
            alert.alleged_destination or "",
        ],
    }
    if alert.latitude is not None and alert.longitude is not None:
        found["place"] = [
            _rounded(alert.latitude),
            _rounded(alert.longitude),
            alert.position_precision or "",
        ]
    if alert.location:
        found["name"] = alert.location
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def _rounded(degrees: float) -> float:
    return round(degrees, DECIMALS) + 0.0  # there is no minus zero on a map


def quantity_values(figures: str) -> set[str]:
    """A value for each digit of each quantity that is not 0."""
    return {
        SEPARATOR.join((species, term, unit, f"{digit}e{power}"))
        for species, term, unit, total in json.loads(figures)["quantities"]
        for digit, power in _digits(Decimal(total))
    }


def _digits(quantity: Decimal) -> Iterator[tuple[int, int]]:
    _sign, digits, exponent = quantity.as_tuple()
    # Infinity, which no field takes, has a letter instead of an exponent.
    for power, digit in enumerate(reversed(digits), int(exponent)):
        if digit:
            yield digit, power


def sum_quantities(counts: Mapping[str, int]) -> dict[Counted, Decimal]:
    """The sum of each kind of specimen, from the number of alerts with each value."""
    sums: dict[Counted, Decimal] = {}
    for value, number in counts.items():
        counted, digit = _read_quantity(value)
        sums[counted] = sums.get(counted, Decimal(0)) + digit * number
    return sums


@lru_cache(maxsize=1 << 14)
def _read_quantity(value: str) -> tuple[Counted, Decimal]:
    species, term, unit, digit = value.rsplit(SEPARATOR, 3)
    return Counted(species, term, unit or None), Decimal(digit)


def route_values(figures: str) -> set[str]:
    """The route as one value; none where no country of it is known."""
    stops = json.loads(figures)["route"]
    return {_route_of(figures)} if any(stops) else set()


@lru_cache(maxsize=1 << 14)
def read_route(value: str) -> Route:
    origin, *transit, destination = value.split(SEPARATOR)
    return Route(origin or None, tuple(transit), destination or None)


def leg_values(figures: str) -> set[str]:
    """The legs of the route, such as ``XC-XA``."""
    return {write_leg(leg) for leg in read_route(_route_of(figures)).legs}


def write_leg(leg: Leg) -> str:
    return "-".join(leg)


def read_leg(value: str) -> Leg:
    origin, destination = value.split("-")
    return origin, destination


def _route_of(figures: str) -> str:
    return SEPARATOR.join(json.loads(figures)["route"])


def area_values(figures: str) -> set[str]:
    """The cells of the grid that the position lies in; none without a position."""
    place = json.loads(figures).get("place")
    return {cell.value for cell in cells_of(*place[:2])} if place else set()


def read_spot(figures: str) -> tuple[Place, str]:
    """The position of an alert that has one, and what the alert calls the place."""
    found = json.loads(figures)
    latitude, longitude, precision = found["place"]
    return Place(latitude, longitude, precision or None), found.get("name", "")
