"""The outside source of this deployment."""

from cites.cug.permits.sources.circuit_breaker import GuardedSource
from cites.cug.permits.sources.epix import EpixSource
from cites.cug.settings.outside import outside_service, OutsideService
from functools import lru_cache


def outside_source() -> GuardedSource | None:
    """One for the process, which remembers how it fared; None if none is named."""
    service = outside_service()
    return None if service is None else _guarded(service)


@lru_cache(maxsize=1)
def _guarded(service: OutsideService) -> GuardedSource:
    return GuardedSource(EpixSource(service))
