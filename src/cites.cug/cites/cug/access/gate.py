"""Anonymous callers reach what stands on this list and nothing else.

The gate is a second line: permissions alone must hold without it.
"""

from AccessControl import getSecurityManager
from cites.cug.interfaces import ICugLayer
from zExceptions import Unauthorized
from zope.component import adapter
from ZPublisher.interfaces import IPubAfterTraversal


#: Published names open to everybody: login, password reset, health.
PUBLIC_NAMES = frozenset(
    {
        "@@ok",
        "ok",
        "login",
        "@@login",
        "logout",
        "logged_out",
        "logged-out",
        "login-help",
        "failsafe_login",
        "require_login",
        "insufficient-privileges",
        "mail_password",
        "mail_password_form",
        "mail_password_response",
        "passwordreset",
        "pwreset_finish",
        "set_language",
        "switchLanguage",
        "favicon.ico",
    }
)
#: Names that are followed by a key, which whoever has it was sent by mail.
PUBLIC_WITH_KEY = frozenset({"passwordreset"})
#: Services open to everybody, as method and name.
PUBLIC_SERVICES = frozenset({("POST", "@login")})
#: Namespaces of files that ship with the software: style sheets, scripts, fonts.
STATIC_NAMESPACES = ("++resource++", "++plone++", "++theme++", "++webresource++")


def is_public(request) -> bool:
    """Whether this request asks for something on the list."""
    names = [part for part in request.get("PATH_INFO", "").split("/") if part]
    if any(name.startswith(STATIC_NAMESPACES) for name in names):
        return True
    if not names:
        return False
    last = names[-1]
    if names[-2:-1] and names[-2] in PUBLIC_WITH_KEY:
        return True
    return last in PUBLIC_NAMES or (request.method, last) in PUBLIC_SERVICES


@adapter(IPubAfterTraversal)
def refuse_anonymous(event) -> None:
    request = event.request
    if not ICugLayer.providedBy(request) or is_public(request):
        return
    if getSecurityManager().getUser().getId() is None:
        raise Unauthorized("Please log in.")
