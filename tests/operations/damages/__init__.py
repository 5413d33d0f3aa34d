"""Kinds of damage that `bin/cug verify` must find, each a small named function.

A function gets the `Scene`, does its damage past the portal's actions, and returns the
beginning of the fault that must name it. Content may stay uncommitted; records are
committed. The scene puts both back afterwards. A module of damages is imported at the
end of this one.
"""

from collections.abc import Callable
from typing import Any


#: Name → function, of all kinds.
DAMAGES: dict[str, Callable[[Any], str]] = {}


def damage(function: Callable[[Any], str]) -> Callable[[Any], str]:
    """Add a kind of damage."""
    if function.__name__ in DAMAGES:
        raise ValueError(f"There is a damage {function.__name__} already")
    DAMAGES[function.__name__] = function
    return function


from tests.operations.damages import content, records, rights, rows  # noqa: E402, F401
