"""What each member has read, and what they say they have taken note of."""

from cites.cug.core.sql.proofs import trusted
from cites.cug.core.sql.session import INSERTS, session, write_session
from cites.cug.workspaces.models import PostRow, ReadUntil, SeenMark, TopicRow
from cites.cug.workspaces.topic_records import touch_topic
from collections import defaultdict
from collections.abc import Collection
from sqlalchemy import (
    and_,
    bindparam,
    ColumnElement,
    delete,
    FromClause,
    func,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Session
from zope.sqlalchemy import mark_changed


#: A mark never goes back, whichever of two requests comes last.
READ = text(
    "INSERT INTO workspace_reading (user_id, topic_uid, read_until)"
    " VALUES (:user_id, :topic_uid, :read_until)"
    " ON CONFLICT (user_id, topic_uid) DO UPDATE SET read_until = excluded.read_until"
    " WHERE workspace_reading.read_until < excluded.read_until"
)
#: Stands for no topic: how many times marks or levels of notices of a user have changed.
OWN_CHANGES = ""
COUNT_CHANGE = text(
    "INSERT INTO workspace_reading (user_id, topic_uid, read_until)"
    " VALUES (:user_id, :topic_uid, 1)"
    " ON CONFLICT (user_id, topic_uid) DO UPDATE"
    " SET read_until = workspace_reading.read_until + 1"
)
READ_UNTIL = select(ReadUntil.read_until).where(
    ReadUntil.user_id == bindparam("user_id"),
    ReadUntil.topic_uid == bindparam("topic_uid"),
)
#: SQL condition that joins the reader's mark to a topic.
MARK = and_(
    ReadUntil.topic_uid == TopicRow.topic_uid, ReadUntil.user_id == bindparam("user_id")
)
MARKED = func.coalesce(ReadUntil.read_until, 0)


def read_until(user_id: str, topic_uid: str) -> int:
    """The id of the last post shown to the user; 0 for a topic they never opened."""
    asked = {"user_id": user_id, "topic_uid": topic_uid}
    return session().execute(READ_UNTIL, asked).scalar() or 0


def mark_read(user_id: str, topic_uid: str, post_id: int) -> None:
    """Remember that the user was shown all posts up to this one."""
    if read_until(user_id, topic_uid) >= post_id:
        return
    records = session()
    row = {"user_id": user_id, "topic_uid": topic_uid, "read_until": post_id}
    records.execute(READ, row)
    count_change(records, user_id)
    mark_changed(records)


def count_change(records: Session, user_id: str) -> None:
    """Note that lists of topics look different to this user from now on."""
    records.execute(COUNT_CHANGE, {"user_id": user_id, "topic_uid": OWN_CHANGES})


def mark_all_read(user_id: str, workspace_uids: Collection[str]) -> None:
    """Remember that the user has read all posts in these workspaces."""
    records = write_session()
    found = select(TopicRow.topic_uid, TopicRow.last_post).where(
        TopicRow.workspace_uid.in_(workspace_uids)
    )
    rows = [
        {"user_id": user_id, "topic_uid": topic_uid, "read_until": last}
        for topic_uid, last in records.execute(found)
    ]
    if rows:
        records.execute(READ, rows)
        count_change(records, user_id)


def unread_of(topics: FromClause) -> ColumnElement[int]:
    """SQL column ``unread``: the posts by others in a topic that the user was not shown.

    ``topics``: what the topics are selected from.
    """
    mark = select(ReadUntil.read_until).where(
        ReadUntil.user_id == bindparam("user_id"),
        ReadUntil.topic_uid == topics.c.topic_uid,
    )
    shown = func.coalesce(mark.correlate(topics).scalar_subquery(), 0)
    unread = select(func.count()).where(
        PostRow.topic_uid == topics.c.topic_uid,
        PostRow.post_id > shown,
        PostRow.author != bindparam("user_id"),
    )
    return unread.correlate(topics).scalar_subquery().label("unread")


def first_unread(user_id: str, topic_uid: str) -> int | None:
    """The id of the oldest comment by another that was not shown to the user; or None."""
    of_topic = PostRow.topic_uid == topic_uid
    topic_itself = select(func.min(PostRow.post_id)).where(of_topic).scalar_subquery()
    oldest = select(func.min(PostRow.post_id)).where(
        of_topic,
        PostRow.post_id > topic_itself,
        PostRow.post_id > read_until(user_id, topic_uid),
        PostRow.author != user_id,
    )
    return session().execute(oldest).scalar()


def newer_than(post_id: int, user_id: str, topic_uid: str) -> int:
    """How many posts by others are newer than this one."""
    newer = select(func.count()).where(
        PostRow.topic_uid == topic_uid,
        PostRow.post_id > post_id,
        PostRow.author != user_id,
    )
    return session().execute(newer).scalar()


def has_unread() -> ColumnElement[bool]:
    """SQL condition: the topic has a post by somebody else that the user was not shown.

    The last post alone answers that for most topics, so that few posts are read.
    """
    new = select(PostRow.post_id).where(
        PostRow.topic_uid == TopicRow.topic_uid,
        PostRow.post_id > MARKED,
        PostRow.author != bindparam("user_id"),
    )
    by_another = TopicRow.last_author != bindparam("user_id")
    return and_(TopicRow.last_post > MARKED, or_(by_another, new.exists()))


def set_seen(user_id: str, topic_uid: str, post_id: int, seen: bool) -> None:
    """Say that the user has taken note of a post, or with ``seen=False`` not any more."""
    row = {"topic_uid": topic_uid, "post_id": post_id, "user_id": user_id}
    records = write_session()
    if seen:
        see = INSERTS[records.get_bind().dialect.name](SeenMark.__table__)
        records.execute(see.values(row).on_conflict_do_nothing())
    else:
        conditions = (getattr(SeenMark, name) == value for name, value in row.items())
        records.execute(delete(SeenMark).where(*conditions))
    touch_topic(topic_uid)


def seen_by(topic_uid: str, post_ids: Collection[int]) -> dict[int, list[str]]:
    """Ids of the users who have taken note, by id of the post."""
    query = select(SeenMark.__table__).where(
        SeenMark.topic_uid == topic_uid, SeenMark.post_id.in_(list(post_ids))
    )
    found: dict[int, list[str]] = defaultdict(list)
    for mark in trusted(SeenMark, session().execute(query.order_by(SeenMark.user_id))):
        found[mark.post_id].append(mark.user_id)
    return found
