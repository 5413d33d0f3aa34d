"""The door: what every request must be like, and what every answer carries.

A WSGI filter in front of Zope, so that it holds for pages, services, files and errors
alike, also where a reverse proxy forgets it. Who may see what is decided behind it, and
``arrival.py`` says what does not come in.
"""

from cites.cug.access.body_limits import limit_of, TOO_LARGE
from cites.cug.access.request_checks import check_request, PROGRAMS, RequestRefused, VERBS
from cites.cug.access.web_server import serve_with_limits
from collections.abc import Callable, Iterable
from http import HTTPStatus
from io import BytesIO
from typing import Any
from waitress.adjustments import Adjustments


#: Says, to what lies behind the door, that a request came by it.
MARK = "cites.cug.door"

Headers = list[tuple[str, str]]

PROGRAM_VERBS = ("PATCH", "DELETE")

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


def filter_app(app: Callable, _global_conf: Any = None, **_local_conf: Any) -> Callable:
    """Entry point for the WSGI pipeline: the application behind the door."""
    serve_with_limits()
    # The web server would add its name after the door, and to what it refuses itself.
    Adjustments.ident = ""

    def door(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        def start(status: str, headers: Headers, exc_info: Any = None) -> Callable:
            kept = _may_be_kept(environ, status)
            return start_response(
                status, _answer_headers(environ, headers, kept), exc_info
            )

        try:
            check_request(environ)
        except RequestRefused as refusal:
            return _refuse(refusal, start)
        answer = app(_without_large_body(_plain(environ)), start)
        return _unsent(answer) if environ["REQUEST_METHOD"] == "HEAD" else answer

    return door


def _plain(environ: dict[str, Any]) -> dict[str, Any]:
    """The request, worded so that Zope takes no way of its own with it.

    What it does for HEAD, and as WebDAV, asks fewer questions about who may see what; and
    where programs come in must not show in an answer's form.
    """
    verb = environ["REQUEST_METHOD"]
    said = {}
    if verb == "HEAD":
        said["REQUEST_METHOD"] = "GET"
    if verb in PROGRAM_VERBS or PROGRAMS in environ.get("PATH_INFO", "").split("/"):
        said["HTTP_ACCEPT"] = "application/json"
    return {**environ, **said, MARK: True}


def came_by_door(environ: dict[str, Any]) -> bool:
    return MARK in environ


def _without_large_body(environ: dict[str, Any]) -> dict[str, Any]:
    """The request; of one whose body is too large, the address alone.

    The portal refuses it where it is reached, in its own words and the reader's language.
    Nothing parses the body before, and what only asks changes nothing on the way.
    """
    most = limit_of(environ)
    if most is None:
        return environ
    asked = {"REQUEST_METHOD": "GET", "CONTENT_LENGTH": "0", "CONTENT_TYPE": ""}
    return {**environ, **asked, "wsgi.input": BytesIO(), TOO_LARGE: most}


def _unsent(answer: Iterable[bytes]) -> list[bytes]:
    """The answer to HEAD is that to GET, without its body."""
    close = getattr(answer, "close", None)
    if close is not None:
        close()
    return []


def _may_be_kept(environ: dict[str, Any], status: str) -> bool:
    path = environ.get("PATH_INFO", "")
    # A step back would lead from the software to what is for one reader.
    is_static = any(name in path for name in STATIC_NAMESPACES) and "/.." not in path
    return is_static and status[:3] in ("200", "304")


def _answer_headers(environ: dict[str, Any], headers: Headers, may_keep: bool) -> Headers:
    kept = [
        (name, _cookie(value, environ) if name.lower() == "set-cookie" else value)
        for name, value in headers
        if name.lower() not in BANNERS and name not in ANSWER_HEADERS
    ]
    if not may_keep:
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


def _refuse(refusal: RequestRefused, start: Callable) -> list[bytes]:
    body = refusal.message.encode()
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(body))),
    ]
    if refusal.status is HTTPStatus.METHOD_NOT_ALLOWED:
        headers.append(("Allow", ", ".join(VERBS)))
    start(f"{refusal.status.value} {refusal.status.phrase}", headers)
    return [body]
