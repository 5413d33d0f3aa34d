"""What each member has read, and has said to have seen."""

from cites.cug.records.store import session
from cites.cug.records.store import writing
from cites.cug.workspaces.model import Post
from cites.cug.workspaces.model import ReadUntil
from cites.cug.workspaces.model import Seen
from cites.cug.workspaces.model import Thread
from cites.cug.workspaces.posts import touch
from collections import defaultdict
from collections.abc import Collection
from sqlalchemy import and_
from sqlalchemy import bindparam
from sqlalchemy import ColumnElement
from sqlalchemy import delete
from sqlalchemy import func
from sqlalchemy import or_
from sqlalchemy import select
from sqlalchemy import text
from zope.sqlalchemy import mark_changed


#: Nobody's mark goes back, whichever of two requests comes last.
READ = text(
    "INSERT INTO workspace_reading (user_id, topic_uid, read_until)"
    " VALUES (:user_id, :topic_uid, :read_until)"
    " ON CONFLICT (user_id, topic_uid) DO UPDATE SET read_until = excluded.read_until"
    " WHERE workspace_reading.read_until < excluded.read_until"
)
SEE = text(
    "INSERT INTO workspace_seen (topic_uid, post_id, user_id)"
    " VALUES (:topic_uid, :post_id, :user_id) ON CONFLICT DO NOTHING"
)
READ_UNTIL = select(ReadUntil.read_until).where(
    ReadUntil.user_id == bindparam("user_id"),
    ReadUntil.topic_uid == bindparam("topic_uid"),
)
#: The reader's mark beside a row that has a topic; none is 0.
MARK = and_(
    ReadUntil.topic_uid == Thread.topic_uid, ReadUntil.user_id == bindparam("user_id")
)
MARKED = func.coalesce(ReadUntil.read_until, 0)


def read_until(user_id: str, topic_uid: str) -> int:
    """The last post that the member was shown; 0 for a topic they never opened."""
    asked = {"user_id": user_id, "topic_uid": topic_uid}
    return session().execute(READ_UNTIL, asked).scalar() or 0


def mark_read(user_id: str, topic_uid: str, post_id: int) -> None:
    """Remember up to where a topic was shown; writes only what is new."""
    if read_until(user_id, topic_uid) >= post_id:
        return
    records = session()
    row = {"user_id": user_id, "topic_uid": topic_uid, "read_until": post_id}
    records.execute(READ, row)
    mark_changed(records)


def mark_all_read(user_id: str, workspace_uids: Collection[str]) -> None:
    """Everything there is in these workspaces."""
    records = writing()
    found = select(Thread.topic_uid, Thread.last_post).where(
        Thread.workspace_uid.in_(workspace_uids)
    )
    rows = [
        {"user_id": user_id, "topic_uid": topic_uid, "read_until": last}
        for topic_uid, last in records.execute(found)
    ]
    if rows:
        records.execute(READ, rows)


_UNREAD_IN = (
    select(Post.topic_uid, func.count())
    .outerjoin(
        ReadUntil,
        and_(
            ReadUntil.topic_uid == Post.topic_uid,
            ReadUntil.user_id == bindparam("user_id"),
        ),
    )
    .where(
        Post.topic_uid.in_(bindparam("topic_uids", expanding=True)),
        Post.post_id > MARKED,
        Post.author != bindparam("user_id"),
    )
    .group_by(Post.topic_uid)
)


def unread_in(user_id: str, topic_uids: Collection[str]) -> dict[str, int]:
    """How many posts of others the member has not been shown, by topic."""
    given = {"user_id": user_id, "topic_uids": list(topic_uids)}
    return dict(session().connection().execute(_UNREAD_IN, given).all())


def first_unread(user_id: str, topic_uid: str) -> int | None:
    """The oldest comment of somebody else that the member was not shown."""
    of_topic = Post.topic_uid == topic_uid
    topic_itself = select(func.min(Post.post_id)).where(of_topic).scalar_subquery()
    oldest = select(func.min(Post.post_id)).where(
        of_topic,
        Post.post_id > topic_itself,
        Post.post_id > read_until(user_id, topic_uid),
        Post.author != user_id,
    )
    return session().execute(oldest).scalar()


def newer_than(post_id: int, user_id: str, topic_uid: str) -> int:
    """How many posts of others came after that one."""
    newer = select(func.count()).where(
        Post.topic_uid == topic_uid, Post.post_id > post_id, Post.author != user_id
    )
    return session().execute(newer).scalar()


def has_unread() -> ColumnElement[bool]:
    """Condition: a topic with something new from somebody else.

    Of most topics the last post says that there is nothing; posts are asked of the rest.
    """
    new = select(Post.post_id).where(
        Post.topic_uid == Thread.topic_uid,
        Post.post_id > MARKED,
        Post.author != bindparam("user_id"),
    )
    by_another = Thread.last_author != bindparam("user_id")
    return and_(Thread.last_post > MARKED, or_(by_another, new.exists()))


def set_seen(user_id: str, topic_uid: str, post_id: int, seen: bool) -> None:
    """Say, or no longer say, that one took note of a post."""
    row = {"topic_uid": topic_uid, "post_id": post_id, "user_id": user_id}
    records = writing()
    if seen:
        records.execute(SEE, row)
    else:
        conditions = (getattr(Seen, name) == value for name, value in row.items())
        records.execute(delete(Seen).where(*conditions))
    touch(topic_uid)


def seen_by(topic_uid: str, post_ids: Collection[int]) -> dict[int, list[str]]:
    """Who took note of each of the posts."""
    query = select(Seen.post_id, Seen.user_id).where(
        Seen.topic_uid == topic_uid, Seen.post_id.in_(list(post_ids))
    )
    found: dict[int, list[str]] = defaultdict(list)
    for post_id, user_id in session().execute(query.order_by(Seen.user_id)):
        found[post_id].append(user_id)
    return found
