"""How large the body of a request may be: by its address, and by who sends it.

The server stops reading at the limit (``web_server.py``), the door asks again before
anything parses what came (``wsgi_filter.py``), and the portal words the answer, 413.
"""

import re
from collections.abc import Mapping
from typing import Any
from zope.component import queryUtility
from zope.interface import Interface


KB, MB = 2**10, 2**20
#: Files in one field; a form that is sent by a browser may hold several.
MAX_FILE_BYTES = 50 * MB
#: JSON carries a file in base64, which is a third longer, beside the other fields.
MAX_JSON_BYTES = MAX_FILE_BYTES * 4 // 3 + 2 * MB
#: Files that come together in a form, beside its other fields.
MAX_FILES_BYTES = 100 * MB
MAX_FORM_BYTES = MAX_FILES_BYTES + 2 * MB

#: A name, a password, a code, a passkey's answer.
LOGIN_BYTES = 16 * KB
#: All that is asked for without a login: the longest is a request for access.
STRANGERS_BYTES = 64 * KB
#: Texts of members, where no file comes along.
TEXTS_BYTES = 2 * MB

#: Pages and services of logging in, whoever asks for them.
LOGIN_NAMES = frozenset(
    {
        "@login",
        "@login-renew",
        "@logout",
        "login",
        "logout",
        "mail_password",
        "mail_password_form",
        "passwordreset",
        "require_login",
        "second-step",
    }
)
#: Services that take files beside their texts. All others take texts.
SERVICES_WITH_FILES = frozenset(
    {
        "@comments",
        "@messages",
        "@non-nominal",
        "@permits",
        "@tus-replace",
        "@tus-upload",
        "@users",
    }
)

#: Where the door leaves, in a request's environment, the limit that its body passed.
TOO_LARGE = "cites.cug.body_limit"

#: The cookie of a browser's session; behind TLS a prefix comes before its name.
SESSION_COOKIE = "cug-session"
_SESSION = re.compile(rf'(?:^|[;,])\s*(?:__Host-)?{SESSION_COOKIE}="?([^\s;,"]+)')


class ICredentialCheck(Interface):
    """Says of a session's or token's secret, before Zope, whether it is a live one."""

    def __call__(secret: str) -> bool: ...  # type: ignore[misc,empty-body] # of an interface


class Credentials:
    """What a request shows of who sends it."""

    def __init__(self, authorization: str, cookies: str):
        self.scheme, _space, self.value = authorization.strip().partition(" ")
        self.scheme = self.scheme.lower()
        self.cookies = cookies

    @classmethod
    def of(cls, environ: Mapping[str, Any]) -> "Credentials":
        return cls(environ.get("HTTP_AUTHORIZATION", ""), environ.get("HTTP_COOKIE", ""))

    @property
    def secret(self) -> str:
        """Of a session or a token; a header counts before a cookie, as at the login."""
        if self.scheme:
            return self.value.strip() if self.scheme == "bearer" else ""
        found = _SESSION.search(self.cookies)
        return found.group(1) if found else ""

    @property
    def are_claimed(self) -> bool:
        return self.scheme == "basic" or bool(self.secret)

    @property
    def are_known(self) -> bool:
        """Whether they may be somebody's. A name with a password is checked by Zope."""
        if not self.secret:
            return self.are_claimed
        check = queryUtility(ICredentialCheck)
        return check is not None and check(self.secret)


def body_limit(path: str, content_type: str, has_login: bool) -> int:
    """The bytes that a request for the address may bring."""
    names = [name.removeprefix("@@") for name in path.split("/") if name]
    if not LOGIN_NAMES.isdisjoint(names):
        return LOGIN_BYTES
    if not has_login:
        return STRANGERS_BYTES
    service = next((name for name in names if name.startswith("@")), "")
    if service and service not in SERVICES_WITH_FILES:
        return TEXTS_BYTES
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return MAX_FORM_BYTES
    return TEXTS_BYTES if kind == "application/x-www-form-urlencoded" else MAX_JSON_BYTES


def limit_of(environ: Mapping[str, Any]) -> int | None:
    """The limit that a request's body passes; None where it may come in."""
    size = int(environ.get("CONTENT_LENGTH") or 0)
    if not size:
        return None
    credentials = Credentials.of(environ)
    path, kind = environ.get("PATH_INFO", ""), environ.get("CONTENT_TYPE", "")
    most = body_limit(path, kind, credentials.are_claimed)
    if STRANGERS_BYTES < size <= most and not credentials.are_known:
        most = STRANGERS_BYTES
    return most if size > most else None
