"""The text of notices about workspaces: that there is something new, but not what."""

from Acquisition import aq_inner, aq_parent
from cites.cug import _
from cites.cug.core.sql.session import session
from cites.cug.mailing.handled_notices import HandledNotices
from cites.cug.mailing.interfaces import INoticeKind
from cites.cug.reports.register import hiding
from cites.cug.workspaces.models import PostRow
from cites.cug.workspaces.read_marks import read_until
from collections.abc import Sequence
from collective.workspace.interfaces import IWorkspace
from plone import api
from plone.app.uuid.utils import uuidToObject
from typing import Any
from zope.interface import implementer


#: The name of this kind of notice in the outbox.
WORKSPACE = "workspace"


def reference(topic_uid: str, post_id: int) -> str:
    """The text by which a notice refers to a post."""
    return f"{topic_uid}:{post_id}"


def _post(notice: Any) -> tuple[str, int]:
    topic_uid, _colon, post_id = notice.reference.partition(":")
    return topic_uid, int(post_id)


def _topic(notice: Any) -> Any | None:
    return uuidToObject(_post(notice)[0], unrestricted=True)


def _is_hidden(topic: Any, post_id: int) -> bool:
    """Whether the topic was reported, or the comment that is this post."""
    reported = hiding(topic.UID(), post_id) is not None
    return reported or api.content.get_state(topic) == "reported"


@implementer(INoticeKind)
class WorkspaceNotices(HandledNotices):
    """Notices about posts; ``notice.reference`` is from ``reference``."""

    subject = _("workspaces_notices_new_contributions_subject")
    one = _("workspaces_notices_something_new_workspace_text")
    several = _("workspaces_notices_new_contributions_workspaces_up_text")

    def wanted(self, notice: Any, group: Any) -> bool:
        topic_uid, post_id = _post(notice)
        topic = _topic(notice)
        if topic is None or session().get(PostRow, (topic_uid, post_id)) is None:
            return False
        if _is_hidden(topic, post_id):
            return False
        team = IWorkspace(aq_parent(aq_inner(topic)))
        may_read = team.role_of(notice.user_id) is not None
        return may_read and read_until(notice.user_id, topic_uid) < post_id

    def about(self, notices: Sequence[Any], group: Any) -> tuple[set[str], str]:
        topics = [_topic(notice) for notice in notices]
        handlings = {aq_parent(aq_inner(topic)).handling for topic in topics}
        if len(notices) > 1:
            return handlings, f"{group.absolute_url()}/workspaces"
        return handlings, f"{topics[0].absolute_url()}#c{_post(notices[0])[1]}"
