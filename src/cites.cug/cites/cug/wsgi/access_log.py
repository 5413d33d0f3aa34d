"""The access log, without search words and without secret keys.

Query strings hold permit numbers, names and search words; the audit trail records what
has to be known of them. Links for a new password hold a key, with which a reader of the
log could log in.
"""

import re
from cites.cug.core.metrics.figures import KEY, NOTHING
from cites.cug.wsgi.json_log import FIELDS
from collections.abc import Callable
from copy import copy
from logging import LoggerAdapter
from paste.translogger import TransLogger
from typing import Any


#: A key in the path, as in the links that stock Plone mails.
KEY_IN_PATH = re.compile(r"(/(?:@@|%40%40)?passwordreset/).*")


class AccessLog(TransLogger):
    """Cuts the query from the logged address and from that of the referring page.

    Logs in JSON get no address at all, but the part of the portal that answered.
    """

    def write_log(
        self,
        environ: dict[str, Any],
        method: str,
        req_uri: str,
        start: Any,
        status: str,
        size: str | None,
    ) -> None:
        before = environ.get("HTTP_REFERER", "-")
        kept = {**environ, "HTTP_REFERER": _path(before)}
        measured = environ.get(KEY)
        fields = {
            "address": environ.get("REMOTE_ADDR", ""),
            "method": method,
            "kind": measured.kind if measured else NOTHING,
            "status": int(status.partition(" ")[0]),
            "bytes": int(size) if size else None,
            "seconds": round(measured.seconds, 4) if measured else None,
        }
        with_fields = copy(self)
        with_fields.logger = LoggerAdapter(self.logger, {FIELDS: fields})
        TransLogger.write_log(
            with_fields, kept, method, _path(req_uri), start, status, size
        )


def filter_app(app: Callable, _global_conf: Any = None, **_local_conf: Any) -> AccessLog:
    """Entry point of the WSGI pipeline, which sends the log to its file."""
    return AccessLog(app, setup_console_handler=False)


def _path(address: str) -> str:
    return KEY_IN_PATH.sub(r"\1…", address.partition("?")[0])
