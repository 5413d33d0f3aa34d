"""What the script on a topic's page asks for every few seconds."""

from cites.cug.access.guard import caller
from cites.cug.core.sql.session import session
from cites.cug.web.layout.page import JsonPage
from cites.cug.workspaces.models import TopicRow
from cites.cug.workspaces.read_marks import newer_than
from cites.cug.workspaces.topic_records import post_id_in
from hashlib import sha256
from sqlalchemy import select
from typing import Any


class News(JsonPage):
    """``{"new": number of posts after ?since}``; 304 if nothing has changed."""

    def __call__(self) -> str:
        if is_unchanged(self.context, self.request):
            return ""
        shown = post_id_in(self.text("since"))
        new = newer_than(shown, caller(), self.context.UID()) if shown else 0
        return self.answer({"new": new})


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
