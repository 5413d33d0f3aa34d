"""Tells the figures which part of the portal answers a request, and of conflicts.

A part is a package and a kind, as ``messaging.service``: no address, no name and no id.
"""

from Acquisition import aq_base
from cites.cug.access.allowed_plone_views import is_ours, PACKAGE
from cites.cug.access.publication import published_view
from cites.cug.core.metrics.figures import CONFLICTS, note_kind, RETRIES
from plone.rest.interfaces import IService
from transaction.interfaces import TransientError
from typing import Any
from ZODB.POSException import ConflictError
from zope.browserresource.interfaces import IResource
from zope.component import adapter
from ZPublisher.interfaces import IPubAfterTraversal, IPubFailure


@adapter(IPubAfterTraversal)
def note_published(event: Any) -> None:
    note_kind(event.request.environ, kind_of(event.request))


def kind_of(request: Any) -> str:
    """The part of the portal that the published object belongs to."""
    view = published_view(request)
    if view is None:
        is_file = IResource.providedBy(aq_base(request.get("PUBLISHED")))
        return "file" if is_file else "zope"
    kind = "service" if IService.providedBy(view) else "page"
    return f"{_part(view)}.{kind}"


def _part(view: Any) -> str:
    if not is_ours(view):
        return "plone"
    modules = (one.__module__ for one in type(aq_base(view)).mro())
    ours = next(name for name in modules if name.startswith(PACKAGE))
    return ours.removeprefix(PACKAGE).strip(".").partition(".")[0]


@adapter(IPubFailure)
def count_conflict(event: Any) -> None:
    """Count a request that others were in the way of: it is run again, or given up."""
    error = event.exc_info[1]
    if isinstance(error, TransientError):
        store = "content" if isinstance(error, ConflictError) else "records"
        (RETRIES if event.retry else CONFLICTS).labels(store).inc()
