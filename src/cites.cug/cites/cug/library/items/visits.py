"""What is new in the library: published since the reader's last visit, and not opened."""

from cites.cug.access.policy import ARCHIVED_STATES
from cites.cug.core.sql.moments import in_utc
from cites.cug.core.sql.session import session
from cites.cug.library.items.actions import LIBRARY_ID
from cites.cug.library.items.read_marks import read_among, ReadMark
from collections.abc import Iterable
from datetime import datetime, timedelta, UTC
from sqlalchemy import bindparam, case, func, select, text
from sqlalchemy.types import DateTime
from typing import Any
from zope.sqlalchemy import mark_changed


#: What is new was published since the visit before this one; a visit ends with so long
#: a pause. Without one, what is older than so many days is not new.
PAUSE, FIRST_VISIT = timedelta(hours=8), timedelta(days=30)
#: The current visit is written down at most so often.
VISIT_STEP = timedelta(minutes=15)
#: States in which an item is not out yet, or not any more: it is new to nobody.
NEVER_NEW = frozenset({"draft", "pending", "reported", *ARCHIVED_STATES})
#: Beside items, two marks of each reader have times that move on: the group's is that of
#: the last visit, the library's the one since when things are new.
MOVE_MARK = text(
    "INSERT INTO library_reading (user_id, item_uid, time)"
    " VALUES (:user_id, :item_uid, :time)"
    " ON CONFLICT (user_id, item_uid) DO UPDATE SET time = excluded.time"
).bindparams(bindparam("time", type_=DateTime(timezone=True)))


def _move_mark(user_id: str, uid: str, time: datetime) -> None:
    records = session()
    records.execute(MOVE_MARK, {"user_id": user_id, "item_uid": uid, "time": time})
    mark_changed(records)


_MARKS = ReadMark.__table__.c
#: Built once: it takes longer to build than to run.
MARK = select(_MARKS.time).where(
    _MARKS.user_id == bindparam("user_id"), _MARKS.item_uid == bindparam("item_uid")
)


def _mark(user_id: str, uid: str) -> datetime | None:
    asked = {"user_id": user_id, "item_uid": uid}
    time = session().connection().execute(MARK, asked).scalar()
    return None if time is None else in_utc(time)


def visit(user_id: str, group: Any, now: datetime) -> None:
    """Remember that the user looks at the library; after a pause a visit begins."""
    last = _mark(user_id, group.UID())
    if last is not None and now - last < VISIT_STEP:
        return
    if last is not None and now - last > PAUSE:
        _move_mark(user_id, group[LIBRARY_ID].UID(), last)
    _move_mark(user_id, group.UID(), now)


def mark_all_read(user_id: str, group: Any, now: datetime) -> None:
    """What was published until now is not new to the user any more."""
    _move_mark(user_id, group[LIBRARY_ID].UID(), now)


def new_among(
    user_id: str,
    group: Any,
    rows: Iterable[tuple[str, str, dict[str, Any]]],
    since: datetime | None = None,
) -> set[str]:
    """UIDs of the rows of ``queries.list_items`` that are new to the user.

    These are items by others, published since the visit before and not opened. ``since``
    is that of ``READING``, for who has asked it.
    """
    others = [(uid, row) for _path, uid, row in rows if _may_be_new(row, user_id)]
    if not others:
        return set()
    since = since or _mark(user_id, group[LIBRARY_ID].UID())
    since = datetime.now(UTC) - FIRST_VISIT if since is None else in_utc(since)
    candidates = {uid for uid, row in others if _published(row) > since}
    return candidates - read_among(user_id, candidates) if candidates else set()


#: What ``new_among`` follows from, beside the rows: how many marks a user has, none of
#: which is ever deleted, and the time of one of them.
READING = select(
    func.count().label("marks"),
    func.max(
        case((_MARKS.item_uid == bindparam("item_uid"), _MARKS.time)),
        type_=DateTime(timezone=True),
    ).label("since"),
).where(_MARKS.user_id == bindparam("user_id"))


def _may_be_new(row: dict[str, Any], user_id: str) -> bool:
    by_others = row["author"] != user_id
    return by_others and row["state"] not in NEVER_NEW and bool(row["effective"])


def _published(row: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(row["effective"]).astimezone(UTC)
