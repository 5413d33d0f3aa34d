"""Alerts at places, put together so that dots on a map do not hide each other.

The number of clusters, and what is read to find them, is bounded however many alerts
there are.
"""

from cites.cug.library.tools.map.grid import Cell, first_cells, SIZES
from cites.cug.library.tools.map.projection import Box, box_around, project, WIDTH
from cites.cug.library.tools.statistics.figures import Place
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import fmean
from typing import NamedTuple, Protocol


#: So many clusters there are at most, but where the first level of the grid has more.
MOST_CLUSTERS = 200
#: Cells are at least so large a share of the width of a map.
CELL = 0.06
DEGREES = 360 / WIDTH


class Spot(NamedTuple):
    """The place of one alert; ``name`` is empty if the alert names none."""

    place: Place
    name: str


class Cluster(NamedTuple):
    """The alerts in a cell of the grid; ``place`` is the middle of some of them."""

    cell: Cell
    number: int
    place: Place
    #: The most frequent name among them; empty if they have none.
    name: str
    #: Whether they have other names too.
    several: bool


class Spots(Protocol):
    """What knows where alerts happened."""

    def count(self, cells: Sequence[Cell]) -> Mapping[Cell, int]:
        """How many alerts there are in these cells, without those that have none."""

    def sample(self, cell: Cell) -> Sequence[Spot]:
        """Some alerts in a cell, at least one."""


def find_clusters(
    spots: Spots, ends: Sequence[tuple[float, float]] = (), *, whole: bool = False
) -> list[Cluster]:
    """The clusters for a map that shows all alerts and these places on it as well.

    ``whole``: for a map of the whole world.
    """

    def is_wide(level: int, counted: Iterable[Cell]) -> bool:
        return SIZES[level] >= CELL * DEGREES * _width(counted, ends, whole)

    counted = count_cells(spots, MOST_CLUSTERS, is_wide)
    return [
        _cluster(cell, number, spots.sample(cell)) for cell, number in counted.items()
    ]


def count_cells(
    spots: Spots,
    most: int,
    is_wide: Callable[[int, Iterable[Cell]], bool] = lambda _level, _cells: True,
) -> Mapping[Cell, int]:
    """The alerts in the cells of the finest level that has no more cells than ``most``.

    Nor is a level finer than ``is_wide`` says of it and the cells of the one before.
    """
    counted = spots.count(first_cells())
    for level in range(1, len(SIZES)):
        if not counted or not is_wide(level, counted):
            break
        finer = spots.count([child for cell in counted for child in cell.children()])
        if len(finer) > most:
            break
        counted = finer
    return counted


def _width(
    cells: Iterable[Cell], ends: Sequence[tuple[float, float]], whole: bool
) -> float:
    """The width of the map of these cells."""
    if whole:
        return WIDTH
    box: Box = box_around([*(project(*cell.centre) for cell in cells), *ends])
    return box[2]


def _cluster(cell: Cell, number: int, sample: Sequence[Spot]) -> Cluster:
    places = [spot.place for spot in sample]
    precisions = {place.precision for place in places}
    names = Counter(spot.name for spot in sample if spot.name).most_common()
    place = Place(
        round(fmean(place.latitude for place in places), 1) + 0.0,
        round(fmean(place.longitude for place in places), 1) + 0.0,
        precisions.pop() if len(precisions) == 1 else None,
    )
    return Cluster(cell, number, place, names[0][0] if names else "", len(names) > 1)
