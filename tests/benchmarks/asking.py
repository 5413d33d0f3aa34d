"""Single requests, outside of what is timed."""

import exercise
import json
from base64 import b64encode
from cases import JSON
from cases import SITE
from http.client import HTTPConnection
from typing import Any


DEPTH = "plone.navigation_depth"
#: What a fresh site of the classic distribution has.
DEPTH_AS_INSTALLED = 3


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


def set_navigation(port: int, depth: int | None) -> None:
    """How many levels stock Plone's menu shows; None: as it was installed."""
    manager = b64encode(f"{exercise.MANAGER}:{exercise.PASSWORD}".encode()).decode()
    data = {DEPTH: DEPTH_AS_INSTALLED if depth is None else depth}
    path, basic = f"{SITE}/@registry", f"Basic {manager}"
    status, text = ask(port, path, JSON, basic, "PATCH", data)
    if status != 204:
        raise RuntimeError(f"the registry answered {status}: {text[:500]}")
