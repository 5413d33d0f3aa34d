"""What stands where on a map: dots for alerts at a place, arcs for the legs of routes.

Templates draw it as SVG over ``world.svg``. Its size does not grow with the library: of
dots that would touch one is drawn, and of arcs the heaviest.
"""

from cites.cug.library.tools.map.country_positions import country_position
from cites.cug.library.tools.map.projection import HEIGHT, project, WIDTH
from cites.cug.library.tools.statistics.figures import Place, Route
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from heapq import nlargest
from itertools import pairwise
from math import sqrt
from typing import Any, NamedTuple


MOST_DOTS, MOST_ARCS = 200, 100
#: A map is at least so wide, that it shows where on Earth it is; in units of the world.
NARROWEST = 130.0
#: Around what is shown, as a share of the map.
MARGIN = 0.14
#: Height of a map to its width.
SHAPE = HEIGHT / WIDTH
#: The map of the world ends here in the south; Antarctica is left out.
BOTTOM = project(-60.0, 0.0)[1]
#: Dots and lines, as shares of the width of the map.
DOT, LARGEST_DOT, LINE, WIDEST_LINE = 0.005, 0.017, 0.0014, 0.005
#: Dots in one square of so large a share of the width are one.
CELL = 0.012
#: How far an arc bends, as a share of its length.
BEND = 0.18
Leg = tuple[str, str]


class Dot(NamedTuple):
    """Alerts at a place, or at several that would touch each other."""

    x: float
    y: float
    radius: float
    number: int
    #: The place of the most of them.
    place: Place


class Arc(NamedTuple):
    """A leg of routes; ``path`` is that of an SVG."""

    path: str
    width: float
    number: int
    leg: Leg


#: The alerts of one place: their number, where on the map it is, its precision, itself.
#: A plain tuple, as there are thousands; in this order the heaviest is the largest.
Spot = tuple[int, float, float, str, Place]


class Drawing(NamedTuple):
    """``box`` is x, y, width and height of the part of the world that is shown."""

    box: tuple[float, float, float, float]
    dots: list[Dot]
    arcs: list[Arc]

    @property
    def view_box(self) -> str:
        return " ".join(f"{one:.1f}" for one in self.box)

    @property
    def arrow(self) -> float:
        """Size of the head of an arrow."""
        return round(self.box[2] * 0.012, 2)


def count_legs(routes: Mapping[Route, int]) -> Counter[Leg]:
    """How many alerts went from one country to the next."""
    legs: dict[Leg, int] = {}
    for route, number in routes.items():
        for leg in _legs_of(route):
            legs[leg] = legs.get(leg, 0) + number
    return Counter(legs)


@lru_cache(maxsize=1 << 14)
def _legs_of(route: Route) -> tuple[Leg, ...]:
    """The ways from one country to another, each once."""
    legs = dict.fromkeys(pairwise(route.stops))
    return tuple(leg for leg in legs if leg[0] != leg[1])


def draw(
    places: Mapping[Place, int], counted: Counter[Leg], *, whole: bool = False
) -> Drawing:
    """A map of what is there, or of the whole world with it.

    ``counted`` are the legs with their alerts, as of ``count_legs``.
    """
    legs = {
        leg: number
        for leg, number in counted.most_common(MOST_ARCS)
        if all(map(country_position, leg))
    }
    stops = {code for leg in legs for code in leg}
    ends = {
        code: project(*position) for code in stops if (position := country_position(code))
    }
    spots: list[Spot] = [
        (number, *project(place[0], place[1]), place[2] or "", place)
        for place, number in places.items()
    ]
    shown = [*(spot[1:3] for spot in spots), *ends.values()]
    box = (0.0, 0.0, WIDTH, BOTTOM) if whole or not shown else _box(shown)
    arcs = _arcs(legs, ends, box[2])
    return Drawing(box, _dots(spots, box[2]), arcs)


def _box(points: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    """The part of the map around these points, of the shape that maps have."""
    columns, rows = [x for x, _y in points], [y for _x, y in points]
    wide = (max(columns) - min(columns)) * (1 + 2 * MARGIN)
    high = (max(rows) - min(rows)) * (1 + 2 * MARGIN)
    width = min(max(NARROWEST, wide, high / SHAPE), WIDTH)
    height = width * SHAPE
    x = (max(columns) + min(columns)) / 2 - width / 2
    y = (max(rows) + min(rows)) / 2 - height / 2
    return (
        min(max(x, 0.0), WIDTH - width),
        min(max(y, 0.0), max(0.0, HEIGHT - height)),
        width,
        height,
    )


def _dots(spots: Iterable[Spot], width: float) -> list[Dot]:
    """The dots with most alerts; those that would touch are one, at its heaviest."""
    per_unit = 1 / (width * CELL)
    cells: dict[tuple[int, int], tuple[int, Spot]] = {}
    for spot in spots:
        cell = int(spot[1] * per_unit), int(spot[2] * per_unit)
        if cell in cells:
            number, heaviest = cells[cell]
            cells[cell] = number + spot[0], max(heaviest, spot)
        else:
            cells[cell] = spot[0], spot
    shown = nlargest(MOST_DOTS, cells.values())
    highest = shown[0][0] if shown else 1
    return [
        Dot(
            round(x, 1),
            round(y, 1),
            round(_share(number, highest, DOT, LARGEST_DOT) * width, 2),
            number,
            place,
        )
        for number, (_number, x, y, _precision, place) in shown
    ]


def _arcs(
    legs: Mapping[Leg, int], ends: Mapping[str, tuple[float, float]], width: float
) -> list[Arc]:
    highest = max(legs.values(), default=1)
    return [
        Arc(
            _bent(ends[leg[0]], ends[leg[1]]),
            round(_share(number, highest, LINE, WIDEST_LINE) * width, 2),
            number,
            leg,
        )
        for leg, number in legs.items()
    ]


def _bent(begin: tuple[float, float], end: tuple[float, float]) -> str:
    """An arc to the left of the straight way, so that both directions can be told."""
    (a, b), (x, y) = begin, end
    middle = (a + x) / 2 + (y - b) * BEND, (b + y) / 2 - (x - a) * BEND
    return f"M{a:.1f},{b:.1f}Q{middle[0]:.1f},{middle[1]:.1f} {x:.1f},{y:.1f}"


def _share(number: int, highest: int, smallest: float, largest: float) -> float:
    """Between both sizes, by the area that stands for the number."""
    return smallest + (largest - smallest) * sqrt(number / highest)


def map_of_alert(alert: Any) -> Drawing | None:
    """The position and the route of one alert; None if neither is known."""
    places: Mapping[Place, int] = {}
    if alert.latitude is not None and alert.longitude is not None:
        place = Place(alert.latitude, alert.longitude, alert.position_precision)
        places = {place: 1}
    route = Route(
        alert.alleged_origin,
        tuple(alert.transit_countries or ()),
        alert.alleged_destination,
    )
    drawing = draw(places, count_legs({route: 1}))
    return drawing if drawing.dots or drawing.arcs else None
