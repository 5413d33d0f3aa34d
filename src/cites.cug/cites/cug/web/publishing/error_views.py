"""The answers to failed requests: hidden and missing content get the same one.

Anonymous callers are asked to log in. A member gets 403 if they may see the content but
not do what they asked for, and otherwise 404, as if nothing was there.
"""

import transaction
from AccessControl import getSecurityManager
from AccessControl.SecurityManagement import newSecurityManager
from Acquisition import aq_base, aq_chain
from cites.cug import _
from cites.cug.access.allowed_plone_views import is_offered, is_plones
from cites.cug.access.guard import group_of, may
from cites.cug.access.policy import Permission
from cites.cug.access.publication import may_know, published_view
from cites.cug.access.refusal_log import log_refusal
from cites.cug.access.trail_records import refused_at
from cites.cug.core.plone_internals.publishing import keep_from_login, send_to_login
from cites.cug.core.plone_internals.users import complete_user, identified_logins
from cites.cug.core.programs.bounds import ProgramsBusy
from cites.cug.interfaces import ICugLayer, IOwnPage
from cites.cug.web.publishing.free_space import NoSpaceLeft
from cites.cug.web.publishing.negotiation import NotAcceptable
from cites.cug.web.publishing.publication_policy import is_public, UNREADABLE
from cites.cug.wsgi.body_limits import KB, MB
from cites.cug.wsgi.early_answers import (
    early_answer,
    FAILED,
    OUR_FAULT,
    reference_to,
    Trouble,
    write_error,
)
from cites.cug.wsgi.interrupted_form import interrupted_form, InterruptedForm
from cites.cug.wsgi.request_id import request_id
from cites.cug.wsgi.store_troubles import AWAY, BUSY, FULL, store_trouble
from collections.abc import Mapping, Sequence
from DateTime.interfaces import DateTimeError
from http import HTTPStatus
from OFS.CopySupport import CopyError
from plone.rest.interfaces import IAPIRequest
from plone.restapi.exceptions import DeserializationError
from Products.CMFCore.interfaces import ISiteRoot
from Products.Five.browser import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.PluggableAuthService.interfaces.authservice import IPluggableAuthService
from transaction.interfaces import TransientError
from typing import Any
from urllib.parse import unquote
from zExceptions import (
    BadRequest,
    Forbidden,
    HTTPRequestEntityTooLarge,
    NotFound,
    Redirect,
    Unauthorized,
)
from zope.component import adapter
from zope.component.hooks import getSite
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.interface import implementer, Invalid


MISSING = (404, "NotFound", _("common_nothing_address_error"))
FORBIDDEN = (
    403,
    "Forbidden",
    _("web_error_views_permission_text"),
)
NOT_ALLOWED = _("web_error_views_not_allowed")
LOGIN = (401, "Unauthorized", _("web_error_views_please_log_in"))
#: Exceptions of traversal for an address that some object on the way cannot follow.
UNFOLLOWABLE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
#: Exceptions of Plone's services for values that these do not check. Of DateTime's error
#: for what is no date, the publisher makes Python's of the same name.
MISLED = (
    *UNFOLLOWABLE,
    *(CopyError, DateTimeError, Invalid, NotImplementedError, SyntaxError),
)
FILES_BUSY = Trouble(
    HTTPStatus.SERVICE_UNAVAILABLE,
    _("web_error_views_too_many_files_being_text"),
    retry_after=5,
)


def identify(request) -> bool:
    """Log the caller in, if possible, and tell whether this worked.

    A request that traversal refuses ends before Zope has done so.
    """
    if getSecurityManager().getUser().getId() is not None:
        return True
    return any(
        _log_in(request, folder.acl_users)
        for folder in aq_chain(getSite())
        if IPluggableAuthService.providedBy(getattr(aq_base(folder), "acl_users", None))
    )


def _log_in(request, users) -> bool:
    found = (
        complete_user(users, user_id, login, request)
        for user_id, login in identified_logins(users, request)
    )
    user = next((user for user in found if user is not None), None)
    if user is not None:
        newSecurityManager(request, user.__of__(users))
    return user is not None


def fails_early(request) -> bool:
    """Whether a request failed before Zope authenticated its sender."""
    return "AUTHENTICATED_USER" not in request.other


def is_about_request(request) -> bool:
    """Whether a request failed at the portal's root, before its address mattered."""
    return fails_early(request) and ISiteRoot.providedBy(request["PARENTS"][0])


def is_misled(error: Exception, request) -> bool:
    """Whether a page or service of Plone's failed because of values it did not check.

    The add-on's own pages and services check their values: their failures are errors
    of the program.
    """
    if isinstance(error, DeserializationError):
        return True
    view = published_view(request)
    named = getattr(aq_base(view), "params", None) or request.get("QUERY_STRING")
    sent = request.method != "GET" or named
    raised = isinstance(error, MISLED) or type(error) is Exception
    return bool(sent) and raised and is_plones(view)


def _way_back(request, status: int) -> Any:
    """The place that the error page belongs to: its reader's group, else the portal.

    Only the address decides, whether or not anything lies there. All other failures get
    the portal, so that the error page does not fail as well.
    """
    site = getSite()
    if status not in (MISSING[0], FORBIDDEN[0]):
        return site
    path = unquote(request.get("ACTUAL_URL", "")).removeprefix(site.absolute_url())
    group = group_of(site.get(path.strip("/").partition("/")[0]))
    return group if group is not None and may(Permission.READ, group) else site


@implementer(IOwnPage)
class ErrorAnswer(BrowserView):
    """Base of the answers. Locks the response, so that no login redirect replaces it."""

    template = ViewPageTemplateFile("templates/refusal.pt")
    interrupted_template = ViewPageTemplateFile("templates/interrupted.pt")
    interrupted: InterruptedForm | None = None

    def answer(
        self,
        status: int,
        kind: str,
        message: str,
        errors: Sequence[Mapping[str, Any]] = (),
        **details: Any,
    ) -> str:
        """Write the answer, as a page or as JSON, and return its body.

        ``errors``: one mapping for each wrong field. ``details``: more keys of the JSON.
        """
        response = self.request.response
        response.setStatus(status, lock=1)
        keep_from_login(response)
        environ = self.request.environ
        if IAPIRequest.providedBy(self.request):
            text = translate(message, context=self.request)
            media_type, body = write_error(environ, status, kind, text, errors, **details)
            response.setHeader("Content-Type", media_type)
        else:
            number = request_id(environ) if status >= OUR_FAULT else None
            # The page must not show the address that was refused.
            self.context = _way_back(self.request, status)
            self.request["ACTUAL_URL"] = self.context.absolute_url()
            self.request.form.clear()
            response.setBase("")
            self.status, self.message = status, message
            self.reference = reference_to(number) if number else None
            self.page_title = translate(self.title, context=self.request)
            body = self.template()
        response.setBody(body, lock=1)
        return body

    @property
    def title(self) -> str:
        """What the page is called: why it was refused stands below."""
        return NOT_ALLOWED if self.status == FORBIDDEN[0] else self.message

    def ask_to_log_in(self) -> str:
        """Ask an anonymous caller to log in, in the same way at every address."""
        if IAPIRequest.providedBy(self.request):
            return self.answer(*LOGIN)
        self.interrupted = interrupted_form(self.request)
        if self.interrupted is not None:
            self.template = self.interrupted_template
            return self.answer(*LOGIN)
        send_to_login(self.request.response)
        return ""


@adapter(Unauthorized, ICugLayer)
class UnauthorizedAnswer(ErrorAnswer):
    def __call__(self) -> str:
        if not identify(self.request):
            return self.ask_to_log_in()
        log_refusal(self.request)
        refused_at(self.request, "permission")
        seen = may_know(self.request) and is_offered(self.request)
        return self.answer(*(FORBIDDEN if seen else MISSING))


@adapter(NotFound, ICugLayer)
class NotFoundAnswer(ErrorAnswer):
    def __call__(self) -> str:
        if not identify(self.request):
            return self.ask_to_log_in()
        return self.answer(*MISSING)


@adapter(Forbidden, ICugLayer)
class ForbiddenAnswer(NotFoundAnswer):
    """Forbidden: Zope raises it for what is never published, and for a missing token.

    The first happens on the way to the object, the second in a page that was reached.
    """

    def __call__(self) -> str:
        reached = self.request.get("PUBLISHED") is not None
        known = identify(self.request)
        if known:
            log_refusal(self.request)
            refused_at(self.request, "permission")
        if known and reached and may_know(self.request):
            return self.answer(*FORBIDDEN)
        return super().__call__()


@adapter(Exception, ICugLayer)
class FailureAnswer(ErrorAnswer):
    """Any other exception. Zope's own page would show the title of the place."""

    def __call__(self) -> str:
        if isinstance(self.context, Redirect):
            return ""
        # After a failure the databases' connections cannot be read before an abort.
        transaction.abort()
        trouble = store_trouble(self.context)
        if trouble is AWAY:
            raise self.context  # the filter answers: no page can be made
        if self.is_bad_request and is_about_request(self.request):
            return self.answer(400, "BadRequest", str(self.context))
        if not identify(self.request):
            return self.answer_stranger()
        lost = fails_early(self.request) and isinstance(self.context, UNFOLLOWABLE)
        if lost or not may_know(self.request):
            return self.answer(*MISSING)
        return self.describe()

    def answer_stranger(self) -> str:
        """Answer 400 only for public pages and services; ask to log in for all others."""
        is_open = self.request.get("PUBLISHED") is not None and is_public(self.request)
        is_wrong = self.is_bad_request or is_misled(self.context, self.request)
        if is_open and is_wrong:
            return self.answer(400, "BadRequest", UNREADABLE)
        return self.ask_to_log_in()

    @property
    def is_bad_request(self) -> bool:
        return isinstance(self.context, BadRequest)

    def describe(self) -> str:
        """Answer a caller who may know of the place where the request failed."""
        if trouble := store_trouble(self.context):
            return self.answer_trouble(trouble)
        if is_misled(self.context, self.request):
            return self.answer(400, "BadRequest", UNREADABLE)
        response = self.request.response
        response.setStatus(type(self.context))
        text = str(self.context) if self.is_bad_request else FAILED
        return self.answer(response.getStatus(), type(self.context).__name__, text)

    def answer_trouble(self, trouble: Trouble) -> str:
        self.request.response.setHeader("Retry-After", str(trouble.retry_after))
        return self.answer(trouble.status.value, trouble.kind, trouble.message)


@adapter(NoSpaceLeft, ICugLayer)
class NoSpaceAnswer(FailureAnswer):
    """The request was refused before it wrote: others keep the little that is free."""

    def describe(self) -> str:
        return self.answer_trouble(FULL)


@adapter(TransientError, ICugLayer)
class BusyAnswer(FailureAnswer):
    """Other requests wrote the same objects during each of Zope's attempts."""

    def describe(self) -> str:
        return self.answer_trouble(BUSY)


class BodyTooLarge(HTTPRequestEntityTooLarge):
    """The body of a request is larger than its address takes; ``most`` is in bytes."""

    def __init__(self, most: int):
        self.most = most


@adapter(BodyTooLarge, ICugLayer)
class TooLargeAnswer(ErrorAnswer):
    def __call__(self) -> str:
        return self.answer(413, "RequestEntityTooLarge", self.message_of(self.context))

    def message_of(self, error: BodyTooLarge) -> Message:
        if error.most < MB:
            limit = {"limit": error.most // KB}
            return _("web_error_views_send_most_kb_here_text", mapping=limit)
        limit = {"limit": error.most // MB}
        return _("web_error_views_send_most_mb_here_text", mapping=limit)


@adapter(NotAcceptable, ICugLayer)
class NotAcceptableAnswer(ErrorAnswer):
    def __call__(self) -> str:
        text = _(
            "web_error_views_header_accept_names_none_text",
            mapping={"types": self.context},
        )
        return self.answer(406, "NotAcceptable", text)


@adapter(ProgramsBusy, ICugLayer)
class ProgramsBusyAnswer(FailureAnswer):
    """All workers that read files are busy. Forms show this beside their fields."""

    def describe(self) -> str:
        return self.answer_trouble(FILES_BUSY)


class UnreadableAnswer(BrowserView):
    """Answers 400 before the portal is reached: without its page."""

    def __call__(self) -> str:
        status = HTTPStatus.BAD_REQUEST
        kind, body = early_answer(self.request.environ, status, UNREADABLE)
        self.request.response.setStatus(status.value, lock=1)
        self.request.response.setHeader("Content-Type", kind)
        return body


def unreadable(error: Exception, request) -> BrowserView | None:
    """The view for a request whose headers, form or JSON cannot be read."""
    if ICugLayer.providedBy(request):
        return FailureAnswer(error, request)
    return UnreadableAnswer(error, request) if is_unread(request) else None


def is_unread(request) -> bool:
    """Whether a request failed before traversal of its address began."""
    return "TraversalRequestNameStack" not in request.other
