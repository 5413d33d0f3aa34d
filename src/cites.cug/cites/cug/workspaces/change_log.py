"""The log of what has changed in topics, each time with who could see the topic before.

It is written in the transaction of the change. Clients that follow the changes learn from
it what they hold and may no longer see (``exchange/topic_changes.py``).
"""

from cites.cug.sql.moments import Moment
from cites.cug.workspaces.models import TopicChange, TopicRow
from collections.abc import Collection
from datetime import datetime, UTC
from sqlalchemy import (
    and_,
    bindparam,
    case,
    delete,
    func,
    insert,
    Integer,
    or_,
    Row,
    select,
    String,
    text,
)
from sqlalchemy.orm import Session
from typing import Any


CHANGE, TOPIC = TopicChange.__table__, TopicRow.__table__
#: Key of the lock in PostgreSQL: any number, but the same in all processes.
TURN = 7_070_002
#: Of the change that is noted.
NOW = bindparam("at", type_=Moment)
UID = bindparam("uid", type_=String)
COLUMNS = ("at", "topic_uid", "path", "workspace_uid", "only_author")
#: Whose eyes alone a topic is for.
_ONLY = case((TOPIC.c.reported, TOPIC.c.author), else_="")
#: From the row of the topic as it still is.
_NOTE = insert(CHANGE).from_select(
    COLUMNS,
    select(NOW, TOPIC.c.topic_uid, TOPIC.c.path, TOPIC.c.workspace_uid, _ONLY).where(
        TOPIC.c.topic_uid == UID
    ),
)
#: Whom the topic's row, as it is now, or a change of it, was for.
_MINE = bindparam("mine", type_=String, expanding=True)
_USER = bindparam("user_id", type_=String)
IS_OPEN = and_(
    TOPIC.c.workspace_uid.in_(_MINE), or_(~TOPIC.c.reported, TOPIC.c.author == _USER)
)
WAS_OPEN = and_(
    CHANGE.c.workspace_uid.in_(bindparam("held", type_=String, expanding=True)),
    CHANGE.c.only_author.in_(("", _USER)),
)
SIZE = bindparam("size", type_=Integer)
_AFTER = (
    select(
        *(CHANGE.c[name] for name in ("number", "at", "topic_uid")),
        *(CHANGE.c.path.label("former_path"), TOPIC.c.path),
        *(IS_OPEN.label("is_open"), WAS_OPEN.label("was_open")),
    )
    .select_from(CHANGE.outerjoin(TOPIC, TOPIC.c.topic_uid == CHANGE.c.topic_uid))
    .where(
        CHANGE.c.number > bindparam("first", type_=Integer),
        CHANGE.c.number <= bindparam("last", type_=Integer),
        or_(IS_OPEN, WAS_OPEN),
    )
    .order_by(CHANGE.c.number)
    .limit(SIZE)
)
_IN_PLACES = (
    select(TOPIC.c.topic_uid, TOPIC.c.path, TOPIC.c.workspace_uid, TOPIC.c.last_post)
    .where(IS_OPEN, TOPIC.c.topic_uid > UID)
    .order_by(TOPIC.c.topic_uid)
    .limit(SIZE)
)


def note_new(records: Session, topic_uid: str, path: str) -> None:
    """Note that a topic was begun: until now nobody could see it."""
    _take_turn(records)
    values = (datetime.now(UTC), topic_uid, path, "", "")
    records.execute(insert(CHANGE), dict(zip(COLUMNS, values, strict=True)))


def note_change(records: Session, topic_uid: str) -> None:
    """Note that a topic is about to be changed or removed."""
    _take_turn(records)
    records.execute(_NOTE, {"at": datetime.now(UTC), "uid": topic_uid})


def _take_turn(records: Session) -> None:
    """Have others wait until the end of the transaction.

    So that nobody reads a number before a smaller one has been committed.
    """
    if records.get_bind().dialect.name == "postgresql":
        records.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": TURN})


def last_number(records: Session) -> int:
    """The number of the last change; 0 without one."""
    return records.scalar(select(func.max(CHANGE.c.number))) or 0


def number_before(records: Session, moment: datetime) -> int:
    """The number of the last change before a moment; 0 without one."""
    last = select(func.max(CHANGE.c.number)).where(CHANGE.c.at < moment)
    return records.scalar(last) or 0


def changes_between(
    records: Session,
    numbers: tuple[int, int],
    *,
    user_id: str,
    mine: Collection[str],
    held: Collection[str],
    size: int,
) -> list[Row[Any]]:
    """The changes after the first number, up to the last, that concern the user.

    ``mine``: workspaces whose topics are open to the user; ``held``: those that were.
    """
    first, last = numbers
    asked = {"first": first, "last": last, "user_id": user_id, "size": size}
    given = {**asked, "mine": list(mine), "held": list(held)}
    return list(records.execute(_AFTER, given))


def topics_in(
    records: Session, workspaces: Collection[str], user_id: str, after: str, size: int
) -> list[Row[Any]]:
    """The topics of these workspaces that the user may read, after one, by their UIDs."""
    asked = {"mine": list(workspaces), "user_id": user_id, "uid": after, "size": size}
    return list(records.execute(_IN_PLACES, asked))


def drop_before(records: Session, moment: datetime) -> None:
    """Remove the changes before a moment, but for the last: numbers go on from it."""
    last = select(func.max(CHANGE.c.number)).scalar_subquery()
    old = and_(CHANGE.c.at < moment, CHANGE.c.number < last)
    records.execute(delete(CHANGE).where(old))
