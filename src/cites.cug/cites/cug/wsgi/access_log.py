"""The access log, without search words and without secret keys.

Query strings hold permit numbers, names and search words; the audit trail records what
has to be known of them. Links for a new password hold a key, with which a reader of the
log could log in.
"""

import json
import logging
import re
import traceback
from cites.cug.core.metrics.figures import KEY, NOTHING
from cites.cug.wsgi.request_id import current_request_id
from collections.abc import Callable
from copy import copy
from datetime import datetime, UTC
from logging import LoggerAdapter
from logging.handlers import WatchedFileHandler
from paste.translogger import TransLogger
from typing import Any


#: A key in the path, as in the links that stock Plone mails.
KEY_IN_PATH = re.compile(r"(/(?:@@|%40%40)?passwordreset/).*")


#: Attribute of a record that holds values which stand in the line beside the others.
FIELDS = "fields"
QUERY = re.compile(r"\?[^\s\"']*")
#: What follows a page or service in an address: ids of messages, secrets of links.
BELOW_NAME = re.compile(r"(/(?:@|%40)[^/\s\"']*)/[^\s\"']*")
MOST_LETTERS = 300


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname,
            "logger": record.name,
            "request": current_request_id(),
        }
        fields = getattr(record, FIELDS, None)
        line |= {"message": shortened(record.getMessage())} if fields is None else fields
        if record.exc_info and record.exc_info[1] is not None:
            line |= _error(record.exc_info[1])
        return json.dumps(line)


def shortened(message: str) -> str:
    """The first line of a message, without what addresses in it tell."""
    first = message.partition("\n")[0]
    return BELOW_NAME.sub(r"\1/…", QUERY.sub("", first))[:MOST_LETTERS]


def _error(error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)
    where = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return {"error": type(error).__name__, "where": where}


class JsonLogHandler(WatchedFileHandler):
    """Writes JSON, whichever formatter the configuration names: its recipe has one."""

    def setFormatter(self, _formatter: logging.Formatter | None) -> None:
        super().setFormatter(JsonFormatter())


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
