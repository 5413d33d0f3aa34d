"""Route sketches of the exercise countries."""

import math
from cites.cug.demo.pictures.canvas import Canvas, GREY, INK, Point, RED, rounded
from cites.cug.demo.sources import places
from itertools import pairwise
from typing import Any


WEST, NORTH = -21.8, -24.9
UNITS_PER_DEGREE = 84
TOP = 96
SEA = "#d6e6ee"
SHALLOWS = "#bcd5e1"
#: Outlines of countries as longitude and latitude in degrees.
LAND = {
    "XC": [
        (-22.5, -24), (-18.6, -24), (-18.3, -26.3), (-18.7, -28), (-18.2, -34),
        (-22.5, -34),
    ],
    "XA": [
        (-18.6, -24), (-15.9, -24), (-15.5, -25.2), (-15.0, -25.9), (-15.4, -26.6),
        (-15.1, -27.0), (-15.6, -27.6), (-15.2, -28.3), (-15.9, -29.4), (-16.0, -34),
        (-18.2, -34), (-18.7, -28), (-18.3, -26.3),
    ],
    "XB": [
        (-11.0, -24), (-11.6, -25.0), (-12.2, -25.7), (-11.5, -26.2), (-11.7, -26.9),
        (-11.0, -27.6), (-11.3, -28.6), (-10.2, -29.5), (-10.0, -34), (-5, -34),
        (-5, -24),
    ],
}  # fmt: skip
COLOURS = {"XC": "#e9dfc2", "XA": "#e3e6c8", "XB": "#efe3d3"}
NAMES = {"XC": (-20.9, -26.0), "XA": (-16.9, -25.3), "XB": (-9.4, -25.3)}


def _at(longitude: float, latitude: float) -> Point:
    return (
        (longitude - WEST) * UNITS_PER_DEGREE,
        TOP + (NORTH - latitude) * UNITS_PER_DEGREE * 1.35,
    )


def _place(key: str) -> Point:
    place: dict[str, Any] = places()[key]
    return _at(place["longitude"], place["latitude"])


def route(canvas: Canvas, stops: tuple[str, ...]) -> None:
    """Draw numbered places, joined in order, with a list of their names."""
    _land(canvas)
    for key in places():
        canvas.oval(_place(key), (5, 5), GREY)
    points = [_place(key) for key in stops]
    for start, end in pairwise(points):
        canvas.arrow(start, _short_of(end, start), RED, 3.5)
    for number, point in enumerate(points, 1):
        canvas.oval(point, (16, 16), RED, "white")
        canvas.text(point, str(number), 18, anchor="mm", colour="white", bold=True)
    _stops(canvas, stops)
    _compass(canvas)


def _short_of(end: Point, start: Point) -> Point:
    """The point before the end at which an arrow stops, to leave the number free."""
    part = 18 / math.dist(start, end)
    return end[0] + (start[0] - end[0]) * part, end[1] + (start[1] - end[1]) * part


def _land(canvas: Canvas) -> None:
    canvas.box((0, 0), (1200, 800), SEA, None)
    outlines = {
        code: rounded([_at(*corner) for corner in shape]) for code, shape in LAND.items()
    }
    for outline in outlines.values():
        canvas.line([*outline, outline[0]], SHALLOWS, 16)
    for code, outline in outlines.items():
        canvas.polygon(outline, COLOURS[code], GREY)
    for code, place in NAMES.items():
        canvas.text(_at(*place), code, 54, anchor="mm", colour="#b9ad8d", bold=True)
    canvas.box((0, 0), (1200, 92), "#fbf9f4", None)


def _stops(canvas: Canvas, stops: tuple[str, ...]) -> None:
    height = 54 + 29 * len(stops)
    corner = (40, 744 - height)
    canvas.box(corner, (310, height), "#fbf9f4", GREY, 8)
    x, y = corner[0] + 18, corner[1] + 28
    canvas.text((x, y), canvas.words["route_stops"], 18, bold=True)
    for number, key in enumerate(stops, 1):
        line = f"{number}  {places()[key]['name']}"
        canvas.text((x, y + 30 * number), line, 18)


def _compass(canvas: Canvas) -> None:
    canvas.arrow((1130, 190), (1130, 120), INK, 3)
    canvas.text((1130, 208), canvas.words["north"], 22, anchor="mm", bold=True)
