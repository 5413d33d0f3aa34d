"""The counters of members that ``collective.workspace`` keeps beside a roster."""

from Acquisition import aq_base
from BTrees.Length import Length
from collections.abc import Mapping
from typing import Any


def kept_counters(workspace: Any) -> Mapping[str, Length] | None:
    """The counters of a roster by their names; None of one that is new."""
    return getattr(aq_base(workspace.context), "_counters", None)


def keep_counters(workspace: Any, numbers: Mapping[str, int]) -> None:
    """Set the counters of a roster to these numbers.

    Those that there are stay: what other requests add to them meanwhile is added to the
    number, and not lost with the counter (``Length``).
    """
    kept = dict(kept_counters(workspace) or {})
    for name, number in numbers.items():
        if name in kept and kept[name]() != number:
            kept[name].set(number)
    if new := {name: Length(numbers[name]) for name in numbers.keys() - kept.keys()}:
        workspace.context._counters = kept | new
