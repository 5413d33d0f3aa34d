"""Of which posts members get notices: of all, unless they choose otherwise."""

from cites.cug.core.sql.session import session, write_session
from cites.cug.workspaces.models import NoticeLevel, Subscription
from cites.cug.workspaces.read_marks import count_change
from collections.abc import Collection
from sqlalchemy import bindparam, ColumnElement, select, text
from typing import Any


DEFAULT = NoticeLevel.ALL
CHOOSE = text(
    "INSERT INTO workspace_subscription (user_id, about_uid, level)"
    " VALUES (:user_id, :about_uid, :level)"
    " ON CONFLICT (user_id, about_uid) DO UPDATE SET level = excluded.level"
)


def set_subscription(user_id: str, about_uid: str, level: NoticeLevel) -> None:
    """Store the level that a user has chosen for a topic or a workspace."""
    row = {"user_id": user_id, "about_uid": about_uid, "level": level.value}
    records = write_session()
    records.execute(CHOOSE, row)
    count_change(records, user_id)


_CHOSEN = select(Subscription.about_uid, Subscription.level).where(
    Subscription.user_id == bindparam("user_id"),
    Subscription.about_uid.in_(bindparam("about_uids", expanding=True)),
)


def chosen_by(user_id: str, about_uids: Collection[str]) -> dict[str, NoticeLevel]:
    """The levels that a user has chosen, by UID; without those they have not chosen."""
    given = {"user_id": user_id, "about_uids": list(about_uids)}
    rows = session().connection().execute(_CHOSEN, given)
    return {uid: NoticeLevel(level) for uid, level in rows}


def level_chosen(about_uid: Any, name: str) -> ColumnElement[str | None]:
    """SQL column: the level that the user has chosen for what the other column names."""
    level = select(Subscription.level).where(
        Subscription.user_id == bindparam("user_id"), Subscription.about_uid == about_uid
    )
    return level.scalar_subquery().label(name)


def level_of(user_id: str, topic_uid: str, workspace_uid: str) -> NoticeLevel:
    """The level chosen for a topic, else that for its workspace, else the default."""
    chosen = chosen_by(user_id, (topic_uid, workspace_uid))
    return chosen.get(topic_uid) or chosen.get(workspace_uid) or DEFAULT


def to_be_told(
    users: Collection[str],
    mentioned: Collection[str],
    topic_uid: str,
    workspace_uid: str,
) -> list[str]:
    """Those of the users who want a notice of a new post."""
    query = select(Subscription).where(
        Subscription.about_uid.in_((topic_uid, workspace_uid))
    )
    chosen = {(one.user_id, one.about_uid): one.level for one in session().scalars(query)}
    told = []
    for user in users:
        by_topic = chosen.get((user, topic_uid))
        level = by_topic or chosen.get((user, workspace_uid)) or DEFAULT
        if level == NoticeLevel.ALL or (
            level == NoticeLevel.MENTIONS and user in mentioned
        ):
            told.append(user)
    return told
