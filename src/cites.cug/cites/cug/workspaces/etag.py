"""Whether a reader has a topic already as it stands."""

from cites.cug.access.guard import caller
from cites.cug.sql.session import session
from cites.cug.workspaces.models import TopicRow
from hashlib import sha256
from sqlalchemy import select
from typing import Any


def etag_of(topic: Any, user_id: str) -> str:
    """Changes whenever the user would be shown something else of the topic."""
    changes = select(TopicRow.changes).where(TopicRow.topic_uid == topic.UID())
    number = session().execute(changes).scalar()
    told = f"{topic.UID()} {number} {user_id} {topic.modified().millis()}"
    return f'"{sha256(told.encode()).hexdigest()[:20]}"'


def is_unchanged(topic: Any, request: Any) -> bool:
    """Put the tag on the answer; with 304 where the request shows the same one."""
    tag = etag_of(topic, caller())
    request.response.setHeader("ETag", tag)
    if request.getHeader("If-None-Match") != tag:
        return False
    request.response.setStatus(304)
    return True
