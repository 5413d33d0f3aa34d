"""Requests and responses."""

from typing import Any


def authorization_header(request: Any) -> str:
    """The header ``Authorization``, which Zope takes out of the environment."""
    return request._auth or ""


def send_to_login(response: Any) -> None:
    """Answer as user folders do those who are to log in: a redirect, as a rule."""
    response._unauthorized()


def keep_from_login(response: Any) -> None:
    """Have no user folder overwrite the answer with its redirect to the login page."""
    response._has_challenged = True


def service_name(request: Any, view: Any) -> str:
    """The name of a REST service as ``@search``: without the method, and without what
    may stand behind it in the address.
    """
    verb = getattr(request, "_rest_service_id", "")
    return getattr(view, "__name__", "").removeprefix(verb).partition("/")[0]
