"""Single requests, outside of what is timed."""

import exercise
import json
from base64 import b64encode
from cases import JSON, SITE
from http.client import HTTPConnection
from typing import Any


#: What a fresh site of the classic distribution has: the whole of a large folder appears
#: in the menu and beside each page.
AS_INSTALLED = {
    "plone.navigation_depth": 3,
    "plone.displayed_types": [
        *("Link", "News Item", "Folder", "Document", "Event", "Collection")
    ],
}
#: What a site with a large folder sets: a menu of one level, and no pages in it.
CAREFUL = {
    "plone.navigation_depth": 1,
    "plone.displayed_types": ["Link", "News Item", "Folder", "Event", "Collection"],
}


def ask(
    port: int,
    path: str,
    accept: str = JSON,
    authorization: str = "",
    method: str = "GET",
    data: Any = None,
) -> tuple[int, str]:
    """Status and body."""
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    headers = {"Accept": accept}
    if authorization:
        headers["Authorization"] = authorization
    body = None
    if data is not None:
        headers["Content-Type"] = JSON
        body = json.dumps(data).encode()
    connection.request(method, path, body=body, headers=headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


def log_in(port: int) -> str:
    """The reader's token."""
    data = {"login": exercise.READER, "password": exercise.PASSWORD}
    status, text = ask(port, f"{SITE}/@login", method="POST", data=data)
    if status != 200:
        raise RuntimeError(f"log-in answered {status}: {text[:500]}")
    return json.loads(text)["token"]


def basic(name: str) -> str:
    """The header of one who logs in with each request."""
    return f"Basic {b64encode(f'{name}:{exercise.PASSWORD}'.encode()).decode()}"


def set_navigation(port: int, settings: dict[str, Any]) -> None:
    """What stock Plone's menu and navigation portlet show."""
    path, manager = f"{SITE}/@registry", basic(exercise.MANAGER)
    status, text = ask(port, path, JSON, manager, "PATCH", settings)
    if status != 204:
        raise RuntimeError(f"the registry answered {status}: {text[:500]}")
