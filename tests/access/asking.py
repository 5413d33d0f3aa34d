"""Requests to the portal inside the process: the door, the gate and all behind them."""

import base64
from cites.cug.demo.testing import PASSWORD
from cites.cug.wsgi.static_files import STATIC_NAMESPACES
from cites.cug.wsgi.wsgi_filter import (
    ANSWER_HEADERS,
    BANNERS,
    CONTENT_POLICY,
    filter_app,
    PLONE_CONTENT_POLICY,
    POLICY_HEADER,
    PRIVATE,
)
from collections.abc import Mapping
from io import BytesIO
from plone.app.testing import SITE_OWNER_NAME, SITE_OWNER_PASSWORD
from typing import NamedTuple
from urllib.parse import unquote_to_bytes
from ZPublisher.httpexceptions import HTTPExceptionHandler
from ZPublisher.WSGIPublisher import publish_module


HOST = "localhost"
#: As behind a proxy that speaks TLS.
SCHEME = "https"
#: Where nobody may open Zope's own screens.
ELSEWHERE = "203.0.113.9"
HTML, JSON = "text/html", "application/json"
#: As a deployment stacks them; see profiles/base.cfg.
APPLICATION = filter_app(HTTPExceptionHandler(publish_module))


class Reply(NamedTuple):
    """What came back, as it was sent."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.lower() == name.lower()]

    def first(self, name: str) -> str:
        return next(iter(self.all(name)), "")

    def lacks(self, path: str) -> list[str]:
        """Names of headers that are not as every answer must carry them."""
        must = dict(ANSWER_HEADERS)
        if (
            b'class="plone-page"' in self.body
            and self.first(POLICY_HEADER) != CONTENT_POLICY
        ):
            # Only site managers have such pages; tests/web/layout/test_page.py.
            must[POLICY_HEADER] = PLONE_CONTENT_POLICY
        if self.status != 200 or not any(name in path for name in STATIC_NAMESPACES):
            must[PRIVATE[0]] = PRIVATE[1]
        wrong = [name for name, value in must.items() if self.all(name) != [value]]
        wrong += [name for name in BANNERS if self.all(name)]
        for cookie in self.all("Set-Cookie"):
            marks = {mark.strip().partition("=")[0].lower() for mark in cookie.split(";")}
            if not marks >= {"httponly", "samesite", "secure"}:
                wrong.append(cookie)
        return wrong


def ask(
    method: str,
    path: str,
    account: str | None = None,
    accept: str | None = HTML,
    body: bytes = b"",
    more: Mapping[str, str] | None = None,
) -> Reply:
    """Send one request; ``more`` goes into the environment as it is."""
    address, _mark, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(address).decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": HOST,
        "SERVER_PORT": "443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": HOST,
        "REMOTE_ADDR": ELSEWHERE,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.url_scheme": SCHEME,
        "wsgi.version": (1, 0),
        "wsgi.input": BytesIO(body),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    if accept is not None:
        environ["HTTP_ACCEPT"] = accept
    if account is not None:
        environ["HTTP_AUTHORIZATION"] = _basic(account)
    return _send(environ | (more or {}))


def _basic(account: str) -> str:
    secret = SITE_OWNER_PASSWORD if account == SITE_OWNER_NAME else PASSWORD
    return "Basic " + base64.b64encode(f"{account}:{secret}".encode()).decode()


def _send(environ: dict) -> Reply:
    sent = []

    def start_response(status, headers, exc_info=None):
        sent[:] = [int(status.split()[0]), tuple(headers)]

    try:
        parts = APPLICATION(environ, start_response)
    except Exception as error:
        # A server would answer for it.
        return Reply(500, (), repr(error).encode())
    try:
        body = b"".join(parts)
    finally:
        getattr(parts, "close", lambda: None)()
    return Reply(*sent, body)
