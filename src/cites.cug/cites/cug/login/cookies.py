"""The cookies: of a session, of a device, and of a login between its two steps.

Behind TLS their names begin with ``__Host-``, so that no other host of the domain and
nobody without TLS can set them. Scripts never see them.
"""

from cites.cug.wsgi.body_limits import SESSION_COOKIE
from typing import Any


SESSION = SESSION_COOKIE
DEVICE = "cug-device"
STEP = "cug-step"
DEVICE_LIFE = 400 * 24 * 60 * 60


def _is_tls(request: Any) -> bool:
    return request["SERVER_URL"].startswith("https:")


def _full_name(request: Any, name: str) -> str:
    return f"__Host-{name}" if _is_tls(request) else name


def cookie(request: Any, name: str) -> str | None:
    """The value of a cookie; a form field of that name does not count."""
    return request.cookies.get(_full_name(request, name)) or None


def set_cookie(request: Any, name: str, value: str, **options: Any) -> None:
    request.response.setCookie(
        _full_name(request, name),
        value,
        path="/",
        secure=_is_tls(request),
        http_only=True,
        same_site="Lax",
        **options,
    )


def drop_cookie(request: Any, name: str) -> None:
    full_name = _full_name(request, name)
    if full_name in request.cookies:
        request.response.expireCookie(
            full_name,
            path="/",
            secure=_is_tls(request),
            http_only=True,
            same_site="Lax",
        )
