"""What has changed in topics since a client last asked, as its caller may know it.

The same promise as for a library (``changes.py``): who keeps what is added and changed,
and takes out what is withdrawn, holds exactly the topics that ``@topics`` shows them.
"""

from cites.cug.access.guard import caller, teams
from cites.cug.exchange.changes import ADDED, Change, CHANGED, ChangePage, WITHDRAWN
from cites.cug.exchange.cursors import aim, Cursor, FIRST_UID, together
from cites.cug.sql.session import session
from cites.cug.workspaces.change_log import (
    changes_between,
    last_number,
    number_before,
    topics_in,
)
from cites.cug.workspaces.topic_records import moment_of
from datetime import datetime, UTC
from sqlalchemy import Row
from sqlalchemy.orm import Session
from typing import Any


TOPIC = "Topic"


class _Topics:
    """The topics of a group, as one caller sees them at one moment."""

    def __init__(self, group: Any):
        self.place = "/".join((*group.getPhysicalPath(), "workspaces"))
        self.user_id = caller() or ""
        self.tokens = tuple(sorted(teams(group)))
        self.records: Session = session()

    def change(self, kind: str, uid: str, path: str, at: datetime) -> Change:
        return Change(kind, uid, f"{self.place}/{path}", TOPIC, at, at)

    def change_of(self, rows: list[Row[Any]]) -> Change:
        """What is told of a topic that several entries of the log are about."""
        uid, latest = rows[0].topic_uid, rows[-1]
        if latest.is_open:
            kind = CHANGED if rows[0].was_open else ADDED
            return self.change(kind, uid, latest.path, latest.at)
        could = next(row for row in rows if row.was_open)
        return self.change(WITHDRAWN, uid, could.former_path, could.at)


def list_topic_changes(group: Any, cursor: Cursor | None, size: int) -> ChangePage:
    """At most so many changes since the cursor; None begins with all that can be seen."""
    topics = _Topics(group)
    # Before anything else is read: what changes meanwhile is told the next time.
    last = last_number(topics.records)
    cursor = cursor or Cursor(number=last)
    told: list[Change] = []
    if cursor.target is not None or cursor.known != topics.tokens:
        aimed = aim(cursor, topics.tokens, FIRST_UID)
        cursor = _tell_rights(topics, aimed, size, told)
        if cursor.target is not None:
            return ChangePage(told, cursor, True)
    cursor, more = _tell_log(topics, cursor, last, size - len(told), told)
    return ChangePage(told, cursor, more)


def topics_since(group: Any, since: datetime) -> Cursor:
    """The place of who asked at a moment, and may see what the caller now may."""
    topics = _Topics(group)
    return Cursor(number_before(topics.records, since), topics.tokens, topics.tokens)


def _tell_rights(
    topics: _Topics, cursor: Cursor, size: int, told: list[Change]
) -> Cursor:
    """Tell what the teams that the caller has joined or left open, or no longer do."""
    now, before = set(topics.tokens), {*cursor.held, *cursor.known}
    others = (before - now) | (now - set(cursor.known))
    rows = topics_in(topics.records, others, topics.user_id, str(cursor.place), size + 1)
    for row in rows[:size]:
        is_open = row.workspace_uid in now
        kind = ADDED if is_open else WITHDRAWN
        at = moment_of(row.last_post) if is_open else datetime.now(UTC)
        told.append(topics.change(kind, row.topic_uid, row.path, at))
    if len(rows) > size:
        return cursor._replace(place=rows[size - 1].topic_uid)
    held = together(cursor.held, cursor.known, topics.tokens)
    return Cursor(cursor.number, topics.tokens, held)


def _tell_log(
    topics: _Topics, cursor: Cursor, last: int, size: int, told: list[Change]
) -> tuple[Cursor, bool]:
    """Tell what the log has after the cursor; where that ends, and whether it goes on."""
    rows = changes_between(
        topics.records,
        (cursor.number, last),
        user_id=topics.user_id,
        mine=topics.tokens,
        held=together(cursor.held, cursor.known),
        size=size + 1,
    )
    more = len(rows) > size
    entries: dict[str, list[Row[Any]]] = {}
    for row in rows[:size]:
        entries.setdefault(row.topic_uid, []).append(row)
    told += [topics.change_of(found) for found in entries.values()]
    number = max(cursor.number, last)
    if more:
        number = rows[size - 1].number if size else cursor.number
    return Cursor(number, cursor.known, cursor.held if more else ()), more
