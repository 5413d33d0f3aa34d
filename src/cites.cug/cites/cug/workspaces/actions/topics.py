"""Actions on topics. Each change is put on record, and in the rows that lists read."""

from Acquisition import aq_base, aq_inner, aq_parent
from BTrees.LLBTree import LLSet
from cites.cug.access.guard import group_of
from cites.cug.core.plone_internals.content import comment_replies
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.errors import Missing
from cites.cug.core.validation.rich_text import same_text
from cites.cug.mailing.outbox import queue_notices
from cites.cug.workspaces.edit_history import keep_earlier_text
from cites.cug.workspaces.mentions import mentioned_in
from cites.cug.workspaces.notices import reference, WORKSPACE
from cites.cug.workspaces.subscriptions import to_be_told
from cites.cug.workspaces.topic_records import (
    begin_thread,
    moment_of,
    refresh_links,
    refresh_thread,
)
from collections.abc import Iterator
from collective.workspace.interfaces import IWorkspace
from contextlib import contextmanager
from OFS.event import ObjectWillBeMovedEvent
from plone.app.discussion.interfaces import DISCUSSION_ANNOTATION_KEY, IConversation
from typing import Any
from zope.annotation.interfaces import IAnnotations
from zope.container.contained import notifyContainerModified
from zope.event import notify
from zope.lifecycleevent import ObjectMovedEvent


def begin_topic(topic: Any, *, acting_user: str) -> None:
    """Do all that follows when a topic has been added: its row, notices, the record."""
    open_conversation(topic)
    post_id = begin_thread(topic)
    tell_team(topic, post_id, topic.Creator(), _raw(topic.text))
    record("topic.add", target=topic, acting_user=acting_user)


@contextmanager
def topic_edited(topic: Any, *, acting_user: str) -> Iterator[None]:
    """Context in which title or text of a topic may change; the earlier ones are kept."""
    title, text = topic.title, topic.text
    yield
    if topic.title == title and same_text(_raw(topic.text), _raw(text)):
        return
    keep_earlier_text(topic, text, acting_user=acting_user, title=title)
    refresh_links(topic)
    record("topic.edit", target=topic, acting_user=acting_user)


def _raw(text: Any) -> str:
    return text.raw if text else ""


def open_conversation(topic: Any) -> None:
    """Store an empty conversation.

    Otherwise each of two members who comment first at the same time would make one.
    """
    conversation = aq_base(IConversation(topic))
    comment_replies(conversation)[0] = LLSet()
    IAnnotations(topic)[DISCUSSION_ANNOTATION_KEY] = conversation


def tell_team(topic: Any, post_id: int, author: str, text: str) -> None:
    """Queue notices of a new post for the members of the team who want them."""
    workspace = aq_parent(aq_inner(topic))
    readers = [user for user in IWorkspace(workspace).readers() if user != author]
    mentioned = mentioned_in(text, readers)
    told = to_be_told(readers, mentioned, topic.UID(), workspace.UID())
    if told:
        about, at = reference(topic.UID(), post_id), moment_of(post_id)
        queue_notices(WORKSPACE, about, group_of(topic).UID(), told, at=at)


def pin_topic(topic: Any, pinned: bool, *, acting_user: str) -> None:
    """Put a topic above the others of its workspace, or back among them."""
    topic.pinned = pinned
    refresh_thread(topic)
    detail = {"pinned": pinned}
    record("topic.pin", target=topic, acting_user=acting_user, detail=detail)


def mark_answer(topic: Any, comment_id: int | None, *, acting_user: str) -> None:
    """Say which comment answers the topic; None: none does. Raises Missing."""
    if comment_id is not None:
        check_comment(topic, comment_id)
    topic.answer = comment_id
    refresh_thread(topic)
    detail = {"comment": comment_id and str(comment_id)}
    record("topic.answer", target=topic, acting_user=acting_user, detail=detail)


def check_comment(topic: Any, comment_id: int) -> Any:
    """The comment. Raises Missing if it is deleted, reported or missing."""
    found = IConversation(topic).get(comment_id)
    if found is None or is_deleted(found) or is_reported(found):
        raise Missing(comment_id)
    return found


def is_deleted(comment: Any) -> bool:
    """Whether a comment is the empty one that stays after it was deleted."""
    return getattr(comment, "deleted", False)


def is_reported(comment: Any) -> bool:
    """Whether a comment is hidden until the Secretariat has decided on a report."""
    return getattr(comment, "reported", False)


def move_topic(topic: Any, workspace: Any, *, acting_user: str) -> Any:
    """Move a topic, with its comments and files, into another workspace of the group.

    Callers check that the user moderates the topic and may add topics to the other
    workspace. From then on the team of that workspace can read it, and the old team
    cannot.
    """
    home = aq_parent(aq_inner(topic))
    detail = {"from": home.UID(), "to": workspace.UID()}
    record("topic.move", target=topic, acting_user=acting_user, detail=detail)
    moved = _carry(home, workspace, topic.getId())
    refresh_thread(moved)
    moved.reindexObjectSecurity()
    return moved


def _carry(home: Any, workspace: Any, name: str) -> Any:
    """Move as Plone's containers do, without asking whether the topic may be copied."""
    topic = home._getOb(name)
    notify(ObjectWillBeMovedEvent(topic, home, name, workspace, name))
    home._delObject(name, suppress_events=True)
    workspace._setObject(name, aq_base(topic), set_owner=0, suppress_events=True)
    topic = workspace._getOb(name)
    notify(ObjectMovedEvent(topic, home, name, workspace, name))
    notifyContainerModified(home)
    notifyContainerModified(workspace)
    return topic
