"""A grid over the Earth, by which maps put neighbouring places together.

A position lies in one cell of each level. Each cell has four of the next level, so that
whoever counts a level begins with the few cells of the first one. Cells are written as
``level.row.column``, counted from the South Pole and from 180° W.
"""

import re
from functools import lru_cache
from typing import NamedTuple, Self


#: The size of the cells of each level, in degrees.
SIZES = (16.0, 8.0, 4.0, 2.0, 1.0, 0.5, 0.25)
#: How a cell is written, as JSON Schema describes it.
PATTERN = rf"^[0-{len(SIZES) - 1}]\.[0-9]{{1,4}}\.[0-9]{{1,4}}$"


class Cell(NamedTuple):
    """One cell of a level; its values are not checked against the size of the Earth."""

    level: int
    row: int
    column: int

    @property
    def size(self) -> float:
        """Its height and width, in degrees."""
        return SIZES[self.level]

    @property
    def centre(self) -> tuple[float, float]:
        """Latitude and longitude."""
        return (self.row + 0.5) * self.size - 90, (self.column + 0.5) * self.size - 180

    @property
    def value(self) -> str:
        return f"{self.level}.{self.row}.{self.column}"

    def holds(self, other: Self) -> bool:
        """Whether the other cell lies in this one, or is the same."""
        steps = other.level - self.level
        return steps >= 0 and self[1:] == (other.row >> steps, other.column >> steps)

    def children(self) -> list[Self]:
        """The four cells of the next level in it."""
        return [
            type(self)(self.level + 1, row, column)
            for row in (2 * self.row, 2 * self.row + 1)
            for column in (2 * self.column, 2 * self.column + 1)
        ]


def cells_of(latitude: float, longitude: float) -> list[Cell]:
    """The cell of each level in which a position lies."""
    return [
        Cell(level, int((latitude + 90) // size), int((longitude + 180) // size))
        for level, size in enumerate(SIZES)
    ]


def first_cells() -> list[Cell]:
    """All cells of the first level, with a last row and column for 90° and 180°."""
    rows, columns = int(180 // SIZES[0]) + 1, int(360 // SIZES[0]) + 1
    return [Cell(0, row, column) for row in range(rows) for column in range(columns)]


@lru_cache(maxsize=1 << 12)
def read_cell(value: str) -> Cell:
    """The cell that is written so. Raises ValueError."""
    if not re.fullmatch(PATTERN, value, re.ASCII):
        raise ValueError(value)
    return Cell(*map(int, value.split(".")))
