"""The faults that the checks find."""

from typing import NamedTuple


class Fault(NamedTuple):
    """One fault: its place, and words about it."""

    #: A file, a table and row, an item's address, or a setting.
    place: str
    words: str

    def __str__(self) -> str:
        return f"{self.place}: {self.words}"
