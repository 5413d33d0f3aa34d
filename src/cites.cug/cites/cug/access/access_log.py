"""The access log, without search words and without secret keys.

Query strings hold permit numbers, names and search words; the audit trail records what
has to be known of them. Links for a new password hold a key, with which a reader of the
log could log in.
"""

import re
from collections.abc import Callable
from paste.translogger import TransLogger
from typing import Any


#: The address of a key in the path, as in links that earlier versions mailed.
KEY_IN_PATH = re.compile(r"(/(?:@@|%40%40)?passwordreset/).*")


class AccessLog(TransLogger):
    """Cuts the query from the logged address and from that of the referring page."""

    def write_log(
        self, environ: dict[str, Any], method: str, req_uri: str, *rest: Any
    ) -> None:
        before = environ.get("HTTP_REFERER", "-")
        kept = {**environ, "HTTP_REFERER": _path(before)}
        super().write_log(kept, method, _path(req_uri), *rest)


def filter_app(app: Callable, _global_conf: Any = None, **_local_conf: Any) -> AccessLog:
    """Entry point of the WSGI pipeline, which sends the log to its file."""
    return AccessLog(app, setup_console_handler=False)


def _path(address: str) -> str:
    return KEY_IN_PATH.sub(r"\1…", address.partition("?")[0])
