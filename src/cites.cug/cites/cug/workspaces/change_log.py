"""The log of what has changed in topics, each time with who could see the topic before.

It is written in the transaction of the change. Changes of who is in a team have numbers
in the same order, so that the log tells what a member could see at any moment. Clients
that follow the changes learn from it what they hold and may no longer see, and of nothing
else (``exchange/topic_changes.py``).
"""

from cites.cug.core.sql.moments import Moment
from cites.cug.workspaces.models import TopicChange, TopicRow
from collections.abc import Collection
from datetime import datetime, UTC
from sqlalchemy import (
    and_,
    bindparam,
    case,
    delete,
    exists,
    false,
    func,
    insert,
    Integer,
    or_,
    Row,
    select,
    String,
    text,
    union_all,
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
_OF_TOPIC = CHANGE.c.member == ""
_OWN_OR_OPEN = CHANGE.c.only_author.in_(("", _USER))
WAS_OPEN = and_(
    CHANGE.c.workspace_uid.in_(bindparam("held", type_=String, expanding=True)),
    _OWN_OR_OPEN,
)
SIZE = bindparam("size", type_=Integer)
_FIRST, _LAST = (bindparam(name, type_=Integer) for name in ("first", "last"))
_AFTER = (
    select(
        *(CHANGE.c[name] for name in ("number", "at", "topic_uid")),
        *(CHANGE.c.path.label("former_path"), TOPIC.c.path),
        *(IS_OPEN.label("is_open"), WAS_OPEN.label("was_open")),
    )
    .select_from(CHANGE.outerjoin(TOPIC, TOPIC.c.topic_uid == CHANGE.c.topic_uid))
    .where(
        _OF_TOPIC,
        CHANGE.c.number > _FIRST,
        CHANGE.c.number <= _LAST,
        or_(IS_OPEN, WAS_OPEN),
    )
    .order_by(CHANGE.c.number)
    .limit(SIZE)
)
_IS_UNCHANGED = ~exists().where(
    CHANGE.c.topic_uid == TOPIC.c.topic_uid, CHANGE.c.number > _FIRST
)
_OPEN_NOW = (
    select(TOPIC.c.topic_uid, TOPIC.c.path, TOPIC.c.last_post)
    .where(IS_OPEN, _IS_UNCHANGED, TOPIC.c.topic_uid > UID)
    .order_by(TOPIC.c.topic_uid)
    .limit(SIZE)
)
_WORKSPACE = bindparam("workspace_uid", type_=String)
_EARLIER = CHANGE.alias("earlier")
#: Topics that lay in a workspace and were open to the user at the number ``first``: those
#: that have not changed since, as they are, and the others as their next change says.
_UNCHANGED = select(TOPIC.c.topic_uid, TOPIC.c.path).where(
    TOPIC.c.workspace_uid == _WORKSPACE,
    or_(~TOPIC.c.reported, TOPIC.c.author == _USER),
    _IS_UNCHANGED,
)
_NEXT = select(CHANGE.c.topic_uid, CHANGE.c.path).where(
    _OF_TOPIC,
    CHANGE.c.number > _FIRST,
    CHANGE.c.workspace_uid == _WORKSPACE,
    _OWN_OR_OPEN,
    ~exists().where(
        _EARLIER.c.topic_uid == CHANGE.c.topic_uid,
        _EARLIER.c.number > _FIRST,
        _EARLIER.c.number < CHANGE.c.number,
    ),
)
_OPEN_THEN = union_all(_UNCHANGED, _NEXT).subquery()
_CLOSED = (
    select(_OPEN_THEN)
    .select_from(_OPEN_THEN.outerjoin(TOPIC, _OPEN_THEN.c.topic_uid == TOPIC.c.topic_uid))
    .where(_OPEN_THEN.c.topic_uid > UID, ~func.coalesce(IS_OPEN, false()))
    .order_by(_OPEN_THEN.c.topic_uid)
    .limit(SIZE)
)
_ACCESS = (
    select(*(CHANGE.c[name] for name in ("number", "at", "workspace_uid", "is_open")))
    .where(CHANGE.c.member == _USER, CHANGE.c.group_uid == bindparam("group_uid"))
    .order_by(CHANGE.c.number)
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


def note_access(
    records: Session, member: str, group_uid: str, workspace_uid: str, *, is_open: bool
) -> None:
    """Note whether a member can see a workspace from now on, if that has changed."""
    _take_turn(records)
    known = select(CHANGE.c.is_open).where(
        CHANGE.c.member == member,
        CHANGE.c.group_uid == group_uid,
        CHANGE.c.workspace_uid == workspace_uid,
    )
    last = records.scalar(known.order_by(CHANGE.c.number.desc()).limit(1))
    if bool(last) != is_open:
        values = (datetime.now(UTC), "", "", workspace_uid, "")
        row = dict(zip(COLUMNS, values, strict=True))
        access = {"member": member, "group_uid": group_uid, "is_open": is_open}
        records.execute(insert(CHANGE), {**row, **access})


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


def access_of(records: Session, user_id: str, group_uid: str) -> list[Row[Any]]:
    """The changes of a member's access to the workspaces of a group, oldest first."""
    asked = {"user_id": user_id, "group_uid": group_uid}
    return list(records.execute(_ACCESS, asked))


def open_topics(
    records: Session,
    number: int,
    *,
    user_id: str,
    mine: Collection[str],
    after: str,
    size: int,
) -> list[Row[Any]]:
    """The topics of these workspaces that the user may read and that have not changed
    since that number, after one, by their UIDs.
    """
    asked = {"first": number, "user_id": user_id, "uid": after, "size": size}
    return list(records.execute(_OPEN_NOW, {**asked, "mine": list(mine)}))


def closed_topics(
    records: Session,
    workspace_uid: str,
    number: int,
    *,
    user_id: str,
    mine: Collection[str],
    after: str,
    size: int,
) -> list[Row[Any]]:
    """The topics that a workspace had at that number, open to the user and closed now.

    After one, by their UIDs. ``mine``: workspaces whose topics are open to the user.
    """
    asked = {"workspace_uid": workspace_uid, "first": number, "user_id": user_id}
    given = {**asked, "mine": list(mine), "uid": after, "size": size}
    return list(records.execute(_CLOSED, given))


def drop_before(records: Session, moment: datetime) -> None:
    """Remove the changes before a moment, but for the last: numbers go on from it.

    What a member can see now stays, too.
    """
    last = select(func.max(CHANGE.c.number)).scalar_subquery()
    later = CHANGE.alias("later")
    is_over = exists().where(
        later.c.member == CHANGE.c.member,
        later.c.group_uid == CHANGE.c.group_uid,
        later.c.workspace_uid == CHANGE.c.workspace_uid,
        later.c.number > CHANGE.c.number,
        later.c.at < moment,
    )
    old = and_(CHANGE.c.at < moment, CHANGE.c.number < last)
    is_needless = or_(_OF_TOPIC, ~CHANGE.c.is_open, is_over)
    records.execute(delete(CHANGE).where(old, is_needless))
