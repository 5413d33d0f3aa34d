"""The door: what every request must be like, and what every answer carries.

A WSGI filter in front of Zope, so that it holds for pages, services, files and errors
alike, also where a reverse proxy forgets it. Who may see what is decided behind it.
"""

import re
from cites.cug.settings.deployment import hosts
from cites.cug.settings.deployment import is_operator
from collections.abc import Callable
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit


Headers = list[tuple[str, str]]

#: What browsers and the documented interface use. Anything else, WebDAV's verbs
#: included, Zope would partly treat as GET.
VERBS = ("GET", "HEAD", "POST", "PATCH", "DELETE")
CHANGING_VERBS = ("POST", "PATCH", "DELETE")
#: First letters of the names of Zope's management screens.
MANAGEMENT = "manage"
MAX_PATH = 2000
BOUNDARY = re.compile(r'boundary="?[^\s;"]')

#: Plone's editor writes style attributes; scripts come from our own files only.
CONTENT_POLICY = "; ".join(
    (
        "default-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
ANSWER_HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
#: For one year, once TLS is there: browsers then refuse to come without it.
TRANSPORT_SECURITY = ("Strict-Transport-Security", "max-age=31536000")
PRIVATE = ("Cache-Control", "private, no-store")
#: Files of the software itself may be kept by browsers; all else is for one reader.
STATIC_NAMESPACES = ("/++resource++", "/++plone++", "/++theme++", "/++webresource++")
BANNERS = frozenset({"x-powered-by", "server"})


class Refused(Exception):
    """A request that does not come in."""

    def __init__(self, status: HTTPStatus, message: str):
        super().__init__(status, message)
        self.status, self.message = status, message


def filter_app(app: Callable, _global_conf: Any = None, **_local_conf: Any) -> Callable:
    """Entry point for the WSGI pipeline: the application behind the door."""

    def door(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        def start(status: str, headers: Headers, exc_info: Any = None) -> Callable:
            return start_response(status, _answer_headers(environ, headers), exc_info)

        try:
            _check(environ)
        except Refused as refusal:
            return _refuse(refusal, start)
        answer = app(environ, start)
        return _unsent(answer) if environ["REQUEST_METHOD"] == "HEAD" else answer

    return door


def _unsent(answer: Iterable[bytes]) -> list[bytes]:
    """Zope answers HEAD with a body too, which would spoil the connection."""
    close = getattr(answer, "close", None)
    if close is not None:
        close()
    return []


def _check(environ: dict[str, Any]) -> None:
    verb = environ["REQUEST_METHOD"]
    if verb not in VERBS:
        raise Refused(HTTPStatus.METHOD_NOT_ALLOWED, "This method is not allowed.")
    _check_host(environ)
    _check_path(environ)
    if verb in CHANGING_VERBS:
        _check_origin(environ)
        _check_content_type(environ)


def _check_host(environ: dict[str, Any]) -> None:
    host = environ.get("HTTP_HOST", "")
    if "@" in host or urlsplit(f"//{host}").hostname not in hosts():
        raise Refused(HTTPStatus.MISDIRECTED_REQUEST, "This host is not served here.")


def _check_path(environ: dict[str, Any]) -> None:
    try:
        path = environ.get("PATH_INFO", "").encode("latin-1").decode()
    except UnicodeError as error:
        raise Refused(HTTPStatus.BAD_REQUEST, "The address is not UTF-8.") from error
    query = environ.get("QUERY_STRING", "")
    if len(path) > MAX_PATH or any(ord(letter) < 32 for letter in path):
        raise Refused(HTTPStatus.BAD_REQUEST, "The address is malformed.")
    if "%00" in query:
        raise Refused(HTTPStatus.BAD_REQUEST, "The query is malformed.")
    if _is_management(path) and not is_operator(environ.get("REMOTE_ADDR", "")):
        raise Refused(HTTPStatus.NOT_FOUND, "There is nothing at this address.")


def _is_management(path: str) -> bool:
    return any(name.removeprefix("@@").startswith(MANAGEMENT) for name in path.split("/"))


def _check_origin(environ: dict[str, Any]) -> None:
    """A change asked for by a page of another site is refused, whatever the cookies."""
    origin = environ.get("HTTP_ORIGIN")
    foreign = origin is not None and urlsplit(origin).netloc != environ["HTTP_HOST"]
    if foreign or environ.get("HTTP_SEC_FETCH_SITE") == "cross-site":
        raise Refused(HTTPStatus.FORBIDDEN, "Changes from other sites are refused.")


def _check_content_type(environ: dict[str, Any]) -> None:
    """Zope would take one for XML-RPC, which calls methods of content by name."""
    kind = environ.get("CONTENT_TYPE", "").lower()
    if "text/xml" in kind:
        text = "XML is read as application/xml."
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, text)
    if kind.startswith("multipart/form-data") and not BOUNDARY.search(kind):
        raise Refused(HTTPStatus.BAD_REQUEST, "The form is malformed.")


def _answer_headers(environ: dict[str, Any], headers: Headers) -> Headers:
    kept = [
        (name, _cookie(value, environ) if name.lower() == "set-cookie" else value)
        for name, value in headers
        if name.lower() not in BANNERS and name not in ANSWER_HEADERS
    ]
    if not any(name in environ.get("PATH_INFO", "") for name in STATIC_NAMESPACES):
        kept = [item for item in kept if item[0].lower() != "cache-control"]
        kept.append(PRIVATE)
    if environ["wsgi.url_scheme"] == "https":
        kept.append(TRANSPORT_SECURITY)
    return [*kept, *ANSWER_HEADERS.items()]


def _cookie(cookie: str, environ: dict[str, Any]) -> str:
    """The cookie with the marks that keep it from scripts and from other sites."""
    present = {part.strip().partition("=")[0].lower() for part in cookie.split(";")[1:]}
    wanted = {"httponly": "HttpOnly", "samesite": "SameSite=Lax"}
    if environ["wsgi.url_scheme"] == "https":
        wanted["secure"] = "Secure"
    return "; ".join(
        [cookie, *(mark for key, mark in wanted.items() if key not in present)]
    )


def _refuse(refusal: Refused, start: Callable) -> list[bytes]:
    body = refusal.message.encode()
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(body))),
    ]
    if refusal.status is HTTPStatus.METHOD_NOT_ALLOWED:
        headers.append(("Allow", ", ".join(VERBS)))
    start(f"{refusal.status.value} {refusal.status.phrase}", headers)
    return [body]
