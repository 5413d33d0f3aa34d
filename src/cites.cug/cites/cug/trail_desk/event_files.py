"""Events as a file: a table for spreadsheet programs, or an object of JSON a line.

There may be a million of them, so a portion is written at once.
"""

from cites.cug.trail_desk.events import Event
from cites.cug.web.downloads import csv_cell, csv_lines, MARK
from collections.abc import Iterable, Iterator
from json import JSONEncoder
from typing import Any


COLUMNS = ("id", "time", "actor", "action", "target", "ip", "detail", "credential")
#: Made once: json.dumps makes another for each call.
_detail = JSONEncoder(ensure_ascii=False, sort_keys=True).encode
_line = JSONEncoder(ensure_ascii=False).encode


def csv_portions(portions: Iterable[list[Event]]) -> Iterator[bytes]:
    """The heading, then a row for each event; no cell is run as a formula."""
    yield MARK.encode() + csv_lines([COLUMNS])
    for events in portions:
        yield csv_lines(map(_row, events))


def _row(event: Event) -> tuple[Any, ...]:
    _id, time, actor, action, target, ip, detail, credential = event
    return (
        event.number,
        time.isoformat(),
        csv_cell(actor),
        csv_cell(action),
        csv_cell(target),
        csv_cell(ip),
        # Begins with a brace, and is split by nothing; in JSON this is the same text.
        _detail(detail).replace(";", "\\u003b"),
        csv_cell(credential),
    )


def json_portions(portions: Iterable[list[Event]]) -> Iterator[bytes]:
    for events in portions:
        lines = [_line(as_json(event)) for event in events]
        yield ("\n".join(lines) + "\n").encode()


def as_json(event: Event) -> dict[str, Any]:
    """An event as services answer it; its time in UTC."""
    _id, time, actor, action, target, ip, detail, credential = event
    # Written out, because a file has a million of them.
    return {
        "id": event.number,
        "time": time.isoformat().replace("+00:00", "Z"),
        "actor": actor,
        "action": action,
        "target": target,
        "ip": ip,
        "detail": detail,
        "credential": credential,
    }
