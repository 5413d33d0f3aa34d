"""The counters of members that ``collective.workspace`` keeps beside a roster."""

from Acquisition import aq_base
from BTrees.Length import Length
from collections.abc import Mapping
from typing import Any


def kept_counters(workspace: Any) -> Mapping[str, Length] | None:
    """The counters of a roster by their names; None of one that is new."""
    return getattr(aq_base(workspace.context), "_counters", None)


def count_anew(workspace: Any) -> None:
    """Count all members, whatever the counters say."""
    del workspace.context._counters
    workspace._recount()
