"""Where the parts of a chart stand; templates draw them as SVG."""

from collections.abc import Sequence
from typing import NamedTuple


#: Size of a chart of columns, in the units of its drawing.
WIDTH, HEIGHT = 720, 190
#: Room for the numbers above the columns and for the words below them.
ABOVE, BELOW = 18, 22
GAP = 0.25
#: Of more columns than these not each has its number and its words.
NUMBERED, WORDED = 24, 12
#: Length of the longest bar in a table.
BAR = 120


class Column(NamedTuple):
    """A column of a chart, with what it stands for in words."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    number: int
    words: str
    shows_number: bool
    shows_words: bool


def columns(values: Sequence[tuple[str, int]]) -> list[Column]:
    """Columns for numbers, each with its words, from left to right."""
    if not values:
        return []
    highest = max(1, *(number for _words, number in values))
    step, room = WIDTH / len(values), HEIGHT - ABOVE - BELOW
    every = -(-len(values) // WORDED)
    drawn = []
    for place, (words, number) in enumerate(values):
        height = round(room * number / highest, 1)
        drawn.append(
            Column(
                x=round(step * (place + GAP / 2), 1),
                y=round(ABOVE + room - height, 1),
                width=round(step * (1 - GAP), 1),
                height=height,
                middle=round(step * (place + 0.5), 1),
                number=number,
                words=words,
                shows_number=bool(number) and len(values) <= NUMBERED,
                # The last one has its words, and others at the same distance.
                shows_words=(len(values) - 1 - place) % every == 0,
            )
        )
    return drawn


def bar(number: int, highest: int) -> float:
    """Length of a bar beside a number, at least one unit."""
    return max(1.0, round(BAR * number / max(1, highest), 1))
