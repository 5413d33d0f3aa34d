"""What lies outside of every portal: Zope's own root, for its operators alone.

A proxy that maps only the portal's path hides it too; this holds where there is none.
"""

from cites.cug.access.refusal import FailureAnswer
from cites.cug.interfaces import ICugLayer
from cites.cug.settings.deployment import is_operator
from Products.CMFCore.interfaces import ISiteRoot
from Products.Five.browser import BrowserView
from zExceptions import NotFound
from zope.component import adapter
from ZPublisher.interfaces import IPubAfterTraversal


NOTHING = "There is nothing at this address."


def is_outside(request) -> bool:
    """Whether a request met no portal, and comes from where no operator sits."""
    steps = (request.get("PUBLISHED"), *request.get("PARENTS", ()))
    inside = any(map(ISiteRoot.providedBy, steps))
    return not inside and not is_operator(request.environ.get("REMOTE_ADDR", ""))


@adapter(IPubAfterTraversal)
def check_outside(event) -> None:
    """Refuse what would be published there."""
    if is_outside(event.request):
        raise NotFound


class OutsideAnswer(BrowserView):
    """The same for what is there and what is not."""

    def __call__(self) -> str:
        response = self.request.response
        response.setStatus(404, lock=1)
        response.setHeader("Content-Type", "text/plain; charset=utf-8")
        response._has_challenged = True
        return NOTHING


def answer(error: Exception, request) -> BrowserView | None:
    """Whatever it was that failed on the way."""
    if is_outside(request):
        return OutsideAnswer(error, request)
    return FailureAnswer(error, request) if ICugLayer.providedBy(request) else None
