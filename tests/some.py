"""For loops that hold what a test asserts: over nothing, they would assert nothing."""

from collections.abc import Iterable
from typing import TypeVar


Thing = TypeVar("Thing")


def some(things: Iterable[Thing]) -> list[Thing]:
    """The things, of which there must be some."""
    found = list(things)
    assert found, "There is nothing to look at."
    return found
