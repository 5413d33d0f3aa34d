"""What programs may do with a token: less than its owner, never more.

This is the only module that checks scopes. A token with scopes opens nothing that is not
named here; pages are not named.
"""

import json
from Acquisition import aq_base, aq_chain
from cites.cug import _
from cites.cug.access.features import TURNED_OFF
from cites.cug.access.guard import caller, group_of
from cites.cug.access.publication import content_on_the_way, published_view
from cites.cug.access.trail_records import refused_at
from cites.cug.core.plone_internals.publishing import service_name
from cites.cug.core.trail.trail import CREDENTIAL
from cites.cug.core.validation.errors import FORBIDDEN, Refusal
from cites.cug.interfaces import ICugLayer, ILibraryFolder, IWorkspaces
from cites.cug.login.interfaces import ITokenOwners
from enum import StrEnum
from http import HTTPStatus
from plone.namedfile.scaling import ImageScale
from plone.rest.interfaces import IService
from Products.CMFCore.interfaces import ISiteRoot
from typing import Any
from zExceptions import Forbidden
from zope.component import adapter, queryUtility
from ZPublisher.interfaces import IPubAfterTraversal, IPubBeforeCommit


#: Key of the request's annotations under which the scopes of its token are stored.
SCOPES = "cites.cug.login.scopes"
#: The credential of a request that shows the key of a feed.
FEED_CREDENTIAL = "feed-key"


class Scope(StrEnum):
    """Names as ``@tokens`` takes and gives them."""

    READ_LIBRARY = "read:library"
    WRITE_LIBRARY = "write:library"
    READ_MESSAGES = "read:messages"
    SEND_MESSAGES = "send:messages"
    READ_PERMITS = "read:permits"
    WRITE_PERMITS = "write:permits"
    READ_MEMBERS = "read:members"
    WRITE_DIRECTORY = "write:directory"
    READ_WORKSPACES = "read:workspaces"


TITLES = {
    Scope.READ_LIBRARY: _("login_scopes_read_the_library_title"),
    Scope.WRITE_LIBRARY: _("login_scopes_write_drafts_changes_into_title"),
    Scope.READ_MESSAGES: _("login_scopes_read_messages_title"),
    Scope.SEND_MESSAGES: _("login_scopes_send_and_file_messages_title"),
    Scope.READ_PERMITS: _("login_scopes_look_up_permits_title"),
    Scope.WRITE_PERMITS: _("login_scopes_send_permits_title"),
    Scope.READ_MEMBERS: _("login_scopes_read_directory_members_title"),
    Scope.WRITE_DIRECTORY: _("login_scopes_keep_directory_institutions_title"),
    Scope.READ_WORKSPACES: _("login_scopes_read_workspaces_title"),
}
READING = frozenset({"GET", "HEAD"})
WRITING = frozenset({"POST", "PATCH", "DELETE"})

#: Scope → methods → services. The content itself, "", and its workflow are further below.
SERVICES: dict[Scope, tuple[frozenset[str], frozenset[str]]] = {
    Scope.READ_LIBRARY: (
        READING,
        frozenset(
            {
                "@library",
                "@statistics",
                "@taxa",
                "@changes",
                "@stix",
                "@misp",
                "@taxii2",
                "@illegal-trade-report",
                "@alert-imports",
                "@feed",
            }
        ),
    ),
    Scope.READ_MESSAGES: (READING, frozenset({"@messages", "@recipients", "@requests"})),
    Scope.SEND_MESSAGES: (WRITING, frozenset({"@messages", "@requests", "@non-nominal"})),
    Scope.WRITE_LIBRARY: (
        WRITING,
        frozenset({"@non-nominal", "@alert-imports", "@bulletins"}),
    ),
    Scope.READ_PERMITS: (READING, frozenset({"@permits", "@changes", "@taxa"})),
    Scope.WRITE_PERMITS: (WRITING, frozenset({"@permits"})),
    Scope.READ_MEMBERS: (READING, frozenset({"@members", "@directory"})),
    Scope.WRITE_DIRECTORY: (WRITING, frozenset({"@directory"})),
    Scope.READ_WORKSPACES: (
        READING,
        frozenset({"@topics", "@roster", "@comments", "@changes"}),
    ),
}
#: On content of the library only.
LIBRARY_SERVICES: dict[Scope, tuple[frozenset[str], frozenset[str]]] = {
    Scope.READ_LIBRARY: (
        READING,
        frozenset(
            {
                *("", "@audience", "@corrections", "@history", "@sightings"),
                *("@translations", "@workflow"),
            }
        ),
    ),
    Scope.WRITE_LIBRARY: (
        WRITING,
        frozenset({"", "@corrections", "@sightings", "@translations", "@workflow"}),
    ),
}
#: On folders of the library only: what goes on with an upload reads how far it came.
UPLOAD_SERVICES: dict[Scope, tuple[frozenset[str], frozenset[str]]] = {
    Scope.WRITE_LIBRARY: (READING | WRITING, frozenset({"@tus-upload"})),
}
#: On workspaces and their topics only.
WORKSPACE_SERVICES: dict[Scope, tuple[frozenset[str], frozenset[str]]] = {
    Scope.READ_WORKSPACES: (READING, frozenset({""})),
}
#: Folder that the content is in → the scope that opens it and its files.
PLACES = (
    (ILibraryFolder, (LIBRARY_SERVICES, UPLOAD_SERVICES), Scope.READ_LIBRARY),
    (IWorkspaces, (WORKSPACE_SERVICES,), Scope.READ_WORKSPACES),
)
#: Of what came of a change: which thing it is, how many, and findings in what was sent.
TOLD_OF_CHANGES = frozenset(
    {
        "@id",
        "@type",
        "UID",
        "id",
        "review_state",
        "recalled",
        "created",
        "changed",
        "unchanged",
        "findings",
        "metadata",
        "replaced",
        "unchecked",
    }
)
#: Files of content, as its JSON gives their addresses.
FILE_PAGES = frozenset({"download", "display-file"})


@adapter(IPubAfterTraversal)
def check_scopes(event: Any) -> None:
    """Refuse a request that the scopes of its token do not cover."""
    request = event.request
    if not ICugLayer.providedBy(request):
        return
    scopes = request.other.get(SCOPES)
    if scopes is None:
        return
    if not is_covered(request, scopes, request.method):
        refused_at(request, "token")
        raise Forbidden("The token is not for this.")
    if not _opens_group(request):
        refused_at(request, "token")
        raise Refusal(TURNED_OFF, FORBIDDEN)


def _opens_group(request: Any) -> bool:
    """Whether tokens of this owner open the group; keys of feeds ask themselves."""
    opens, group = queryUtility(ITokenOwners), group_of(content_on_the_way(request)[0])
    is_key = request.other.get(CREDENTIAL) == FEED_CREDENTIAL
    return group is None or opens is None or is_key or opens(caller(), group)


@adapter(IPubBeforeCommit)
def cut_answer(event: Any) -> None:
    """To a token that may write here and not read, say what was done, not what is there.

    Services answer a change with the whole of what was changed, or of what came of it.
    """
    request = event.request
    scopes = request.other.get(SCOPES)
    if scopes is None or request.method not in WRITING:
        return
    status = request.response.getStatus()
    if is_covered(request, scopes, "GET") or status >= HTTPStatus.BAD_REQUEST:
        return
    body = request.response.body
    if body:
        request.response.setBody(json.dumps(cut(json.loads(body))), lock=True)


def cut(answer: Any) -> dict[str, Any]:
    """The part of an answer that a program may see which can write and not read here."""
    found = answer if isinstance(answer, dict) else {}
    return {name: value for name, value in found.items() if name in TOLD_OF_CHANGES}


def allows(request: Any, scope: Scope) -> bool:
    """Whether a request may use a scope: it has no token, or one that is for it.

    For services that several scopes open, and that answer what each of them is for.
    """
    scopes = request.other.get(SCOPES)
    return scopes is None or scope in scopes


def require_token(request: Any, scope: Scope) -> None:
    """Raise Refusal unless a token that is for that asks: a log-in does not do."""
    if scope not in request.other.get(SCOPES, ()):
        text = _("login_scopes_use_token_right", mapping={"scope": scope})
        raise Refusal(text, FORBIDDEN)


def is_covered(request: Any, scopes: frozenset[str], method: str) -> bool:
    """Whether one of the scopes opens what is published, asked for by that method."""
    view = published_view(request)
    if view is None:
        return False
    tables = [SERVICES]
    for place, services, reading in PLACES:
        if _is_in(place, request):
            tables.extend(services)
            if _is_file(view) and method in READING and reading in scopes:
                return True
    if not IService.providedBy(view):
        return False
    name = service_name(request, view)
    return any(
        scope in scopes and method in methods and name in names
        for table in tables
        for scope, (methods, names) in table.items()
    )


def _is_file(view: Any) -> bool:
    is_scale = isinstance(aq_base(view), ImageScale)
    return is_scale or getattr(view, "__name__", "") in FILE_PAGES


def _is_in(place: Any, request: Any) -> bool:
    """Whether the request is about content of such a place, and nothing around it."""
    deepest = content_on_the_way(request)[0]
    if ISiteRoot.providedBy(deepest):
        return False
    return any(map(place.providedBy, aq_chain(deepest)))
