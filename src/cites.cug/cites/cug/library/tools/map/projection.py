"""Where a position lies on the map of the world.

The projection is Equal Earth (Šavrič, Patterson and Jenny, 2018): areas are in
proportion. Units are those of ``world.svg``, which ``scripts/world_map.py`` draws with
this module.
"""

from collections.abc import Sequence
from functools import lru_cache
from math import asin, cos, pi, radians, sin, sqrt


#: The map is so wide; all of the Earth would be HEIGHT high.
WIDTH = 1000.0
SERIES = (1.340264, -0.081106, 0.000893, 0.003796)
ROOT = sqrt(3)


def _northing(angle: float) -> float:
    a1, a2, a3, a4 = SERIES
    square = angle * angle
    sixth = square**3
    return angle * (a1 + a2 * square + sixth * (a3 + a4 * square))


def _slope(angle: float) -> float:
    a1, a2, a3, a4 = SERIES
    square = angle * angle
    sixth = square**3
    return a1 + 3 * a2 * square + sixth * (7 * a3 + 9 * a4 * square)


def _easting(longitude: float, angle: float) -> float:
    return 2 * ROOT * longitude * cos(angle) / (3 * _slope(angle))


SCALE = WIDTH / (2 * _easting(pi, 0.0))
HEIGHT = 2 * SCALE * _northing(asin(ROOT / 2))


@lru_cache(maxsize=1 << 14)
def project(latitude: float, longitude: float) -> tuple[float, float]:
    """The place on the map: to the right and downwards from its upper left corner."""
    angle = asin(ROOT / 2 * sin(radians(latitude)))
    x = WIDTH / 2 + SCALE * _easting(radians(longitude), angle)
    return x, HEIGHT / 2 - SCALE * _northing(angle)


#: x, y, width and height of a part of the map.
Box = tuple[float, float, float, float]
#: A part is at least so wide, that it shows where on Earth it is.
NARROWEST = 36.0
#: Around what is shown, as a share of the part.
MARGIN = 0.14
#: Height of the map to its width.
SHAPE = HEIGHT / WIDTH


def box_around(points: Sequence[tuple[float, float]], shape: float = SHAPE) -> Box:
    """The part of the map around these points; ``shape`` is its height to its width."""
    columns, rows = [x for x, _y in points], [y for _x, y in points]
    wide = (max(columns) - min(columns)) * (1 + 2 * MARGIN)
    high = (max(rows) - min(rows)) * (1 + 2 * MARGIN)
    width = min(max(NARROWEST, wide, high / shape), WIDTH)
    height = min(width * shape, HEIGHT)
    x = (max(columns) + min(columns)) / 2 - width / 2
    y = (max(rows) + min(rows)) / 2 - height / 2
    return (
        min(max(x, 0.0), WIDTH - width),
        min(max(y, 0.0), HEIGHT - height),
        width,
        height,
    )
