"""Screens and labels as officers see them, redrawn without anything nominal."""

import math
from cites.cug.demo.pictures.canvas import Canvas, GREY, INK, Point, SAND
from random import Random


CARPET = ("#8e3b3b", "#b4574a", "#3f5a74")
NIGHT = "#0b1a26"
ORGANIC = "#c97b33"
BONE = "#4f9d6b"
METAL = "#3f74c9"
VIOLET = "#5b3f8c"


def advert(canvas: Canvas) -> None:
    """An online offer on a telephone, with notes on its parts."""
    canvas.box((150, 104), (370, 640), "#1e2529", INK, 38)
    canvas.box((166, 130), (338, 588), "#ffffff", None, 18)
    canvas.oval((206, 168), (22, 22), "#cfd6d9")
    for width, y in ((150, 160), (90, 178)):
        canvas.box((240, y), (width, 10), "#cfd6d9", None, 5)
    canvas.box((166, 206), (338, 258), "#6f7c80", None)
    for row in range(6):
        for column in range(11):
            colour = CARPET[(row + column) % len(CARPET)]
            corner = (168 + column * 30.5, 376 + row * 14.6)
            canvas.box(corner, (29, 13.6), colour, None)
    _sitting_cub(canvas, (335, 352))
    canvas.box((186, 486), (120, 34), "#e9efe6", "#5d7a55", 8)
    canvas.text((246, 503), "$ $ $", 20, anchor="mm", bold=True, colour="#4a6a43")
    for row, width in enumerate((290, 260, 300, 180)):
        canvas.box((186, 540 + row * 26), (width, 12), "#d9dee0", None, 6)
    canvas.box((186, 592), (110, 12), "#e5c07b", None, 6)
    canvas.box((186, 660), (298, 40), "#32566b", None, 12)
    canvas.box((290, 675), (90, 10), "#dce6eb", None, 5)
    notes = (
        ("advert_picture", 250, (440, 300)),
        ("advert_price", 410, (306, 503)),
        ("advert_words", 500, (430, 546)),
        ("advert_papers", 590, (296, 598)),
        ("advert_contact", 680, (484, 680)),
    )
    for name, y, target in notes:
        canvas.note((620, y), target, canvas.words[name])


def _sitting_cub(canvas: Canvas, foot: Point) -> None:
    x, y = foot
    canvas.oval((x, y), (44, 56), SAND)
    canvas.oval((x, y - 74), (32, 30), SAND)
    for side in (-1, 1):
        canvas.oval((x + side * 24, y - 98), (9, 10), SAND)
        canvas.oval((x + side * 12, y - 78), (4, 5), INK)
        canvas.line([(x + side * 9, y - 72), (x + side * 11, y - 56)], INK, 3)
    for dx, dy in (
        (-20, -20),
        (4, -30),
        (20, -8),
        (-8, 2),
        (12, 20),
        (-24, 14),
        (-4, 32),
    ):
        canvas.oval((x + dx, y + dy), (4, 4), INK)


def xray(canvas: Canvas) -> None:
    """A parcel with two strings of claws and some teeth, in scanner colours."""
    canvas.box((40, 96), (1120, 640), NIGHT, None)
    canvas.box((110, 150), (640, 530), "#132c3f", "#2f5673", 10)
    for inset in (24, 40):
        size = (640 - 2 * inset, 530 - 2 * inset)
        canvas.box((110 + inset, 150 + inset), size, None, "#1f4560", 8)
    for centre, count in (((330, 330), 26), ((330, 540), 18)):
        _string_of_claws(canvas, centre, count)
    for number in range(6):
        _tooth(canvas, (560 + number % 2 * 82, 270 + number // 2 * 110))
    notes = (
        ("xray_claws", 250, (428, 300)),
        ("xray_teeth", 400, (648, 410)),
        ("xray_clasp", 560, (330, 596)),
    )
    for name, y, target in notes:
        canvas.note((790, y), target, "")
        canvas.text((800, y), canvas.words[name], 19, colour="#e7edf0")


def _string_of_claws(canvas: Canvas, centre: Point, count: int) -> None:
    x, y = centre
    radius = 5.2 * count * 0.8
    for number in range(count):
        turn = math.tau * number / count + math.pi / 2
        if abs(math.cos(turn)) < 0.15 and math.sin(turn) > 0:
            continue
        at = (x + radius * math.cos(turn), y + radius * 0.74 * math.sin(turn))
        degrees = math.degrees(turn)
        canvas.arc(at, 16, degrees - 60, degrees + 60, colour=ORGANIC, width=5)
    canvas.box((x - 15, y + radius * 0.74 - 8), (30, 16), METAL, "#9bbcf2", 4)


def _tooth(canvas: Canvas, top: Point) -> None:
    x, y = top
    outline = [
        (x - 15, y),
        (x + 15, y),
        (x + 14, y + 40),
        (x + 2, y + 86),
        (x - 10, y + 40),
    ]
    canvas.polygon(outline, BONE, "#8fd0a6")
    canvas.line([(x, y + 8), (x + 1, y + 46)], NIGHT, 6)


def label(canvas: Canvas) -> None:
    """A label that lacks what a real one must have."""
    paper = [(110, 150), (650, 138), (668, 640), (560, 652), (540, 690), (122, 672)]
    canvas.polygon(paper, "#f4efe0", GREY)
    canvas.text((380, 226), canvas.words["label_product"], 64, anchor="mm", **_violet())
    random = Random(8)  # noqa: S311 - a pattern, not a secret
    for _date in range(9):
        x, y = random.uniform(210, 540), random.uniform(300, 350)
        canvas.oval((x, y), (26, 14), "#8a5a2b", "#5f3c1a")
    canvas.text((160, 420), "5 kg", 34, **_violet())
    canvas.line([(160, 500), (320, 500)], VIOLET, 2)
    canvas.text((160, 478), "Lot", 24, **_violet())
    x = 170.0
    while x < 520:
        width = random.choice((3, 5, 8))
        canvas.box((x, 550), (width, 80), VIOLET, None)
        x += width + random.choice((4, 6, 9))
    notes = (
        ("label_ink", 230, (500, 236)),
        ("label_lot", 470, (312, 488)),
        ("label_code", 600, (508, 594)),
    )
    for name, y, target in notes:
        canvas.note((720, y), target, canvas.words[name])


def _violet() -> dict[str, object]:
    return {"bold": True, "colour": VIOLET}
