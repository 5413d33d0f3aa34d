"""One answer for what is hidden and what does not exist.

Anonymous callers are asked to log in. A member gets 403 where they may see the thing but
not do what they ask, and 404, the same as for something that was never there, otherwise.
"""

import json
from AccessControl import getSecurityManager
from AccessControl.SecurityManagement import newSecurityManager
from cites.cug import _
from cites.cug.access.guard import may
from cites.cug.access.policy import Permission
from cites.cug.interfaces import ICugLayer
from cites.cug.interfaces import IOwnPage
from plone.rest.interfaces import IAPIRequest
from Products.CMFCore.interfaces import IContentish
from Products.CMFCore.interfaces import ISiteRoot
from Products.Five.browser import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zExceptions import NotFound
from zExceptions import Unauthorized
from zope.component import adapter
from zope.component.hooks import getSite
from zope.i18n import translate
from zope.interface import implementer
from zope.publisher.interfaces.browser import IBrowserRequest


MISSING = (404, "NotFound", _("There is nothing at this address."))
FORBIDDEN = (403, "Forbidden", _("You may see this, but not do what you asked for."))
LOGIN = (401, "Unauthorized", _("Please log in."))


def identify(request) -> bool:
    """Whether somebody is logged in: a refused traversal ends before Zope knows."""
    if getSecurityManager().getUser().getId() is not None:
        return True
    users = getSite().acl_users
    for user_id, login in users._extractUserIds(request, users.plugins):
        user = users._findUser(users.plugins, user_id, login, request=request)
        if user is not None:
            newSecurityManager(request, user.__of__(users))
            return True
    return False


def deepest_content(request):
    """The last content object on the way to what was asked for."""
    content = [
        getattr(parent, "context", parent)
        for parent in request.get("PARENTS", ())
        if IContentish.providedBy(getattr(parent, "context", parent))
        or ISiteRoot.providedBy(getattr(parent, "context", parent))
    ]
    return max(content, key=lambda obj: len(obj.getPhysicalPath()), default=getSite())


@implementer(IOwnPage)
class Answer(BrowserView):
    """Writes and locks the response, so that no login redirect overwrites it."""

    template = ViewPageTemplateFile("templates/refusal.pt")

    def answer(self, status: int, kind: str, message: str) -> str:
        response = self.request.response
        response.setStatus(status, lock=1)
        response._has_challenged = True
        if IAPIRequest.providedBy(self.request):
            response.setHeader("Content-Type", "application/json")
            text = translate(message, context=self.request)
            body = json.dumps({"type": kind, "message": text})
        else:
            # The page speaks for the portal: where one was turned away is not said.
            self.context = getSite()
            self.status, self.message = status, message
            body = self.template()
        response.setBody(body, lock=1)
        return body


@adapter(Unauthorized, ICugLayer)
class UnauthorizedAnswer(Answer):
    def __call__(self) -> str:
        if not identify(self.request):
            if IAPIRequest.providedBy(self.request):
                return self.answer(*LOGIN)
            return ""  # the cookie plugin sends a browser to the login page
        visible = may(Permission.VIEW, deepest_content(self.request))
        return self.answer(*(FORBIDDEN if visible else MISSING))


@adapter(NotFound, ICugLayer)
class NotFoundAnswer(Answer):
    def __call__(self) -> str:
        known = identify(self.request)
        if not known and IAPIRequest.providedBy(self.request):
            return self.answer(*LOGIN)  # to strangers all addresses look alike
        return self.answer(*MISSING)


class UnreadableAnswer(BrowserView):
    def __call__(self) -> str:
        self.request.response.setStatus(400, lock=1)
        self.request.response.setHeader("Content-Type", "text/plain; charset=utf-8")
        return "The request is malformed."


@adapter(ValueError, IBrowserRequest)
def unreadable(error: ValueError, request) -> UnreadableAnswer | None:
    """For what fails before the way to the portal begins: reading form and headers."""
    on_the_way = len(request.get("PARENTS", ())) > 1
    return None if on_the_way else UnreadableAnswer(error, request)
