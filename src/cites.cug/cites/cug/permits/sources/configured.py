"""The outside source that the configuration names."""

from cites.cug.core.settings.outside import outside_service, OutsideService
from cites.cug.permits.sources.circuit_breaker import GuardedSource
from cites.cug.permits.sources.epix import EpixSource
from functools import lru_cache


def outside_source() -> GuardedSource | None:
    """The source of this process, which remembers failures; None if none is
    configured.
    """
    service = outside_service()
    return None if service is None else _guarded(service)


@lru_cache(maxsize=1)
def _guarded(service: OutsideService) -> GuardedSource:
    return GuardedSource(EpixSource(service))
