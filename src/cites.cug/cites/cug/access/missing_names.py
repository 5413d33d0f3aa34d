"""Names of addresses at which nothing is take no memory for good.

The registries of components remember each name for which they have looked for a view,
also where there is none, as long as the process lives: who asks for one made-up address
after the other would fill its memory, a kilobyte at a time, without being logged in.
"""

from cites.cug.core.plone_internals.lookups import count_failed, forget_lookups
from typing import Any
from zExceptions import NotFound, Unauthorized
from zope.component import adapter, getGlobalSiteManager, getSiteManager
from ZPublisher.interfaces import IPubFailure


#: How many such requests a registry remembers; each connection to the content has one.
MOST_FAILED = 500


@adapter(IPubFailure)
def bound_lookups(event: Any) -> None:
    """Let the registries that a request has asked forget, now and then."""
    if isinstance(event.exc_info[1], NotFound | Unauthorized):
        for registry in (getSiteManager(), getGlobalSiteManager()):
            if count_failed(registry) >= MOST_FAILED:
                forget_lookups(registry)
