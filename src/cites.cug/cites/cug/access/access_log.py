"""The access log, without the words that visitors look for and without keys.

Addresses carry numbers of permits, names and what is searched; what has to be known of
them stands in the audit trail. Nor must whoever reads the log find a way in there, as a
link for a new password would be.
"""

import re
from collections.abc import Callable
from paste.translogger import TransLogger
from typing import Any


#: A key that stands in the path, as in links that were mailed by earlier versions.
KEY_IN_PATH = re.compile(r"(/(?:@@|%40%40)?passwordreset/).*")


class AccessLog(TransLogger):
    """Writes addresses up to their question mark, that of the page before too."""

    def write_log(
        self, environ: dict[str, Any], method: str, req_uri: str, *rest: Any
    ) -> None:
        before = environ.get("HTTP_REFERER", "-")
        kept = {**environ, "HTTP_REFERER": _path(before)}
        super().write_log(kept, method, _path(req_uri), *rest)


def filter_app(app: Callable, _global_conf: Any = None, **_local_conf: Any) -> AccessLog:
    """Entry point for the WSGI pipeline, which sends the log to its file."""
    return AccessLog(app, setup_console_handler=False)


def _path(address: str) -> str:
    return KEY_IN_PATH.sub(r"\1…", address.partition("?")[0])
