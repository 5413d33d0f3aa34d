"""ETags of topics, so that a topic that has not changed is not sent again."""

from cites.cug.access.guard import caller
from cites.cug.core.sql.session import session
from cites.cug.workspaces.models import TopicRow
from hashlib import sha256
from sqlalchemy import select
from typing import Any


def etag_of(topic: Any, user_id: str) -> str:
    """A tag that changes whenever the topic would look different to this user."""
    changes = select(TopicRow.changes).where(TopicRow.topic_uid == topic.UID())
    number = session().execute(changes).scalar()
    told = f"{topic.UID()} {number} {user_id} {topic.modified().millis()}"
    return f'"{sha256(told.encode()).hexdigest()[:20]}"'


def is_unchanged(topic: Any, request: Any) -> bool:
    """Set the ETag of the answer; answers whether the request has the same tag.

    The status is 304 then.
    """
    tag = etag_of(topic, caller())
    request.response.setHeader("ETag", tag)
    if request.getHeader("If-None-Match") != tag:
        return False
    request.response.setStatus(304)
    return True
