"""A canvas that draws at twice the size, so that edges come out smooth."""

import math
import reportlab
from cites.cug.demo.sources import labels
from collections.abc import Sequence
from functools import cache, lru_cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from PIL import Image, ImageDraw, ImageFont
from typing import Any


Point = tuple[float, float]

WIDTH, HEIGHT = 1200, 800
SCALE = 2
PAPER = "#fbf9f4"
INK = "#26323a"
GREY = "#8b9499"
RED = "#b3372b"
SAND = "#d9b778"
MARK = "EXERCISE"
JPEG_QUALITY = 84


@lru_cache
def font(size: int, bold: bool = False) -> ImageFont.FreeTypeFont:
    # Pillow's own typeface has no accents; reportlab brings one that has them.
    folder = Path(reportlab.__file__).parent / "fonts"
    return ImageFont.truetype(str(folder / ("VeraBd.ttf" if bold else "Vera.ttf")), size)


def rounded(points: Sequence[Point], times: int = 2) -> list[Point]:
    """Round a closed outline, by cutting its corners repeatedly (Chaikin's method)."""
    outline = list(points)
    for _time in range(times):
        outline = [
            (start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1]))
            for start, end in pairwise([*outline, outline[0]])
            for part in (0.25, 0.75)
        ]
    return outline


class Canvas:
    """Draws in pixels of the finished picture, with texts in the reader's language."""

    def __init__(self, language: str, title: str):
        self.words = labels(language)
        size = (WIDTH * SCALE, HEIGHT * SCALE)
        self.image = Image.new("RGB", size, PAPER)
        self.pen = ImageDraw.Draw(self.image)
        self.title = self.words[title]

    def line(self, points: Sequence[Point], colour: str = INK, width: float = 2) -> None:
        joint = "curve" if len(points) > 2 else None
        self.pen.line(self._scaled(points), colour, round(width * SCALE), joint)

    def polygon(self, points: Sequence[Point], fill: str, outline: str | None = INK):
        self.pen.polygon(self._scaled(points), fill)
        if outline:
            self.line([*points, points[0]], outline)

    def box(
        self,
        corner: Point,
        size: Point,
        fill: str | None = None,
        outline: str | None = INK,
        radius: float = 0,
    ) -> None:
        (x, y), (width, height) = corner, size
        self.pen.rounded_rectangle(
            self._scaled([(x, y), (x + width, y + height)]),
            radius * SCALE,
            fill,
            outline,
            2 * SCALE if outline else 0,
        )

    def oval(self, centre: Point, radii: Point, fill: str | None, outline=None) -> None:
        (x, y), (rx, ry) = centre, radii
        corners = self._scaled([(x - rx, y - ry), (x + rx, y + ry)])
        self.pen.ellipse(corners, fill, outline, 2 * SCALE if outline else 0)

    def arc(self, centre: Point, radius: float, start: float, end: float, **kw) -> None:
        (x, y), colour, width = centre, kw.get("colour", INK), kw.get("width", 2)
        corners = self._scaled([(x - radius, y - radius), (x + radius, y + radius)])
        self.pen.arc(corners, start, end, colour, round(width * SCALE))

    def text(self, at: Point, text: str, size: int = 20, **kw: Any) -> None:
        """Write a text at a point; ``anchor`` as in Pillow: ``lm`` is left and middle."""
        self.pen.text(
            self._scaled([at])[0],
            text,
            kw.get("colour", INK),
            font(size * SCALE, kw.get("bold", False)),
            kw.get("anchor", "lm"),
        )

    def arrow(self, start: Point, end: Point, colour: str = INK, width: float = 2):
        self.line([start, end], colour, width)
        angle = math.atan2(end[1] - start[1], end[0] - start[0])
        reach = 7 + 2.5 * width
        wings = [
            (
                end[0] - reach * math.cos(angle + turn),
                end[1] - reach * math.sin(angle + turn),
            )
            for turn in (-0.42, 0.42)
        ]
        self.polygon([end, *wings], colour, None)

    def measure(self, start: Point, end: Point, name: str) -> None:
        """Draw a line with an arrow at both ends and a letter in the middle."""
        self.arrow(start, end, RED)
        self.arrow(end, start, RED)
        middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        self.oval(middle, (17, 17), PAPER, RED)
        self.text(middle, name, 19, anchor="mm", colour=RED, bold=True)

    def note(self, at: Point, target: Point, text: str) -> None:
        """Write a text with a line to the place that it explains."""
        self.line([at, target], RED, 1.5)
        self.oval(target, (5, 5), RED)
        anchor = "lm" if at[0] >= target[0] else "rm"
        shift = 8 if anchor == "lm" else -8
        self.text((at[0] + shift, at[1]), text, 20, anchor=anchor)

    def jpeg(self) -> bytes:
        """Finish the picture with title, mark and notice; returns a JPEG file."""
        self.text((40, 48), self.title, 30, bold=True)
        self.line([(40, 76), (WIDTH - 40, 76)], GREY, 1.5)
        self.text((40, HEIGHT - 30), self.words["notice"], 17, colour=RED, bold=True)
        small = self.image.reduce(SCALE)
        marked = Image.composite(Image.new("RGB", small.size, GREY), small, _watermark())
        data = BytesIO()
        marked.save(data, "JPEG", quality=JPEG_QUALITY, optimize=True)
        return data.getvalue()

    def _scaled(self, points: Sequence[Point]) -> list[Point]:
        return [(x * SCALE, y * SCALE) for x, y in points]


@cache
def _watermark() -> Image.Image:
    """The mask of the mark EXERCISE, which shows through."""
    mask = Image.new("L", (WIDTH, HEIGHT))
    pen = ImageDraw.Draw(mask)
    pen.text((WIDTH / 2, HEIGHT / 2), MARK, 46, font(170, True), "mm")
    return mask.rotate(28)
