"""What stands where on a map: dots for alerts at a place, arcs for the legs of routes.

Templates draw it as SVG over ``world.svg``. Its size does not grow with the library: dots
are clusters, and of arcs the heaviest are drawn.
"""

from cites.cug.library.tools.map.clusters import Cluster, find_clusters, Spot
from cites.cug.library.tools.map.country_positions import country_position
from cites.cug.library.tools.map.grid import Cell, cells_of
from cites.cug.library.tools.map.projection import Box, box_around, project, WIDTH
from cites.cug.library.tools.statistics.figures import Leg, Place, Route
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import atan2, degrees, sqrt
from typing import Any, NamedTuple


MOST_ARCS = 40
#: The map of the world ends here in the south; Antarctica is left out.
BOTTOM = project(-60.0, 0.0)[1]
#: Dots and lines, as shares of the width of the map. A dot has room for its number: it is
#: at least 24 px wide where a map is 840 px wide.
DOT, LARGEST_DOT, LINE, WIDEST_LINE = 0.0145, 0.024, 0.0014, 0.005
#: How far an arc bends, as a share of its length.
BEND = 0.18
Point = tuple[float, float]


class Dot(NamedTuple):
    """Alerts at neighbouring places, or those of a country without a place."""

    x: float
    y: float
    radius: float
    number: int
    place: Place
    #: What the alerts call the place; empty if they do not.
    name: str = ""
    #: Whether they have other names too.
    several: bool = False
    #: The cell of the grid; None: only the country is known.
    cell: Cell | None = None
    country: str = ""


class Arc(NamedTuple):
    """A leg of routes: it begins, bends and ends at these points."""

    points: tuple[Point, Point, Point]
    width: float
    number: int
    leg: Leg

    @property
    def end_angle(self) -> float:
        """Its direction at the end, in degrees clockwise from the right."""
        (_begin, (a, b), (x, y)) = self.points
        return degrees(atan2(y - b, x - a))


class Drawing(NamedTuple):
    """``box`` is x, y, width and height of the part of the world that is shown."""

    box: Box
    dots: list[Dot]
    arcs: list[Arc]


def count_legs(routes: Mapping[Route, int]) -> Counter[Leg]:
    """How many alerts went from one country to the next."""
    legs: Counter[Leg] = Counter()
    for route, number in routes.items():
        for leg in route.legs:
            legs[leg] += number
    return legs


class FewSpots:
    """Where a few alerts happened, all of which are at hand; implements ``Spots``."""

    def __init__(self, spots: Iterable[Spot]):
        self.cells: dict[Cell, list[Spot]] = {}
        for spot in spots:
            for cell in cells_of(spot.place.latitude, spot.place.longitude):
                self.cells.setdefault(cell, []).append(spot)

    def count(self, cells: Sequence[Cell]) -> dict[Cell, int]:
        return {cell: len(self.cells[cell]) for cell in cells if cell in self.cells}

    def sample(self, cell: Cell) -> list[Spot]:
        return self.cells[cell]


def draw(
    spots: Any,
    countries: Mapping[str, int],
    counted: Counter[Leg],
    *,
    whole: bool = False,
) -> Drawing:
    """A map of what is there, or of the whole world with it.

    ``spots`` implements ``Spots``. ``countries`` are numbers of alerts of which no more
    than the country is known, ``counted`` those of the legs of routes.
    """
    legs = {
        leg: number
        for leg, number in counted.most_common(MOST_ARCS)
        if all(map(country_position, leg))
    }
    stops = {*countries, *(code for leg in legs for code in leg)}
    ends = {
        code: project(*position) for code in stops if (position := country_position(code))
    }
    clusters = find_clusters(spots, [*ends.values()], whole=whole)
    points = [*(project(*one.place[:2]) for one in clusters), *ends.values()]
    box = (0.0, 0.0, WIDTH, BOTTOM) if whole or not points else box_around(points)
    dots = _dots(clusters, {code: countries[code] for code in countries if code in ends})
    return Drawing(box, _sized(dots, box[2]), _arcs(legs, ends, box[2]))


def _dots(clusters: Iterable[Cluster], countries: Mapping[str, int]) -> list[Dot]:
    """The dots without their sizes, the largest number first."""
    dots = [
        Dot(
            *project(one.place.latitude, one.place.longitude),
            0.0,
            one.number,
            one.place,
            one.name,
            one.several,
            cell=one.cell,
        )
        for one in clusters
    ]
    for code, number in countries.items():
        position = country_position(code)
        if position is not None:
            place = Place(*position, "country")
            dots.append(Dot(*project(*position), 0.0, number, place, country=code))
    return sorted(dots, key=lambda dot: (-dot.number, dot.x, dot.y))


def _sized(dots: Sequence[Dot], width: float) -> list[Dot]:
    highest = max((dot.number for dot in dots), default=1)
    return [
        dot._replace(radius=_share(dot.number, highest, DOT, LARGEST_DOT) * width)
        for dot in dots
    ]


def _arcs(legs: Mapping[Leg, int], ends: Mapping[str, Point], width: float) -> list[Arc]:
    highest = max(legs.values(), default=1)
    return [
        Arc(
            _bent(ends[leg[0]], ends[leg[1]]),
            _share(number, highest, LINE, WIDEST_LINE) * width,
            number,
            leg,
        )
        for leg, number in legs.items()
    ]


def _bent(begin: Point, end: Point) -> tuple[Point, Point, Point]:
    """An arc to the left of the straight way, so that both directions can be told."""
    (a, b), (x, y) = begin, end
    middle = (a + x) / 2 + (y - b) * BEND, (b + y) / 2 - (x - a) * BEND
    return begin, middle, end


def _share(number: int, highest: int, smallest: float, largest: float) -> float:
    """Between both sizes, by the area that stands for the number."""
    return smallest + (largest - smallest) * sqrt(number / highest)


def map_of_alerts(alerts: Iterable[Any]) -> Drawing | None:
    """Positions and routes of a few alerts; None where none of them says any."""
    spots: list[Spot] = []
    countries: Counter[str] = Counter()
    legs: Counter[Leg] = Counter()
    for alert in alerts:
        if alert.latitude is not None and alert.longitude is not None:
            precision = alert.position_precision
            place = Place(alert.latitude, alert.longitude, precision)
            spots.append(Spot(place, alert.location or ""))
        elif alert.incident_country:
            countries[alert.incident_country] += 1
        transit = tuple(alert.transit_countries or ())
        legs.update(Route(alert.alleged_origin, transit, alert.alleged_destination).legs)
    drawing = draw(FewSpots(spots), countries, legs)
    return drawing if drawing.dots or drawing.arcs else None
