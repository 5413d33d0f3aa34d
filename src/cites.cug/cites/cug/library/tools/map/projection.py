"""Where a position lies on the map of the world.

The projection is Equal Earth (Šavrič, Patterson and Jenny, 2018): areas are in
proportion. Units are those of ``world.svg``, which ``scripts/world_map.py`` draws with
this module.
"""

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
