"""What is not as it should be, and where."""

from typing import NamedTuple


class Fault(NamedTuple):
    """One thing."""

    #: A file, a table and row, an item's address, or a setting.
    place: str
    words: str

    def __str__(self) -> str:
        return f"{self.place}: {self.words}"
