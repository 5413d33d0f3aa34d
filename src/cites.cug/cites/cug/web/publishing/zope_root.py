"""Requests outside all portals: Zope's own root, which is for operators only.

A proxy that maps only the portal's path hides the root too; this also holds without one.
"""

from cites.cug import _
from cites.cug.access.guard import may
from cites.cug.access.zope_screens import is_screen, OF_ROOT
from cites.cug.core.plone_internals.publishing import keep_from_login
from cites.cug.core.settings.deployment import is_operator
from cites.cug.interfaces import ICugLayer
from cites.cug.web.publishing.error_views import (
    FailureAnswer,
    is_unread,
    UnreadableAnswer,
)
from cites.cug.wsgi.early_answers import early_answer
from http import HTTPStatus
from Products.CMFCore.interfaces import ISiteRoot
from Products.CMFCore.permissions import ManagePortal
from Products.Five.browser import BrowserView
from zExceptions import NotFound, Unauthorized
from zope.browserresource.interfaces import IResource
from zope.component import adapter
from ZPublisher.interfaces import IPubAfterTraversal


NOTHING = _("common_nothing_address_error")


def is_outside(request) -> bool:
    """Whether traversal met no portal."""
    steps = (request.get("PUBLISHED"), *request.get("PARENTS", ()))
    return not any(map(ISiteRoot.providedBy, steps))


def is_hidden(request) -> bool:
    """Whether the request is outside all portals and not from an operator's address."""
    sits_here = is_operator(request.environ.get("REMOTE_ADDR", ""))
    return is_outside(request) and not sits_here


def is_open_screen(request) -> bool:
    """Whether the request publishes one of the few screens of Zope's root."""
    if request.get("PUBLISHED") is None:
        return False
    return is_screen(request, request["PARENTS"][-1], OF_ROOT)


@adapter(IPubAfterTraversal)
def check_outside(event) -> None:
    """Refuse requests outside all portals, but for the Zope administrator's few screens.

    Raises NotFound, or Unauthorized for such a screen at an operator's address.
    """
    request = event.request
    if not is_outside(request):
        return
    if is_hidden(request):
        raise NotFound
    is_manager, is_open = (
        may(ManagePortal, request["PARENTS"][-1]),
        is_open_screen(request),
    )
    if is_open and not is_manager:
        raise Unauthorized("Please log in.")
    is_file = IResource.providedBy(request["PUBLISHED"])
    if not is_open and not (is_file and is_manager):
        raise NotFound


class OutsideAnswer(BrowserView):
    """The same 404 for what exists and for what does not."""

    def __call__(self) -> str:
        response = self.request.response
        status = HTTPStatus.NOT_FOUND
        kind, body = early_answer(self.request.environ, status, NOTHING)
        response.setStatus(status.value, lock=1)
        response.setHeader("Content-Type", kind)
        keep_from_login(response)
        return body


def answer_error(error: Exception, request) -> BrowserView | None:
    """The view that answers a failed request; None to leave it to Zope."""
    if is_unread(request):  # as a form that is larger than Zope reads
        return UnreadableAnswer(error, request)
    # Zope itself would ask for a login at whatever is there, and so tell of it.
    is_closed = isinstance(error, Unauthorized) and not is_open_screen(request)
    is_missing = is_closed or isinstance(error, NotFound)
    if (is_outside(request) and is_missing) or is_hidden(request):
        return OutsideAnswer(error, request)
    return FailureAnswer(error, request) if ICugLayer.providedBy(request) else None
