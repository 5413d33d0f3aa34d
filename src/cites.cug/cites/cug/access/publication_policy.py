"""What is published at all, and to whom.

Anonymous callers reach what stands on a list and nothing else. Members reach pages,
services and files of places they may know of. Site managers reach Plone's pages too;
methods of content and tools of the site, which Zope would publish besides, are for those
of them who sit at an operator's address. The gate is a second line:
permissions alone must hold without it.
"""

from Acquisition import aq_base
from cites.cug import _
from cites.cug.access.allowed_plone_views import (
    is_control_panel,
    is_for_operators,
    is_listed,
    is_ours,
    runs_site,
)
from cites.cug.access.guard import caller
from cites.cug.access.publication import (
    content_on_the_way,
    is_static_file,
    may_know,
    published_view,
)
from cites.cug.access.refusal_log import log_refusal
from cites.cug.access.search_queries import narrow_form
from cites.cug.interfaces import IClosedUserGroup, ICugLayer
from cites.cug.settings.deployment import is_operator
from plone.rest.interfaces import IService
from Products.CMFCore.interfaces import ISiteRoot
from zExceptions import BadRequest, NotFound, Unauthorized
from zope.component import adapter
from zope.component.hooks import getSite
from zope.i18n import translate
from ZPublisher.HTTPRequest import FileUpload
from ZPublisher.interfaces import IPubAfterTraversal


UNREADABLE = _("The request is malformed.")
#: Pages of the site itself that are open to everybody: login, password reset, health.
PUBLIC_PAGES = frozenset(
    {
        "ok",
        "login",
        "second-step",
        "mail_password_form",
        "mail_password",
        "passwordreset",
        "stop-change",
        "favicon.ico",
    }
)
#: Those that only lead to another page.
PUBLIC_STEPS = frozenset({"logout", "logged-out", "require_login"})
#: What Plone's add pages put into the form that they read.
PUT_BY_PLONE = frozenset({"disable_border"})
#: Services of the site itself that are open to everybody, as plone.rest names them.
PUBLIC_SERVICES = frozenset({"POST_application_json_@login"})
PUBLIC = PUBLIC_PAGES | PUBLIC_STEPS | PUBLIC_SERVICES

#: Pages and services of a group by which a stranger asks for access. What a group says
#: there of itself, it says to everybody; nothing else of it is open.
PUBLIC_IN_GROUP = frozenset(
    {
        "request-access",
        "confirm-request",
        "answer-question",
        "POST_application_json_@access-requests",
    }
)


def is_public(request) -> bool:
    """Whether the site, or a group itself, is asked for something on the lists."""
    if is_static_file(request):
        return True
    view = published_view(request)
    if is_way_to_login(view) or is_request_for_access(view, request):
        return True
    at_site = (getattr(view, "context", None), *content_on_the_way(request))
    named = getattr(view, "__name__", None) in PUBLIC
    return named and all(map(ISiteRoot.providedBy, at_site))


def is_request_for_access(view, request) -> bool:
    """Whether a group is asked, at its own address, for what strangers need."""
    name = getattr(view, "__name__", None)
    group = getattr(view, "context", None)
    if name not in PUBLIC_IN_GROUP or not IClosedUserGroup.providedBy(group):
        return False
    steps = [aq_base(step) for step in content_on_the_way(request)]
    above = [step for step in steps if step is not aq_base(group)]
    return steps[0] is aq_base(group) and all(map(ISiteRoot.providedBy, above))


def is_way_to_login(view) -> bool:
    """Whether this is the step of the cookie plug-in that leads to the login page."""
    if getattr(view, "__name__", None) != "require_login":
        return False
    plugin = getSite().acl_users.credentials_cookie_auth
    return aq_base(view.context) is aq_base(plugin)


def is_for_managers(request) -> bool:
    """Whether it is one of Plone's pages, or what Zope publishes besides, for operators.

    Methods of tools and user folders set passwords, roles and groups in many ways, and
    some of Plone's pages undo what others did, or what the portal is.
    """
    if is_operator(request.environ.get("REMOTE_ADDR", "")):
        return True
    view = published_view(request)
    return view is not None and not is_for_operators(view)


def check_form(request) -> None:
    """Refuse what none of our pages is sent by its own forms.

    Zope makes numbers, records and other things of a value, as its sender likes. Pages
    made from Plone's control panels are for site managers, and their forms use this.
    """
    view = published_view(request)
    is_page = view is not None and is_ours(view) and not IService.providedBy(view)
    if not is_page or is_control_panel(view):
        return
    values = (request.form[name] for name in request.form if name not in PUT_BY_PLONE)
    if not all(map(is_plain, values)):
        raise BadRequest(translate(UNREADABLE, context=request))


def is_plain(value) -> bool:
    """Whether it is a text or a file, or a list of such."""
    values = value if isinstance(value, list) else [value]
    return all(isinstance(one, str | FileUpload) for one in values)


@adapter(IPubAfterTraversal)
def check_publication(event) -> None:
    """Refuse what is not for the caller; ``error_views.py`` words the answer."""
    request = event.request
    if not ICugLayer.providedBy(request):
        return
    narrow_form(request.form)
    member = caller() is not None
    known = member and may_know(request)
    # Last, who runs the site: to find somebody's roles takes longer than the rest.
    if (known and is_listed(request)) or is_public(request):
        check_form(request)
        return
    if known and is_for_managers(request) and runs_site():
        check_form(request)
        return
    if member:
        log_refusal(request)
        raise NotFound
    raise Unauthorized("Please log in.")
