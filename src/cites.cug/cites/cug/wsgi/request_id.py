"""The id of a request: in the log, in the answer's headers, on pages of failures."""

import re
from contextvars import ContextVar
from typing import Any
from uuid import uuid4


#: The header by which nginx passes the id on, and which every answer has.
HEADER = "X-Request-ID"
SENT = "HTTP_X_REQUEST_ID"
#: Key of the WSGI environment.
KEY = "cites.cug.request-id"
#: What nginx's ``$request_id`` looks like. Anything else could forge lines of a log.
SHAPE = re.compile(r"[0-9a-f]{32}")

#: The id of the request that this thread serves; empty in threads of the clock.
_current: ContextVar[str] = ContextVar("request_id", default="")


def request_id(environ: dict[str, Any]) -> str:
    """The id that the proxy gave to the request, or a new one."""
    if KEY not in environ:
        sent = environ.get(SENT, "")
        environ[KEY] = sent if SHAPE.fullmatch(sent) else uuid4().hex
    return environ[KEY]


def serve_as(number: str) -> None:
    """Note which request this thread serves from now on."""
    _current.set(number)


def current_request_id() -> str:
    return _current.get()
