"""Charts and schematic comparisons."""

import math
from cites.cug.demo.pictures.canvas import Canvas, GREY, INK, Point, RED, SAND


DARK, LIGHT = "#32566b", "#d9a441"
FLOOR, CEILING = 660, 140
UNITS_PER_CM = 9


def bars(canvas: Canvas, series: tuple[tuple[int, ...], ...]) -> None:
    """Counts of two things side by side."""
    step = 5 if max(map(max, series)) > 10 else 2
    top = math.ceil(max(map(max, series)) / step) * step
    for value in range(0, top + 1, step):
        y = FLOOR - (FLOOR - CEILING) * value / top
        canvas.line([(110, y), (1140, y)], "#d8d6cf", 1.5)
        canvas.text((96, y), str(value), 18, anchor="rm")
    periods = len(series[0])
    width = 1030 / periods
    for period in range(periods):
        left = 110 + period * width + width * 0.16
        for number, values in enumerate(series):
            height = (FLOOR - CEILING) * values[period] / top
            corner = (left + number * width * 0.35, FLOOR - height)
            if height:
                size = (width * 0.32, height)
                canvas.box(corner, size, (DARK, LIGHT)[number], None)
            at = (corner[0] + width * 0.16, corner[1] - 14)
            canvas.text(at, str(values[period]), 17, anchor="mm")
        name = f"{canvas.words['bars_period']} {period + 1}"
        canvas.text((left + width * 0.34, FLOOR + 24), name, 17, anchor="mm")
    canvas.line([(110, FLOOR), (1140, FLOOR)], INK, 2.5)
    canvas.text((625, 722), canvas.words["bars_series"], 18, anchor="mm")


def ages(canvas: Canvas) -> None:
    """Cubs of growing age before a scale."""
    for centimetres in range(0, 41, 10):
        y = FLOOR - centimetres * UNITS_PER_CM
        canvas.line([(110, y), (1140, y)], "#d8d6cf", 1.5)
        canvas.text((96, y), str(centimetres), 18, anchor="rm")
    canvas.text((110, 250), canvas.words["ages_scale"], 18)
    canvas.line([(110, FLOOR), (1140, FLOOR)], INK, 2.5)
    for column, (weeks, height) in enumerate(((3, 14), (5, 17), (8, 21), (10, 25))):
        x = 225 + column * 250
        _standing_cub(canvas, (x, FLOOR), height * UNITS_PER_CM)
        line = f"{weeks} {canvas.words['ages_weeks']}"
        canvas.text((x, FLOOR + 30), line, 20, anchor="mm", bold=True)


def _standing_cub(canvas: Canvas, foot: Point, height: float) -> None:
    x, y = foot
    unit = height / 100
    for leg in (-34, -22, 18, 30):
        canvas.line(
            [(x + leg * unit, y - 50 * unit), (x + leg * unit, y)], SAND, 9 * unit
        )
    tail = [(x - 40 * unit, y - 70 * unit), (x - 62 * unit, y - 44 * unit)]
    canvas.line(tail, SAND, 7 * unit)
    canvas.oval((x, y - 66 * unit), (44 * unit, 26 * unit), SAND)
    canvas.arc((x, y - 60 * unit), 40 * unit, 215, 325, colour="#9a9893", width=11 * unit)
    canvas.oval((x + 44 * unit, y - 90 * unit), (20 * unit, 18 * unit), SAND)
    canvas.oval((x + 34 * unit, y - 106 * unit), (6 * unit, 7 * unit), SAND)
    canvas.oval((x + 48 * unit, y - 93 * unit), (2.6 * unit, 2.6 * unit), INK)
    tear = [(x + 50 * unit, y - 90 * unit), (x + 56 * unit, y - 80 * unit)]
    canvas.line(tear, INK, 2 * unit)
    for dx, dy in ((-26, 60), (-12, 72), (2, 58), (14, 70), (26, 62), (-30, 74), (8, 80)):
        canvas.oval((x + dx * unit, y - dy * unit), (3 * unit, 3 * unit), INK)


def schreger(canvas: Canvas) -> None:
    """Two cross-sections with the angle between the lines."""
    _section(canvas, (330, 410), 118, canvas.words["schreger_elephant"])
    _section(canvas, (870, 410), 78, canvas.words["schreger_mammoth"])


def _section(canvas: Canvas, centre: Point, angle: float, name: str) -> None:
    x, y = centre
    radius = 240
    canvas.oval(centre, (radius, radius), "#efe4c8", INK)
    half = math.radians(angle / 2)
    for direction in (-1, 1):
        dx, dy = direction * math.sin(half), math.cos(half)
        for offset in range(-225, 226, 30):
            _chord(canvas, centre, (dx, dy), offset, radius - 8)
    canvas.arc((x, y), 70, 90 - angle / 2, 90 + angle / 2, colour=RED, width=4)
    for direction in (-1, 1):
        reach = 118
        end = (x + direction * reach * math.sin(half), y + reach * math.cos(half))
        canvas.line([(x, y), end], RED, 4)
    canvas.oval(centre, (6, 6), RED)
    canvas.text((x, 700), name, 24, anchor="mm", bold=True)


def _chord(
    canvas: Canvas, centre: Point, way: Point, offset: float, radius: float
) -> None:
    (x, y), (dx, dy) = centre, way
    reach = math.sqrt(radius**2 - offset**2)
    near = (x - dy * offset, y + dx * offset)
    ends = [
        (near[0] + sign * dx * reach, near[1] + sign * dy * reach) for sign in (-1, 1)
    ]
    canvas.line(ends, GREY, 2.5)
