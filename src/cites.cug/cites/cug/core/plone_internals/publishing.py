"""Requests and responses."""

from typing import Any


def authorization_header(request: Any) -> str:
    """The header ``Authorization``, which Zope removes from the environment."""
    return request._auth or ""


def send_to_login(response: Any) -> None:
    """Answer by the user folder's way to log in, usually a redirect."""
    response._unauthorized()


def keep_from_login(response: Any) -> None:
    """Keep user folders from replacing the answer by a redirect to the login page."""
    response._has_challenged = True


def service_verb(request: Any) -> str | None:
    """What names of services begin with for the request's verb; None for a page."""
    return getattr(request, "_rest_service_id", None)


def service_name(request: Any, view: Any) -> str:
    """The name of a REST service, as ``@search``.

    Without the method, and without the rest of the address.
    """
    verb = service_verb(request) or ""
    return getattr(view, "__name__", "").removeprefix(verb).partition("/")[0]
