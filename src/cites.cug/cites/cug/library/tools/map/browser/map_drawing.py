"""What stands where on a map: dots for alerts at a place, arcs for the legs of routes.

Templates draw it as SVG over ``world.svg``. Its size does not grow with the library: dots
are clusters, and of arcs the heaviest are drawn.
"""

from cites.cug.library.tools.map.clusters import Cluster, find_clusters, Spot
from cites.cug.library.tools.map.country_positions import country_position
from cites.cug.library.tools.map.grid import Cell, cells_of
from cites.cug.library.tools.map.projection import (
    Box,
    box_around,
    project,
    SHAPE,
    WIDTH,
)
from cites.cug.library.tools.statistics.figures import Leg, Place, Route
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import atan2, cos, degrees, hypot, pi, sin, sqrt
from typing import Any, NamedTuple, Self


MOST_ARCS = 40
#: The map of the world ends here in the south; Antarctica is left out.
BOTTOM = project(-60.0, 0.0)[1]
#: Radii of dots and widths of lines, in units of a frame. A dot has room for its number:
#: it is at least 24 px wide where WIDE is 840 px wide.
DOT, LARGEST_DOT, LINE, WIDEST_LINE = 14.5, 24.0, 1.4, 5.0
#: How far an arc bends, as a share of its length.
BEND = 0.18
Point = tuple[float, float]


class Frame(NamedTuple):
    """The size in which a map is drawn; letters and dots have the same size in each."""

    name: str
    width: float
    height: float


WIDE = Frame("on-desk", WIDTH, round(WIDTH * SHAPE))
#: On a phone, a unit is about as many pixels as on the desk: 0.8.
TALL = Frame("on-phone", 450, 320)
SMALL = Frame("small", 450, round(450 * SHAPE))


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
    #: The cells of the grid; none: only the country is known.
    cells: tuple[Cell, ...] = ()
    country: str = ""

    def overlaps(self, other: Self) -> bool:
        return hypot(self.x - other.x, self.y - other.y) < self.radius + other.radius


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


class Marks(NamedTuple):
    """What is to be drawn; ``ends`` are the positions of the countries among it."""

    clusters: Sequence[Cluster]
    countries: Mapping[str, int]
    legs: Mapping[Leg, int]
    ends: Mapping[str, Point]
    whole: bool


class Drawing(NamedTuple):
    """``box`` is x, y, width and height of the part of the world that is shown."""

    frame: Frame
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


def find_marks(
    spots: Any,
    countries: Mapping[str, int],
    counted: Counter[Leg],
    *,
    whole: bool = False,
) -> Marks:
    """The marks for a map of what is there, or of the whole world with it.

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
    known = {code: number for code, number in countries.items() if code in ends}
    return Marks(clusters, known, legs, ends, whole)


def draw(marks: Marks, frame: Frame = WIDE) -> Drawing:
    """A map of this size, on which no dot hides another's number."""
    places = [project(*one.place[:2]) for one in marks.clusters]
    points = [*places, *marks.ends.values()]
    box = (0.0, 0.0, WIDTH, BOTTOM)
    if points and not marks.whole:
        box = box_around(points, frame.height / frame.width)
    unit = box[2] / frame.width
    frame = frame._replace(height=round(box[3] / unit))
    dots = _merged(_dots(marks.clusters), max(marks.countries.values(), default=1), unit)
    for dot in _country_dots(marks, dots, unit):
        dots.append(_moved_aside(dot, dots, box))
    dots.sort(key=lambda dot: (-dot.number, dot.x, dot.y))
    return Drawing(frame, box, dots, _arcs(marks.legs, marks.ends, unit))


def _dots(clusters: Iterable[Cluster]) -> list[Dot]:
    """A dot for each cluster, without its size."""
    return [
        Dot(
            *project(one.place.latitude, one.place.longitude),
            0.0,
            one.number,
            one.place,
            one.name,
            one.several,
            cells=(one.cell,),
        )
        for one in clusters
    ]


def _country_dots(marks: Marks, dots: Sequence[Dot], unit: float) -> list[Dot]:
    """Those of the countries, the largest number first."""
    highest = max((*marks.countries.values(), *(dot.number for dot in dots)), default=1)
    found = []
    for code, number in sorted(marks.countries.items(), key=lambda pair: -pair[1]):
        position = country_position(code)
        if position is not None:
            place = Place(*position, "country")
            dot = Dot(*marks.ends[code], 0.0, number, place, country=code)
            found.append(_sized(dot, highest, unit))
    return found


def _merged(dots: list[Dot], least: int, unit: float) -> list[Dot]:
    """Dots of which none overlaps another: those that would are one.

    ``least``: the largest number of alerts that another mark has.
    """
    while True:
        highest = max((least, *(dot.number for dot in dots)))
        kept: list[Dot] = []
        for dot in sorted(dots, key=lambda dot: (-dot.number, dot.x, dot.y)):
            sized = _sized(dot, highest, unit)
            for index, other in enumerate(kept):
                if sized.overlaps(other):
                    kept[index] = _joined(other, sized)
                    break
            else:
                kept.append(sized)
        if len(kept) == len(dots):
            return kept
        dots = kept


def _joined(one: Dot, other: Dot) -> Dot:
    """Both as one dot in their middle, with the name of the first."""
    number = one.number + other.number

    def mean(first: float, second: float) -> float:
        return (first * one.number + second * other.number) / number

    same = one.place.precision == other.place.precision
    return one._replace(
        x=mean(one.x, other.x),
        y=mean(one.y, other.y),
        number=number,
        place=Place(
            round(mean(one.place.latitude, other.place.latitude), 1) + 0.0,
            round(mean(one.place.longitude, other.place.longitude), 1) + 0.0,
            one.place.precision if same else None,
        ),
        name=one.name or other.name,
        several=one.several or other.several or one.name != other.name,
        cells=(*one.cells, *other.cells),
    )


def _moved_aside(dot: Dot, others: Sequence[Dot], box: Box) -> Dot:
    """The dot of a country where it hides none; as it is if there is no room nearby."""
    left, top, width, height = box
    for step in range(4):
        for turn in range(8 if step else 1):
            angle = turn * pi / 4
            moved = dot._replace(
                x=dot.x + step * dot.radius * cos(angle),
                y=dot.y + step * dot.radius * sin(angle),
            )
            within = 0 <= moved.x - left <= width and 0 <= moved.y - top <= height
            if within and not any(map(moved.overlaps, others)):
                return moved
    return dot


def _sized(dot: Dot, highest: int, unit: float) -> Dot:
    return dot._replace(radius=_share(dot.number, highest, DOT, LARGEST_DOT) * unit)


def _arcs(legs: Mapping[Leg, int], ends: Mapping[str, Point], unit: float) -> list[Arc]:
    highest = max(legs.values(), default=1)
    return [
        Arc(
            _bent(ends[leg[0]], ends[leg[1]]),
            _share(number, highest, LINE, WIDEST_LINE) * unit,
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


def marks_of_alerts(alerts: Iterable[Any]) -> Marks | None:
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
    marks = find_marks(FewSpots(spots), countries, legs)
    return marks if marks.clusters or marks.countries or marks.legs else None
