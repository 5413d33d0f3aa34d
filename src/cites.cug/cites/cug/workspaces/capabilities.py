"""What the caller may do with a topic and its comments, for pages and REST alike.

Missing or None: the caller may not see it. Forbidden: the caller may see it but
not do that.
"""

from Acquisition import aq_inner, aq_parent
from cites.cug.access.guard import caller, group_of, may, require, teams
from cites.cug.access.policy import Permission
from cites.cug.workspaces.actions.topics import check_comment
from cites.cug.workspaces.read_marks import set_seen
from cites.cug.workspaces.roster import is_active
from plone.app.uuid.utils import uuidToObject
from typing import Any
from zExceptions import Forbidden


def comment_to_edit(topic: Any, comment_id: int) -> Any:
    """The comment, if it is the caller's own and the topic is open. Raises Forbidden."""
    comment = check_comment(topic, comment_id)
    require(Permission.COMMENT, topic)
    if comment.author_username != caller():
        raise Forbidden
    return comment


def comment_to_delete(topic: Any, comment_id: int) -> Any:
    """The comment, if the caller wrote it in an open topic, or moderates."""
    comment = check_comment(topic, comment_id)
    own = comment.author_username == caller()
    if not (own and may(Permission.COMMENT, topic)):
        require(Permission.MODERATE, topic)
    return comment


def comment_to_report(topic: Any, comment_id: int) -> Any:
    """The comment, if the caller may report something in this topic."""
    require(Permission.REPORT, topic)
    return check_comment(topic, comment_id)


def see_comment(topic: Any, comment_id: int, seen: bool) -> None:
    """Say that the caller has taken note of a comment, or takes that back.

    Raises Forbidden in an archived workspace.
    """
    check_comment(topic, comment_id)
    if not is_active(aq_parent(aq_inner(topic))):
        raise Forbidden
    set_seen(caller(), topic.UID(), comment_id, seen)


def destination(topic: Any, uid: Any) -> Any | None:
    """Another workspace with this UID in which the caller may begin topics.

    None if there is none, or if the caller may not begin topics there: both look alike.
    """
    require(Permission.MODERATE, topic)
    if not isinstance(uid, str) or uid not in teams(group_of(topic)):
        return None
    found = uuidToObject(uid, unrestricted=True)
    is_home = found is not None and found.UID() == aq_parent(aq_inner(topic)).UID()
    if found is None or is_home or not may(Permission.ADD_TOPIC, found):
        return None
    return found
