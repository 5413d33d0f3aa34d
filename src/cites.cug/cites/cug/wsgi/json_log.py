"""Logs whose lines are JSON, each with the id of its request.

They hold no content: of an exception its class and where it was raised, without its
words; of an address neither its query nor what follows the name of a page or service.
"""

import json
import logging
import re
import traceback
from cites.cug.wsgi.request_id import current_request_id
from datetime import datetime, UTC
from logging.handlers import WatchedFileHandler
from typing import Any


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
