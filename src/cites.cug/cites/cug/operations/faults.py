"""What the checks find, and why a command cannot do its work."""

from typing import NamedTuple


class OperationFailed(Exception):
    """A command could not do its work; says why, for whoever runs it."""


class Fault(NamedTuple):
    """One fault: its place, and words about it."""

    #: A file, a table and row, an item's address, or a setting.
    place: str
    words: str

    def __str__(self) -> str:
        return f"{self.place}: {self.words}"
