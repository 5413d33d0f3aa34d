"""Events as rows of a table for spreadsheet programs."""

import json
from cites.cug.auditing.events import Event
from collections.abc import Iterable, Iterator
from typing import Any


COLUMNS = ("id", "time", "actor", "action", "target", "ip", "detail")


def event_rows(events: Iterable[Event]) -> Iterator[tuple[Any, ...]]:
    """The heading, then a row for each event."""
    yield COLUMNS
    for event in events:
        detail = json.dumps(event.detail, ensure_ascii=False, sort_keys=True)
        yield (event.id, event.time.isoformat(), *event[2:6], detail)
