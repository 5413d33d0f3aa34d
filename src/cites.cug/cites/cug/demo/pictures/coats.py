"""Coats of spotted cats and the measuring of a skin."""

from cites.cug.demo.pictures.canvas import Canvas, INK, Point, rounded, SAND
from collections.abc import Callable, Iterator
from random import Random


SPOT = "#2d241c"
COATS = {"cheetah": SAND, "leopard": "#d8a95a", "serval": "#d6b36a", "caracal": "#bf7f4b"}
WHITE_FUR = "#f3ead8"


def coats(canvas: Canvas) -> None:
    """Four swatches with a face each and three marks to look for."""
    for column, species in enumerate(COATS):
        left = 40 + column * 284
        canvas.text((left + 134, 118), canvas.words[species], 27, anchor="mm", bold=True)
        canvas.box((left, 150), (268, 250), COATS[species], INK, 14)
        PATTERNS[species](canvas, (left, 150))
        canvas.box((left, 150), (268, 250), None, INK, 14)
        _face(canvas, (left + 134, 510), species)
        for row, mark in enumerate(canvas.words[f"{species}_marks"].split("|")):
            canvas.text((left + 134, 640 + 32 * row), mark, 17, anchor="mm")


def _grid(corner: Point, size: Point, step: float, seed: int) -> Iterator[Point]:
    """Points of a shaken grid, clear of the edges."""
    random = Random(seed)  # noqa: S311 - a pattern, not a secret
    rows, columns = int(size[1] // step), int(size[0] // step)
    for row in range(rows):
        for column in range(columns):
            shift = step / 2 if row % 2 else 0
            x = (column + 0.5) * step + shift + random.uniform(-0.2, 0.2) * step
            y = (row + 0.55) * step + random.uniform(-0.2, 0.2) * step
            if 14 < x < size[0] - 14 and 14 < y < size[1] - 14:
                yield corner[0] + x, corner[1] + y


def _cheetah(canvas: Canvas, corner: Point) -> None:
    for number, spot in enumerate(_grid(corner, (268, 250), 30, 3)):
        radius = 7.5 + number % 3
        canvas.oval(spot, (radius, radius * 0.94), SPOT)


def _leopard(canvas: Canvas, corner: Point) -> None:
    for number, (x, y) in enumerate(_grid(corner, (268, 250), 45, 5)):
        canvas.oval((x, y), (13, 12), "#b98140")
        for start in (10, 130, 250):
            turn = start + number * 23
            canvas.arc((x, y), 16, turn, turn + 82, colour=SPOT, width=6)


def _serval(canvas: Canvas, corner: Point) -> None:
    x, y = corner
    for bar in range(4):
        left = x + 34 + bar * 26
        canvas.line([(left, y + 24), (left + 6, y + 70), (left - 2, y + 108)], SPOT, 9)
    for spot in _grid((x, y + 108), (268, 142), 33, 7):
        canvas.oval(spot, (6, 8), SPOT)
    for spot in _grid((x + 132, y + 4), (136, 112), 33, 8):
        canvas.oval(spot, (6, 9), SPOT)


def _caracal(canvas: Canvas, corner: Point) -> None:
    random = Random(11)  # noqa: S311 - a pattern, not a secret
    for _hair in range(420):
        x = corner[0] + random.uniform(12, 256)
        y = corner[1] + random.uniform(10, 226)
        canvas.line([(x, y), (x + 3, y + 13)], random.choice(["#a96c3c", "#cf9260"]), 1)


PATTERNS: dict[str, Callable[[Canvas, Point], None]] = {
    "cheetah": _cheetah,
    "leopard": _leopard,
    "serval": _serval,
    "caracal": _caracal,
}


def _face(canvas: Canvas, centre: Point, species: str) -> None:
    x, y = centre
    _ears(canvas, centre, species)
    canvas.oval((x, y), (62, 66), COATS[species], INK)
    canvas.oval((x, y + 34), (33, 26), WHITE_FUR)
    for side in (-1, 1):
        canvas.oval((x + side * 25, y - 8), (11, 9), "#c99a2e", INK)
        canvas.oval((x + side * 25, y - 8), (5, 7), SPOT)
        if species == "cheetah":
            tear = [(x + side * 15, y), (x + side * 17, y + 22), (x + side * 26, y + 44)]
            canvas.line(tear, SPOT, 6)
    canvas.polygon([(x - 10, y + 18), (x + 10, y + 18), (x, y + 29)], SPOT)
    canvas.line([(x - 14, y + 45), (x, y + 38), (x + 14, y + 45)], SPOT, 2.5)
    if species != "caracal":
        for dx, dy in ((-30, -38), (-12, -47), (10, -48), (29, -39), (-2, -33)):
            canvas.oval((x + dx, y + dy), (4, 4), SPOT)


def _ears(canvas: Canvas, centre: Point, species: str) -> None:
    x, y = centre
    size = {"serval": 58, "caracal": 48}.get(species, 27)
    for side in (-1, 1):
        root = x + side * 36
        tip = (root + side * 12, y - 46 - size)
        ear = [(root - side * 26, y - 40), tip, (root + side * 26, y - 24)]
        canvas.polygon(rounded(ear, 1) if size < 40 else ear, COATS[species])
        if species == "caracal":
            canvas.line([tip, (tip[0] + side * 10, tip[1] - 26)], SPOT, 7)
        if species == "serval":
            bar = [(root - side * 9, y - 66), (root + side * 19, y - 62)]
            canvas.line(bar, WHITE_FUR, 8)


#: The right half of a spread skin, from the nose down to the root of the tail.
HALF_SKIN = (
    (0, 120), (34, 132), (44, 168), (34, 206), (66, 232), (150, 214), (206, 176),
    (236, 196), (214, 246), (148, 288), (110, 320), (104, 400), (112, 470), (150, 500),
    (214, 560), (206, 606), (160, 598), (92, 556), (40, 552), (16, 566),
)  # fmt: skip


def skin(canvas: Canvas) -> None:
    """A spread skin with what to measure and where to take pictures."""
    middle = 430
    right = [(middle + x, y) for x, y in HALF_SKIN]
    left = [(middle - x, y) for x, y in reversed(HALF_SKIN)]
    canvas.line([(middle, 560), (middle + 22, 640), (middle - 6, 716)], INK, 26)
    canvas.line([(middle, 560), (middle + 22, 640), (middle - 6, 716)], SAND, 20)
    canvas.polygon(rounded([*right, *left]), SAND)
    _skin_spots(canvas, middle)
    for ring in (668, 686, 704):
        canvas.line([(middle - 6, ring - 4), (middle + 22, ring + 4)], SPOT, 7)
    _skin_measures(canvas, middle)


def _skin_spots(canvas: Canvas, middle: float) -> None:
    for x, y in _grid((middle - 100, 220), (200, 330), 25, 9):
        canvas.oval((x, y), (6, 5.6), SPOT)
    for x, y in _grid((middle - 30, 140), (60, 70), 17, 10):
        canvas.oval((x, y), (3.4, 3.4), SPOT)
    for side in (-1, 1):
        for x, y in (
            (128, 250),
            (160, 232),
            (190, 206),
            (130, 510),
            (160, 546),
            (186, 580),
        ):
            canvas.oval((middle + side * x, y), (4.6, 4.6), SPOT)


def _skin_measures(canvas: Canvas, middle: float) -> None:
    canvas.measure((middle - 280, 120), (middle - 280, 560), "A")
    canvas.measure((middle - 104, 380), (middle + 104, 380), "B")
    canvas.measure((middle + 110, 566), (middle + 110, 720), "C")
    places = ((0, 158), (62, 440), (-206, 206), (-40, 306), (-6, 712))
    for number, (x, y) in enumerate(places, 1):
        canvas.oval((middle + x, y), (15, 15), INK, "white")
        at = (middle + x, y)
        canvas.text(at, str(number), 17, anchor="mm", colour="white", bold=True)
    for row, name in enumerate(("skin_length", "skin_width", "skin_tail")):
        canvas.text((720, 250 + 44 * row), canvas.words[name], 20)
    for row, name in enumerate(canvas.words["skin_photos"].split("  ")):
        canvas.text((720, 420 + 38 * row), name, 20)
