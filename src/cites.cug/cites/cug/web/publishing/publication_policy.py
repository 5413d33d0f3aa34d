"""Which pages and services Zope may publish, and to whom.

Anonymous callers reach what the lists below name, and nothing else. Members reach pages,
services and files of places that they may know of. Site managers at an operator's address
reach Plone's pages too, and some from any address. Zope would also publish methods and
screens of content and tools; site managers at an operator's address reach those that
``access/zope_screens.py`` names. Nobody reaches the others, or anything of a catalog.
This check is a second line of defence: the permissions must hold without it.
"""

from Acquisition import aq_base
from cites.cug import _
from cites.cug.access.allowed_plone_views import (
    is_control_panel,
    is_for_managers,
    is_for_nobody,
    is_listed,
    is_ours,
    runs_site,
)
from cites.cug.access.guard import caller
from cites.cug.access.publication import (
    content_on_the_way,
    is_catalog,
    is_change_of_site,
    is_static_file,
    may_know,
    published_view,
)
from cites.cug.access.refusal_log import log_refusal
from cites.cug.access.search_queries import narrow_form
from cites.cug.access.zope_screens import is_screen, OF_SITE
from cites.cug.core.settings.deployment import is_operator
from cites.cug.interfaces import IClosedUserGroup, ICugLayer
from cites.cug.web.publishing.negotiation import check_acceptable
from cites.cug.wsgi.request_checks import is_from_other_site
from plone.rest.interfaces import IService
from Products.CMFCore.interfaces import ISiteRoot
from urllib.parse import urlsplit
from zExceptions import BadRequest, Forbidden, NotFound, Unauthorized
from zope.component import adapter
from zope.component.hooks import getSite
from zope.i18n import translate
from zope.traversing.interfaces import IBeforeTraverseEvent
from ZPublisher.HTTPRequest import FileUpload
from ZPublisher.interfaces import IPubAfterTraversal


UNREADABLE = _("web_publication_policy_request_valid")
#: Pages of the site itself that are open to everybody: login, password reset, health.
PUBLIC_PAGES = frozenset(
    {
        "ok",
        "ready",
        "metrics",
        "tlog-witness",
        "login",
        "second-step",
        "mail_password_form",
        "mail_password",
        "passwordreset",
        "stop-change",
        "favicon.ico",
    }
)
LOGOUT = "logout"
#: Public pages that only redirect to another page.
PUBLIC_STEPS = frozenset({LOGOUT, "logged-out", "require_login"})
#: The value of Sec-Fetch-Dest for a page that the browser shows.
DOCUMENT = "document"
#: Names that Plone's add pages put into the form which they read.
PUT_BY_PLONE = frozenset({"disable_border"})
#: Services of the site itself that are open to everybody, as plone.rest names them.
PUBLIC_SERVICES = frozenset({"POST_application_json_@login"})
PUBLIC = PUBLIC_PAGES | PUBLIC_STEPS | PUBLIC_SERVICES

#: Pages and services of a group by which strangers ask for access, while it takes
#: requests. Everybody may read what a group says of itself there; nothing else of a group
#: is public.
PUBLIC_IN_GROUP = frozenset(
    {
        "request-access",
        "confirm-request",
        "answer-question",
        "POST_application_json_@access-requests",
    }
)


def is_public(request) -> bool:
    """Whether the request is for a public page or service of the site or of a group."""
    if is_static_file(request):
        return True
    view = published_view(request)
    if is_way_to_login(view) or is_request_for_access(view, request):
        return True
    at_site = (getattr(view, "context", None), *content_on_the_way(request))
    named = getattr(view, "__name__", None) in PUBLIC
    return named and all(map(ISiteRoot.providedBy, at_site))


def is_request_for_access(view, request) -> bool:
    """Whether the view is for strangers, the address leads straight to its group, and the
    view is open now.

    A group that takes no requests must look missing here already: later checks of a
    public page would tell of it.
    """
    name = getattr(view, "__name__", None)
    group = getattr(view, "context", None)
    is_asking = name in PUBLIC_IN_GROUP and IClosedUserGroup.providedBy(group)
    # Nothing lies below the service.
    is_asking = is_asking and not getattr(view, "path", ())
    steps = [aq_base(step) for step in content_on_the_way(request)]
    above = [step for step in steps if step is not aq_base(group)]
    is_straight = steps[0] is aq_base(group) and all(map(ISiteRoot.providedBy, above))
    return is_asking and is_straight and view.is_open_to_strangers()


def is_way_to_login(view) -> bool:
    """Whether this is the cookie plug-in's view that redirects to the login page."""
    if getattr(view, "__name__", None) != "require_login":
        return False
    plugin = getSite().acl_users.credentials_cookie_auth
    return aq_base(view.context) is aq_base(plugin)


def is_open_to_managers(request) -> bool:
    """Whether site managers may reach the published object.

    Plone's pages change types, records, names and permissions. Zope's screens and methods
    can export content, undo transactions and set passwords, roles and groups. So most of
    them are only for managers at an operator's address.
    """
    view = published_view(request)
    if is_catalog(request) or is_for_nobody(view):
        return False
    if is_operator(request.environ.get("REMOTE_ADDR", "")):
        return view is not None or is_screen(request, getSite(), OF_SITE)
    return is_for_managers(view)


def check_form(request) -> None:
    """Refuse values that none of the add-on's own forms sends. Raises BadRequest.

    The sender can make Zope convert values to numbers, records and other types. Pages
    derived from Plone's control panels are exempt: they are for site managers, and their
    forms use such types.
    """
    view = published_view(request)
    is_page = is_ours(view) and not IService.providedBy(view)
    if not is_page or is_control_panel(view):
        return
    values = (request.form[name] for name in request.form if name not in PUT_BY_PLONE)
    if not all(map(is_plain, values)):
        raise BadRequest(translate(UNREADABLE, context=request))


def is_plain(value) -> bool:
    """Whether a value of a form is a text, a file, or a list of these."""
    values = value if isinstance(value, list) else [value]
    return all(isinstance(one, str | FileUpload) for one in values)


def check_logout(request, view) -> None:
    """Refuse a logout by a link on another site, or by a picture. Raises Forbidden.

    The page answers links, and browsers send the session's cookie with these.
    """
    environ = request.environ
    is_shown = environ.get("HTTP_SEC_FETCH_DEST", DOCUMENT) == DOCUMENT
    is_logout = getattr(view, "__name__", None) == LOGOUT
    if is_logout and (is_from_other_site(environ) or not is_shown):
        raise Forbidden


@adapter(ISiteRoot, IBeforeTraverseEvent)
def drop_odd_address(_site, event) -> None:
    """Take an address to come back to that cannot be read for none.

    Zope's redirect to the login fails by it, where there is something to be hidden.
    """
    request = event.request
    if not is_address(request.get("came_from")):
        request.form.pop("came_from", None)
        request.set("came_from", None)


def is_address(given) -> bool:
    """Whether a value is an address that can be read, or none."""
    try:
        urlsplit(given or "").geturl().encode()
    except (AttributeError, TypeError, ValueError):
        return False
    return given is None or isinstance(given, str)


@adapter(IPubAfterTraversal)
def check_publication(event) -> None:
    """Refuse what the caller may not reach; ``error_views.py`` words the answer.

    Raises NotFound, or Unauthorized for an anonymous caller.
    """
    request = event.request
    if not ICugLayer.providedBy(request):
        return
    narrow_form(request.form)
    member = caller() is not None
    view = published_view(request)
    known = member and may_know(request) and not is_change_of_site(view)
    # Ask last who is a site manager: finding a user's roles is slow.
    is_open = (known and is_listed(request)) or is_public(request)
    if is_open or (known and is_open_to_managers(request) and runs_site()):
        check_logout(request, view)
        check_form(request)
        check_acceptable(request, view)
        return
    if member:
        log_refusal(request)
        raise NotFound
    raise Unauthorized("Please log in.")
