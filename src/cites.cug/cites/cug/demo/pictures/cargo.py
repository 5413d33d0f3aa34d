"""Sections through crates, vehicles and boats."""

from cites.cug.demo.pictures.canvas import Canvas, GREY, INK, Point, SAND
from random import Random


WOOD = "#c79a61"
DARK_WOOD = "#9a7040"
FRUIT = ("#e0a13a", "#d78a2f", "#c9b13f")
HIDDEN = "#e7b1a6"
SPOT = "#2d241c"
WATER = "#bcd5e1"


def crate(canvas: Canvas) -> None:
    """Cover load, board and the space below it."""
    canvas.box((150, 140), (620, 540), "#f1e6d3", INK)
    random = Random(4)  # noqa: S311 - a pattern, not a secret
    for row, y in enumerate((210, 268)):
        for column in range(9):
            x = 195 + column * 64 + (row % 2) * 12
            canvas.oval((x, y), (33, 30), random.choice(FRUIT), DARK_WOOD)
    canvas.box((158, 330), (604, 26), WOOD)
    for hole in range(8):
        canvas.oval((215 + hole * 70, 343), (9, 9), "#4a3520")
    for shaving in range(160):
        left, top = random.uniform(166, 740), random.uniform(634, 668)
        end = (left + 14, top + random.uniform(-7, 7))
        canvas.line([(left, top), end], WOOD, 2 + shaving % 2)
    for x in (265, 455, 645):
        _curled_cub(canvas, (x, 590))
    for y in (130, 230, 330, 430, 530, 630):
        for x in (110, 770):
            canvas.box((x, y), (40, 72), WOOD)
    canvas.box((110, 680), (700, 30), DARK_WOOD)
    canvas.note((850, 230), (700, 240), canvas.words["crate_cover"])
    canvas.note((850, 343), (752, 343), "")
    canvas.text((858, 343), canvas.words["crate_board"].replace(" ", "\n", 1), 20)
    canvas.measure((840, 360), (840, 676), "25")
    canvas.text((870, 500), canvas.words["crate_space"].replace(", ", ",\n"), 20)
    canvas.note((850, 652), (720, 652), canvas.words["crate_bedding"])


def _curled_cub(canvas: Canvas, centre: Point) -> None:
    x, y = centre
    canvas.oval((x, y), (76, 52), SAND, INK)
    canvas.arc((x, y - 6), 60, 205, 335, colour="#9a9893", width=13)
    for dx, dy in (
        (-42, -6),
        (-20, 14),
        (4, -12),
        (22, 20),
        (-8, 30),
        (-48, 18),
        (30, -2),
    ):
        canvas.oval((x + dx, y + dy), (5, 5), SPOT)
    for ear in (36, 70):
        canvas.oval((x + ear, y - 22), (11, 12), SAND, INK)
    canvas.oval((x + 54, y + 4), (31, 28), SAND, INK)
    canvas.line([(x + 40, y + 4), (x + 50, y + 6)], SPOT, 3)
    canvas.line([(x + 62, y + 6), (x + 72, y + 4)], SPOT, 3)
    canvas.line([(x + 48, y + 9), (x + 47, y + 22)], SPOT, 3.5)
    canvas.line([(x + 64, y + 9), (x + 66, y + 22)], SPOT, 3.5)


def vehicle(canvas: Canvas) -> None:
    """An off-road vehicle from the side, hiding places in red."""
    canvas.line([(60, 640), (1140, 640)], GREY, 3)
    body = [
        (170, 560), (180, 430), (330, 400), (430, 270), (860, 262), (930, 400),
        (1020, 420), (1030, 560),
    ]  # fmt: skip
    canvas.polygon(body, "#c9cfc4")
    for window in (
        [(366, 400), (446, 296), (560, 293), (560, 400)],
        [(582, 400), (582, 292), (720, 289), (720, 400)],
        [(742, 400), (742, 288), (840, 285), (894, 400)],
    ):
        canvas.polygon(window, "#e8f0f3")
    for x in (344, 571, 731):
        canvas.line([(x, 400), (x, 556)], INK, 2)
    canvas.box((588, 424), (136, 104), HIDDEN, "#b3372b", 8)
    canvas.box((748, 470), (150, 66), HIDDEN, "#b3372b", 8)
    canvas.box((912, 478), (92, 62), HIDDEN, "#b3372b", 8)
    for x in (300, 880):
        canvas.oval((x, 580), (74, 74), "#3a3f42", INK)
        canvas.oval((x, 580), (36, 36), "#aab0b3", INK)
    canvas.line([(602, 440), (632, 440)], INK, 5)
    for screw in ((596, 432), (716, 432), (596, 520), (716, 520)):
        canvas.oval(screw, (4, 4), INK)
    canvas.note((470, 180), (640, 460), canvas.words["vehicle_door"])
    canvas.note((760, 140), (810, 490), canvas.words["vehicle_bench"])
    canvas.note((830, 216), (960, 500), "")
    canvas.text((790, 198), canvas.words["vehicle_spare"], 20)


def hold(canvas: Canvas) -> None:
    """A small boat cut across."""
    canvas.box((40, 470), (780, 270), WATER, None)
    hull = [
        (120, 300), (150, 470), (230, 610), (360, 690), (430, 720), (500, 690),
        (630, 610), (710, 470), (740, 300), (706, 300), (680, 460), (606, 586),
        (484, 660), (430, 676), (376, 660), (254, 586), (180, 460), (154, 300),
    ]  # fmt: skip
    inside = hull[10:17]
    canvas.polygon(inside, "#f1e6d3", None)
    canvas.polygon(hull, WOOD)
    random = Random(6)  # noqa: S311 - a pattern, not a secret
    for _mesh in range(150):
        x = random.uniform(215, 640)
        y = 470 - abs(random.gauss(0, 34)) * (1 - abs(x - 428) / 320)
        canvas.line([(x - 16, y), (x, y - 12), (x + 16, y)], "#5f7f86", 2)
    canvas.box((176, 474), (508, 16), DARK_WOOD)
    for left in (262, 362, 462):
        canvas.box((left, 512), (84, 62), HIDDEN, "#b3372b", 4)
        for bar in range(1, 6):
            canvas.line([(left + bar * 14, 512), (left + bar * 14, 574)], "#b3372b", 1.5)
    canvas.box((414, 700), (32, 40), DARK_WOOD)
    canvas.note((840, 330), (560, 440), canvas.words["hold_nets"])
    canvas.note((840, 450), (650, 482), canvas.words["hold_floor"])
    canvas.note((840, 560), (530, 545), canvas.words["hold_cages"])
    canvas.note((840, 690), (436, 722), canvas.words["hold_keel"])
