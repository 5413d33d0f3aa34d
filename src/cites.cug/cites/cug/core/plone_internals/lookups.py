"""What the registries of components remember of all that they were asked for."""

from typing import Any


def count_failed(registry: Any) -> int:
    """Count one more failure since the registry has forgotten; how many there are."""
    # Kept in memory alone, where the registry is one of a site.
    registry._v_failed = getattr(registry, "_v_failed", 0) + 1
    return registry._v_failed


def forget_lookups(registry: Any) -> None:
    """Let it forget what it has found, and what it has not: all is looked up again."""
    registry._v_failed = 0
    for one in (registry.adapters, registry.utilities):
        # Its own ``changed`` would be written into the database of content.
        one._v_lookup.changed(None)
