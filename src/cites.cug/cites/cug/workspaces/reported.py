"""Reported comments as the Secretariat sees them: each by itself, not its topic."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from cites.cug import _
from cites.cug.records.store import session
from cites.cug.records.store import writing
from cites.cug.reports.content import DELETE
from cites.cug.reports.content import REINSTATE
from cites.cug.reports.interfaces import IReports
from cites.cug.reports.interfaces import Reported
from cites.cug.reports.interfaces import UnknownReport
from cites.cug.workspaces.actions.comments import files_of
from cites.cug.workspaces.actions.reporting import delete_reported
from cites.cug.workspaces.actions.reporting import reinstate_comment
from cites.cug.workspaces.model import ReportedComment
from plone.app.discussion.interfaces import IConversation
from plone.app.uuid.utils import uuidToObject
from sqlalchemy import func
from sqlalchemy import select
from typing import Any
from zope.interface import implementer


KIND = _("Comment")
DECIDE = {"reinstate": reinstate_comment, "delete": delete_reported}
WORDS = {"reinstate": REINSTATE, "delete": DELETE}


@implementer(IReports)
class ReportedComments:
    """``key`` is the id of the row."""

    def total(self, group: Any) -> int:
        counted = select(func.count()).where(ReportedComment.group_uid == group.UID())
        return session().scalar(counted)

    def waiting(self, group: Any) -> list[Reported]:
        rows = select(ReportedComment).where(ReportedComment.group_uid == group.UID())
        return [_shown(row) for row in session().scalars(rows)]

    def find(self, group: Any, key: str) -> Reported:
        return _shown(_row(group, key))

    def decide(self, group: Any, key: str, decision: str, acting_user: str) -> None:
        if decision not in DECIDE:
            raise UnknownReport(key)
        writing()  # one decision after the other
        topic, comment = _place(_row(group, key))
        DECIDE[decision](topic, comment, acting_user=acting_user)


def _row(group: Any, key: str) -> ReportedComment:
    row = session().get(ReportedComment, key)
    if row is None or row.group_uid != group.UID():
        raise UnknownReport(key)
    return row


def _place(row: ReportedComment) -> tuple[Any, Any]:
    """The topic and the comment."""
    topic = uuidToObject(row.topic_uid, unrestricted=True)
    return topic, IConversation(topic)[row.post_id]


def _shown(row: ReportedComment) -> Reported:
    topic, comment = _place(row)
    return Reported(
        row.id,
        KIND,
        # Whose name the Secretariat knows, other than that of the topic.
        aq_parent(aq_inner(topic)).title,
        f"{topic.absolute_url()}?at={comment.id}#c{comment.id}",
        comment.author_username,
        row.reporter,
        row.time,
        row.reason,
        WORDS,
        comment.text,
        [_link(file) for file in files_of(topic, row.post_id)],
    )


def _link(file: Any) -> tuple[str, str]:
    page = "@@images/image" if file.portal_type == "Image" else "@@download/file"
    return f"{file.absolute_url()}/{page}", file.title or file.getId()
