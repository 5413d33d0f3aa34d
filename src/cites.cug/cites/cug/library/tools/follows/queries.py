"""What a member follows, and what was found by it that the member has not opened."""

from cites.cug.core.sql.session import session
from cites.cug.library.items.read_marks import ReadMark
from cites.cug.library.lists.queries import open_rows
from cites.cug.library.tools.follows.models import Follow, FollowedItem
from collections import Counter
from datetime import datetime, timedelta
from functools import cache
from sqlalchemy import and_, bindparam, Select, select
from typing import Any, NamedTuple


#: What was found longer ago is no news any more; of the rest so many are looked at.
NEWS_TIME, MOST_NEWS = timedelta(days=30), 300


class OwnFollow(NamedTuple):
    """One thing that the caller follows."""

    id: str
    field: str
    value: str
    created: datetime


class News(NamedTuple):
    """Items that the caller may read now and has not opened, the latest found first."""

    rows: list[tuple[str, str, dict[str, Any]]]
    #: How many of them each follow has found.
    by_follow: Counter[str]


NO_NEWS = News([], Counter())
_OWN = (Follow.id, Follow.field, Follow.value, Follow.created)


def own_follows(group: Any, user_id: str) -> list[OwnFollow]:
    """What the member follows in the group, the oldest first."""
    mine = (Follow.group_uid == group.UID(), Follow.user_id == user_id)
    query = select(*_OWN).where(*mine).order_by(Follow.created, Follow.id)
    return [OwnFollow(*row) for row in session().execute(query)]


# Built once: the start page asks, and it takes longer to build than to run.
@cache
def _news() -> Select:
    opened = and_(
        ReadMark.user_id == Follow.user_id, ReadMark.item_uid == FollowedItem.item_uid
    )
    return (
        select(FollowedItem.follow_id, FollowedItem.item_uid)
        .join(Follow, Follow.id == FollowedItem.follow_id)
        .outerjoin(ReadMark, opened)
        .where(
            Follow.group_uid == bindparam("group_uid"),
            Follow.user_id == bindparam("user_id"),
            FollowedItem.time > bindparam("since"),
            ReadMark.item_uid.is_(None),
        )
        .order_by(FollowedItem.time.desc(), FollowedItem.item_uid)
        .limit(MOST_NEWS)
    )


def news_of(group: Any, user_id: str, now: datetime) -> News:
    """What was found for the caller, ``user_id``; rows are as ``list_items`` has them.

    What the caller may not read any more is neither there nor counted.
    """
    asked = {"group_uid": group.UID(), "user_id": user_id, "since": now - NEWS_TIME}
    found = session().connection().execute(_news(), asked).all()
    if not found:
        return NO_NEWS
    rows = open_rows(group, list(dict.fromkeys(row.item_uid for row in found)))
    counted = Counter(row.follow_id for row in found if row.item_uid in rows)
    uids = dict.fromkeys(row.item_uid for row in found if row.item_uid in rows)
    return News([rows[uid] for uid in uids], counted)
