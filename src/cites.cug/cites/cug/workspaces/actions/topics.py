"""What happens to topics: each change is on record, and lists know of it."""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from BTrees.LLBTree import LLSet
from cites.cug.access.guard import group_of
from cites.cug.audit.trail import record
from cites.cug.mailing.outbox import queue_notices
from cites.cug.plone_internals.content import comment_replies
from cites.cug.validation.rich_text import same_text
from cites.cug.workspaces.edit_history import keep_earlier_text
from cites.cug.workspaces.mentions import mentioned_in
from cites.cug.workspaces.notices import reference
from cites.cug.workspaces.notices import WORKSPACE
from cites.cug.workspaces.subscriptions import to_be_told
from cites.cug.workspaces.topic_records import begin_thread
from cites.cug.workspaces.topic_records import moment_of
from cites.cug.workspaces.topic_records import refresh_thread
from collections.abc import Iterator
from collective.workspace.interfaces import IWorkspace
from contextlib import contextmanager
from OFS.event import ObjectWillBeMovedEvent
from plone.app.discussion.interfaces import DISCUSSION_ANNOTATION_KEY
from plone.app.discussion.interfaces import IConversation
from typing import Any
from zope.annotation.interfaces import IAnnotations
from zope.container.contained import notifyContainerModified
from zope.event import notify
from zope.lifecycleevent import ObjectMovedEvent


def begin_topic(topic: Any, *, acting_user: str) -> None:
    """A topic has been added: its team is told."""
    open_conversation(topic)
    post_id = begin_thread(topic)
    tell_team(topic, post_id, topic.Creator(), _raw(topic.text))
    record("topic.add", target=topic, acting_user=acting_user)


@contextmanager
def topic_edited(topic: Any, *, acting_user: str) -> Iterator[None]:
    """Around what may change its title or text: what it said before is kept."""
    title, text = topic.title, topic.text
    yield
    if topic.title == title and same_text(_raw(topic.text), _raw(text)):
        return
    keep_earlier_text(topic, text, acting_user=acting_user, title=title)
    record("topic.edit", target=topic, acting_user=acting_user)


def _raw(text: Any) -> str:
    return text.raw if text else ""


def open_conversation(topic: Any) -> None:
    """Store it empty: else those who comment first, at once, would each begin one."""
    conversation = aq_base(IConversation(topic))
    comment_replies(conversation)[0] = LLSet()
    IAnnotations(topic)[DISCUSSION_ANNOTATION_KEY] = conversation


def tell_team(topic: Any, post_id: int, author: str, text: str) -> None:
    """Queue notices of a new post for those who want them."""
    workspace = aq_parent(aq_inner(topic))
    readers = [user for user in IWorkspace(workspace).readers() if user != author]
    mentioned = mentioned_in(text, readers)
    told = to_be_told(readers, mentioned, topic.UID(), workspace.UID())
    if told:
        about, at = reference(topic.UID(), post_id), moment_of(post_id)
        queue_notices(WORKSPACE, about, group_of(topic).UID(), told, at=at)


def pin_topic(topic: Any, pinned: bool, *, acting_user: str) -> None:
    """Keep it above the others in its workspace, or let it go with them."""
    topic.pinned = pinned
    refresh_thread(topic)
    detail = {"pinned": pinned}
    record("topic.pin", target=topic, acting_user=acting_user, detail=detail)


class UnknownComment(KeyError):
    """There is no such comment, or not any more."""


def mark_answer(topic: Any, comment_id: int | None, *, acting_user: str) -> None:
    """Say which comment answers the topic; None: none does. Raises UnknownComment."""
    if comment_id is not None:
        check_comment(topic, comment_id)
    topic.answer = comment_id
    refresh_thread(topic)
    detail = {"comment": comment_id and str(comment_id)}
    record("topic.answer", target=topic, acting_user=acting_user, detail=detail)


def check_comment(topic: Any, comment_id: int) -> Any:
    """A comment that is there and says something to all. Raises UnknownComment."""
    found = IConversation(topic).get(comment_id)
    if found is None or is_deleted(found) or is_reported(found):
        raise UnknownComment(comment_id)
    return found


def is_deleted(comment: Any) -> bool:
    return getattr(comment, "deleted", False)


def is_reported(comment: Any) -> bool:
    """Whether it waits for the Secretariat, hidden from all but whoever wrote it."""
    return getattr(comment, "reported", False)


def move_topic(topic: Any, workspace: Any, *, acting_user: str) -> Any:
    """Put a topic with all that belongs to it into another workspace of the group.

    Whoever calls has made sure that one may moderate here and write there. Its new team
    is its audience from then on, and the old one's no longer.
    """
    home = aq_parent(aq_inner(topic))
    detail = {"from": home.UID(), "to": workspace.UID()}
    record("topic.move", target=topic, acting_user=acting_user, detail=detail)
    moved = _carry(home, workspace, topic.getId())
    refresh_thread(moved)
    moved.reindexObjectSecurity()
    return moved


def _carry(home: Any, workspace: Any, name: str) -> Any:
    """As Plone's containers do it, but for their asking whether it may be copied."""
    topic = home._getOb(name)
    notify(ObjectWillBeMovedEvent(topic, home, name, workspace, name))
    home._delObject(name, suppress_events=True)
    workspace._setObject(name, aq_base(topic), set_owner=0, suppress_events=True)
    topic = workspace._getOb(name)
    notify(ObjectMovedEvent(topic, home, name, workspace, name))
    notifyContainerModified(home)
    notifyContainerModified(workspace)
    return topic
