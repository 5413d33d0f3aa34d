"""The WSGI filter before Zope: checks every request and completes every answer.

It holds for pages, services, files and errors alike, also where a reverse proxy does not
check. Zope decides behind it who may see what. ``request_checks.py`` says what the filter
refuses.
"""

import logging
import sys
from cites.cug.core.metrics.figures import MeasuredRequest
from cites.cug.wsgi.body_limits import limit_of, TOO_LARGE
from cites.cug.wsgi.early_answers import (
    ACCEPTED,
    accepted_header,
    early_answer,
    FAILED,
    is_of_program,
    JSON,
    Trouble,
    wants_problem,
    without_problem,
)
from cites.cug.wsgi.graceful_stop import STOPPING
from cites.cug.wsgi.request_checks import check_request, RequestRefused, VERBS
from cites.cug.wsgi.request_id import HEADER, request_id, serve_as
from cites.cug.wsgi.static_files import (
    FOR_EVER,
    has_versioned_name,
    is_static,
    send_file,
)
from cites.cug.wsgi.store_troubles import unanswered_trouble
from cites.cug.wsgi.web_server import CAME_LATE, serve_with_limits, WAITED
from cites.cug.wsgi.writers import in_turn
from collections.abc import Callable, Iterable
from http import HTTPStatus
from io import BytesIO
from typing import Any
from waitress.adjustments import Adjustments


logger = logging.getLogger(__name__)

#: Key of the WSGI environment that marks requests which came through the filter.
MARK = "cites.cug.door"

Headers = list[tuple[str, str]]

#: Scripts and styles come only from the portal's own files.
CONTENT_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
#: Plone's pages for site managers ask for it: its editor writes style attributes.
PLONE_CONTENT_POLICY = f"{CONTENT_POLICY}; style-src 'self' 'unsafe-inline'"
POLICY_HEADER = "Content-Security-Policy"
ANSWER_HEADERS = {
    POLICY_HEADER: CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
#: Sent over TLS: browsers then use nothing but TLS for one year, in seconds.
TRANSPORT_SECURITY = ("Strict-Transport-Security", "max-age=31536000")
PRIVATE = ("Cache-Control", "private, no-store")
BANNERS = frozenset({"x-powered-by", "server"})


def filter_app(app: Callable, _global_conf: Any = None, **_local_conf: Any) -> Callable:
    """Entry point of the WSGI pipeline: the application behind the filter."""
    serve_with_limits()
    # Otherwise the web server adds its name behind the filter, and to its own errors.
    Adjustments.ident = ""

    def door(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        serve_as(request_id(environ))
        measured = MeasuredRequest(environ, environ.get(WAITED, 0.0))
        status = HTTPStatus.INTERNAL_SERVER_ERROR.value

        def start(line: str, headers: Headers, exc_info: Any = None) -> Callable:
            nonlocal status
            status = int(line.partition(" ")[0])
            kept = _may_be_kept(environ, line)
            return start_response(line, _answer_headers(environ, headers, kept), exc_info)

        try:
            return _answer(app, environ, start)
        finally:
            measured.end(status)

    return door


def _answer(app: Callable, environ: dict[str, Any], start: Callable) -> Iterable[bytes]:
    """Let the application answer, unless the request or the process is in no state."""
    try:
        check_request(environ)
    except RequestRefused as refusal:
        return _refuse(environ, refusal, start)
    if environ.get(CAME_LATE):
        return _send_away(environ, STOPPING, start)
    asked = _without_large_body(_plain(environ))
    try:
        if is_static(environ):
            answer = send_file(app, asked, start)
        else:
            with in_turn(asked, asked.get(WAITED, 0.0)):
                answer = app(asked, start)
    except Exception as error:
        trouble = unanswered_trouble(error)
        if trouble is None:
            logger.exception("Zope has answered with no page")
            failed = HTTPStatus.INTERNAL_SERVER_ERROR
            return _answer_early(environ, failed, FAILED, [], start)
        logger.warning("%s: %s", trouble.kind, type(error).__name__)
        return _send_away(environ, trouble, start)
    return _unsent(answer) if environ["REQUEST_METHOD"] == "HEAD" else answer


def _plain(environ: dict[str, Any]) -> dict[str, Any]:
    """Change the request so that Zope treats it like others of its kind.

    For HEAD and for WebDAV, Zope checks fewer permissions. Programs get errors as JSON.
    """
    verb = environ["REQUEST_METHOD"]
    said = {}
    if verb == "HEAD":
        said["REQUEST_METHOD"] = "GET"
    if wants_problem(environ):
        said["HTTP_ACCEPT"] = without_problem(environ)
    if is_of_program(environ):
        said["HTTP_ACCEPT"] = JSON
    accepted = {ACCEPTED: accepted_header(environ)}
    return {**environ, **accepted, **said, MARK: True}


def came_by_door(environ: dict[str, Any]) -> bool:
    return environ.get(MARK, False)


def _without_large_body(environ: dict[str, Any]) -> dict[str, Any]:
    """Replace a request with too large a body by a GET of the same address.

    The portal then refuses it in the reader's language. Nothing parses the body before,
    and a GET changes nothing on the way.
    """
    most = limit_of(environ)
    if most is None:
        return environ
    asked = {"REQUEST_METHOD": "GET", "CONTENT_LENGTH": "0", "CONTENT_TYPE": ""}
    return {**environ, **asked, "wsgi.input": BytesIO(), TOO_LARGE: most}


def _unsent(answer: Iterable[bytes]) -> list[bytes]:
    """Drop the body: the answer to HEAD is that to GET without it."""
    close = getattr(answer, "close", None)
    if close is not None:
        close()
    return []


def _may_be_kept(environ: dict[str, Any], status: str) -> bool:
    """Browsers may cache files of the software. All other answers are for one reader."""
    return is_static(environ) and status[:3] in ("200", "304")


def _answer_headers(environ: dict[str, Any], headers: Headers, may_keep: bool) -> Headers:
    kept = [
        (name, _cookie(value, environ) if name.lower() == "set-cookie" else value)
        for name, value in headers
        if name.lower() not in BANNERS and name not in ANSWER_HEADERS
    ]
    for_ever = may_keep and has_versioned_name(environ)
    if for_ever or not may_keep:
        kept = [item for item in kept if item[0].lower() != "cache-control"]
        kept.append(("Cache-Control", FOR_EVER) if for_ever else PRIVATE)
    if environ["wsgi.url_scheme"] == "https":
        kept.append(TRANSPORT_SECURITY)
    kept.append((HEADER, request_id(environ)))
    is_plones = (POLICY_HEADER, PLONE_CONTENT_POLICY) in headers
    policy = PLONE_CONTENT_POLICY if is_plones else CONTENT_POLICY
    return [*kept, *{**ANSWER_HEADERS, POLICY_HEADER: policy}.items()]


def _cookie(cookie: str, environ: dict[str, Any]) -> str:
    """Add the attributes that keep a cookie from scripts and from other sites."""
    present = {part.strip().partition("=")[0].lower() for part in cookie.split(";")[1:]}
    wanted = {"httponly": "HttpOnly", "samesite": "SameSite=Lax"}
    if environ["wsgi.url_scheme"] == "https":
        wanted["secure"] = "Secure"
    return "; ".join(
        [cookie, *(mark for key, mark in wanted.items() if key not in present)]
    )


def _send_away(environ: dict[str, Any], trouble: Trouble, start: Callable) -> list[bytes]:
    retry = ("Retry-After", str(trouble.retry_after))
    return _answer_early(environ, trouble.status, trouble.message, [retry], start)


def _refuse(
    environ: dict[str, Any], refusal: RequestRefused, start: Callable
) -> list[bytes]:
    more = []
    if refusal.status is HTTPStatus.METHOD_NOT_ALLOWED:
        more.append(("Allow", ", ".join(VERBS)))
    return _answer_early(environ, refusal.status, refusal.message, more, start)


def _answer_early(
    environ: dict[str, Any],
    status: HTTPStatus,
    message: Any,
    more: Headers,
    start: Callable,
) -> list[bytes]:
    kind, text = early_answer(environ, status, message)
    body = text.encode()
    headers = [("Content-Type", kind), ("Content-Length", str(len(body))), *more]
    # The application may have begun an answer before it failed.
    failure = sys.exc_info() if sys.exception() else None
    start(f"{status.value} {status.phrase}", headers, failure)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
