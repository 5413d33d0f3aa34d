"""Checks before Zope sees a request: verb, host, address, headers, origin."""

import re
from cites.cug import _
from cites.cug.core.settings.deployment import hosts, is_monitor, is_operator
from cites.cug.wsgi.early_answers import PROGRAMS
from http import HTTPStatus
from typing import Any
from urllib.parse import SplitResult, unquote_to_bytes, urlsplit
from zope.i18nmessageid import Message
from ZPublisher.utils import basic_auth_decode


#: The verbs of browsers and of the documented REST interface. Zope would treat others,
#: as those of WebDAV, partly like GET.
VERBS = ("GET", "HEAD", "POST", "PATCH", "DELETE")
CHANGING_VERBS = ("POST", "PATCH", "DELETE")
#: Names of Zope's management screens: one, and the prefix of the others.
MANAGEMENT, SCREEN = "manage", "manage_"
#: Part of an address after which Zope reads the host name to use.
VIRTUAL_HOST = "VirtualHostBase"
#: A host name or an IP address, with at most one port.
HOST = re.compile(
    r"([a-z0-9._-]+|\[[0-9a-f:.]+\])(?::([0-9]{1,5}))?", re.ASCII | re.IGNORECASE
)
LARGEST_PORT = 65535
#: A host that is an address.
ADDRESS = re.compile(r"([0-9.]{7,15}|\[[0-9a-f:.]+\])(?::([0-9]{1,5}))?", re.ASCII)
#: Pages that tell how the process is.
MONITORED = frozenset({"@@ok", "@@ready", "@@metrics"})
#: Values of Sec-Fetch-Site for requests that no other site has caused.
OWN_SITE = ("same-origin", "none")
MAX_PATH = 2000
#: Segments that mean another address (RFC 3986, 5.2.4).
DOTS = frozenset({".", ".."})
BOUNDARY = re.compile(r'boundary="?[^\s;"]')
MAX_HEADER = 8000
MAX_COOKIES = 100


class RequestRefused(Exception):
    """A request that the WSGI filter answers itself, with this status and message."""

    def __init__(self, status: HTTPStatus, message: Message):
        self.status, self.message = status, message


def check_request(environ: dict[str, Any]) -> None:
    """Raise RequestRefused for a request that cannot be meant for the portal."""
    verb = environ["REQUEST_METHOD"]
    if verb not in VERBS:
        raise RequestRefused(
            HTTPStatus.METHOD_NOT_ALLOWED, _("wsgi_request_checks_method_allowed_error")
        )
    _check_path(environ)
    _check_host(environ)
    _check_headers(environ)
    if verb in CHANGING_VERBS:
        _check_origin(environ)
        _check_content_type(environ)


def _check_host(environ: dict[str, Any]) -> None:
    if _is_for_monitors(environ):
        return
    path = environ.get("PATH_INFO", "")
    named = [host for _scheme, host in _virtual_hosts_in(path)]
    if not all(map(_is_served, [environ.get("HTTP_HOST", ""), *named])):
        raise RequestRefused(
            HTTPStatus.MISDIRECTED_REQUEST,
            _("wsgi_request_checks_host_name_served_here_error"),
        )


def _is_for_monitors(environ: dict[str, Any]) -> bool:
    """Whether a monitor asks how this process is, by the process's own address.

    It knows no name of the portal. No browser can be led here by a name of its own.
    """
    path = environ.get("PATH_INFO", "")
    asked = path.rpartition("/")[2] in MONITORED and not _virtual_hosts_in(path)
    by_address = _match(ADDRESS, environ.get("HTTP_HOST", "")) is not None
    return asked and by_address and is_monitor(environ.get("REMOTE_ADDR", ""))


def _virtual_hosts_in(path: str) -> list[tuple[str, str]]:
    """Schemes and hosts in the path, by which a proxy replaces those of the request."""
    names = [name for name in path.split("/") if name]
    if VIRTUAL_HOST not in names:
        return []
    places = zip(names, names[1:], names[2:], strict=False)
    return [(scheme, host) for name, scheme, host in places if name == VIRTUAL_HOST]


def _is_served(host: str) -> bool:
    named = _match(HOST, host)
    return named is not None and named[1].strip("[]").lower() in hosts()


def _match(pattern: re.Pattern[str], host: str) -> re.Match[str] | None:
    """Match a host and its port; None if there is no such port."""
    named = pattern.fullmatch(host)
    return named if named and 0 < int(named[2] or 1) <= LARGEST_PORT else None


def _split(address: str) -> SplitResult | None:
    """Split an address; None if it is malformed."""
    try:
        return urlsplit(address)
    except ValueError:
        return None


def _check_path(environ: dict[str, Any]) -> None:
    try:
        path = environ.get("PATH_INFO", "").encode("latin-1").decode()
    except UnicodeError as error:
        raise RequestRefused(
            HTTPStatus.BAD_REQUEST, _("wsgi_request_checks_address_utf_8_error")
        ) from error
    names = path.split("/")
    # Clients resolve dot segments before they send an address. Zope would resolve those
    # that are sent encoded: a change would reach what lies around the named content.
    is_odd = names.count(PROGRAMS) > 1 or not DOTS.isdisjoint(names)
    if is_odd or len(path) > MAX_PATH or any(ord(letter) < 32 for letter in path):
        raise RequestRefused(
            HTTPStatus.BAD_REQUEST, _("wsgi_request_checks_address_valid_error")
        )
    if "\0" in _text(unquote_to_bytes(environ.get("QUERY_STRING", ""))):
        raise RequestRefused(
            HTTPStatus.BAD_REQUEST, _("wsgi_request_checks_query_valid_error")
        )
    if _is_management(path) and not is_operator(environ.get("REMOTE_ADDR", "")):
        raise RequestRefused(HTTPStatus.NOT_FOUND, _("common_nothing_address_error"))


def _text(data: bytes) -> str:
    """The text; what is no UTF-8 is a zero, which no text holds."""
    try:
        return data.decode()
    except UnicodeError:
        return "\0"


def _is_management(path: str) -> bool:
    names = (name.removeprefix("@@") for name in path.split("/"))
    # Files of members may begin so; they have an ending, as no screen has.
    screens = (name for name in names if "." not in name)
    return any(name == MANAGEMENT or name.startswith(SCREEN) for name in screens)


def _check_headers(environ: dict[str, Any]) -> None:
    """Refuse headers that would make Zope fail.

    Zope reads cookies recursively, and fails at about a thousand. A Basic login that it
    cannot read raises an exception past all error pages.
    """
    headers = [value for name, value in environ.items() if name.startswith("HTTP_")]
    cookies = len(re.split("[;,]", environ.get("HTTP_COOKIE", "")))
    if cookies > MAX_COOKIES or any(len(value) > MAX_HEADER for value in headers):
        text = _("wsgi_request_checks_headers_too_large")
        raise RequestRefused(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, text)
    try:
        basic_auth_decode(environ.get("HTTP_AUTHORIZATION", ""))
    except ValueError as error:
        text = _("wsgi_request_checks_login_read")
        raise RequestRefused(HTTPStatus.BAD_REQUEST, text) from error
    length = environ.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdecimal()):
        raise RequestRefused(
            HTTPStatus.BAD_REQUEST, _("wsgi_request_checks_length_number_error")
        )


def _check_origin(environ: dict[str, Any]) -> None:
    """Refuse a change that a page of another site asks for, whatever the cookies.

    Other hosts below the same domain are other sites too.
    """
    if is_from_other_site(environ):
        raise RequestRefused(
            HTTPStatus.FORBIDDEN,
            _("wsgi_request_checks_changes_other_sites_refused_error"),
        )


def is_from_other_site(environ: dict[str, Any]) -> bool:
    """Whether a page of another site caused the request."""
    origin = environ.get("HTTP_ORIGIN")
    foreign = origin is not None and not _is_own(origin, environ)
    return foreign or environ.get("HTTP_SEC_FETCH_SITE", "none") not in OWN_SITE


def _is_own(origin: str, environ: dict[str, Any]) -> bool:
    """Whether an origin has the scheme and the host by which the portal is visited."""
    address = _split(origin)
    named = _virtual_hosts_in(environ.get("PATH_INFO", ""))
    schemes = {scheme for scheme, _host in named} or {environ["wsgi.url_scheme"]}
    return (
        address is not None
        and address.netloc == environ["HTTP_HOST"]
        and {address.scheme} == schemes
    )


def _check_content_type(environ: dict[str, Any]) -> None:
    """Refuse text/xml: Zope takes it for XML-RPC, which calls methods of content."""
    kind = environ.get("CONTENT_TYPE", "").lower()
    if "text/xml" in kind:
        text = _("wsgi_request_checks_xml_read_application_xml")
        raise RequestRefused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, text)
    if kind.startswith("multipart/form-data") and not BOUNDARY.search(kind):
        raise RequestRefused(
            HTTPStatus.BAD_REQUEST, _("wsgi_request_checks_form_valid_error")
        )
