"""How large the body of a request may be, by its address and by its sender.

The server stops reading at the limit (``web_server.py``), the WSGI filter checks it again
before anything parses the body (``wsgi_filter.py``), and the portal answers 413.
"""

import re
from cites.cug.core.settings.deployment import largest_file
from collections.abc import Mapping
from typing import Any
from zope.component import queryUtility
from zope.interface import Interface


KB, MB = 2**10, 2**20
#: Limit of one file, unless the deployment has another.
USUAL_FILE_BYTES = 50 * MB
#: Limit of one file in JSON, whatever a deployment allows: a body is held in memory.
MAX_JSON_FILE_BYTES = USUAL_FILE_BYTES
#: JSON holds a file in base64, which is a third longer, and other fields.
MAX_JSON_BYTES = MAX_JSON_FILE_BYTES * 4 // 3 + 2 * MB

#: Requests of the login: a name, a password, a code or a passkey's answer.
LOGIN_BYTES = 16 * KB
#: Requests without a login, of which a request for access is the longest.
STRANGERS_BYTES = 64 * KB
#: Requests of members to addresses that take no files.
TEXTS_BYTES = 2 * MB

#: Pages and services of the login, which have one limit for all senders.
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
#: Services that take files. All others take texts only.
SERVICES_WITH_FILES = frozenset(
    {
        "@alert-imports",
        "@comments",
        "@messages",
        "@non-nominal",
        "@permits",
        "@tus-replace",
        "@tus-upload",
        "@users",
    }
)

#: Type of a piece of a file; a client may send all of it as one.
FILE_PIECE = "application/offset+octet-stream"

#: Key of the WSGI environment that holds the limit, in bytes, that the body exceeds.
TOO_LARGE = "cites.cug.body_limit"

#: Cookie of a browser's session. Behind TLS its name has the prefix ``__Host-``.
SESSION_COOKIE = "cug-session"
_SESSION = re.compile(rf'(?:^|[;,])\s*(?:__Host-)?{SESSION_COOKIE}="?([^\s;,"]+)')


class ICredentialCheck(Interface):
    """Utility that checks the secret of a session or a token before Zope does."""

    def __call__(secret: str) -> bool: ...  # type: ignore[misc,empty-body] # of an interface


class Credentials:
    """The credentials of a request, from its headers Authorization and Cookie."""

    def __init__(self, authorization: str, cookies: str):
        self.scheme, _space, self.value = authorization.strip().partition(" ")
        self.scheme = self.scheme.lower()
        self.cookies = cookies

    @classmethod
    def of(cls, environ: Mapping[str, Any]) -> "Credentials":
        return cls(environ.get("HTTP_AUTHORIZATION", ""), environ.get("HTTP_COOKIE", ""))

    @property
    def secret(self) -> str:
        """The secret of a session or a token; a header counts before a cookie."""
        if self.scheme:
            return self.value.strip() if self.scheme == "bearer" else ""
        found = _SESSION.search(self.cookies)
        return found.group(1) if found else ""

    @property
    def are_claimed(self) -> bool:
        return self.scheme == "basic" or bool(self.secret)

    @property
    def are_known(self) -> bool:
        """Whether the secret is valid. A name with a password passes: Zope checks it."""
        if not self.secret:
            return self.are_claimed
        check = queryUtility(ICredentialCheck)
        return check is not None and check(self.secret)


def max_file_bytes() -> int:
    """Limit of one file, in bytes. A form may hold several files."""
    try:
        return largest_file()
    except ValueError:  # ``cug doctor`` says so; requests must go on
        return USUAL_FILE_BYTES


def max_files_bytes() -> int:
    """Limit of all files of one form together, in bytes, without its other fields."""
    return 2 * max_file_bytes()


def max_form_bytes() -> int:
    """Limit of a form with its files, in bytes."""
    return max_files_bytes() + 2 * MB


def body_limit(path: str, content_type: str, has_login: bool) -> int:
    """How many bytes the body of a request to this address may have."""
    names = [name.removeprefix("@@") for name in path.split("/")]
    if not LOGIN_NAMES.isdisjoint(names):
        return LOGIN_BYTES
    if not has_login:
        return STRANGERS_BYTES
    service = next((name for name in names if name.startswith("@")), "")
    if service and service not in SERVICES_WITH_FILES:
        return TEXTS_BYTES
    kind = content_type.partition(";")[0].strip().lower()
    if service == "@tus-upload":
        return max_file_bytes() if kind == FILE_PIECE else TEXTS_BYTES
    if kind == "multipart/form-data":
        return max_form_bytes()
    return TEXTS_BYTES if kind == "application/x-www-form-urlencoded" else MAX_JSON_BYTES


def limit_of(environ: Mapping[str, Any]) -> int | None:
    """The limit, in bytes, that a request's body exceeds; None if it exceeds none."""
    size = int(environ.get("CONTENT_LENGTH") or "0")
    credentials = Credentials.of(environ)
    path, kind = environ.get("PATH_INFO", ""), environ.get("CONTENT_TYPE", "")
    most = body_limit(path, kind, credentials.are_claimed)
    if STRANGERS_BYTES < size <= most and not credentials.are_known:
        most = STRANGERS_BYTES
    return most if size > most else None
