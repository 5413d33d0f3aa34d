"""The comments of a topic in reading order; only those shown are loaded."""

from cites.cug.access.guard import caller, may
from cites.cug.access.policy import Permission
from cites.cug.core.plone_internals.content import comment_replies
from cites.cug.web.layout.people import full_names
from cites.cug.workspaces.actions.comments import may_still_edit
from cites.cug.workspaces.actions.topics import is_deleted, is_reported
from cites.cug.workspaces.read_marks import mark_read, read_until, seen_by
from cites.cug.workspaces.topic_records import last_post
from collections import defaultdict
from collections.abc import Iterator
from plone.app.discussion.interfaces import IConversation
from typing import Any, NamedTuple


#: Pictures and files by the id of their comment; None: they belong to the topic itself.
Files = dict[int | None, list[Any]]


class CommentPlace(NamedTuple):
    """The id of a comment, and its depth: 0 for a reply to the topic itself."""

    id: int
    depth: int


class ShownComment(NamedTuple):
    """A comment with all that the page shows beside it."""

    comment: Any
    depth: int
    author: str
    deleted: bool
    reported: bool
    #: Whether the text is left out: it was reported, and the caller may not read it.
    hidden: bool
    unread: bool
    seen: list[str]
    files: list[Any]
    editable: bool
    deletable: bool


def in_order(topic: Any) -> list[CommentPlace]:
    """The places of all comments, each followed by those of its replies."""
    children = comment_replies(IConversation(topic))
    waiting = [CommentPlace(number, 0) for number in reversed(list(children.get(0, ())))]
    found = []
    while waiting:
        place = waiting.pop()
        found.append(place)
        replies = list(children.get(place.id, ()))
        waiting += [CommentPlace(number, place.depth + 1) for number in reversed(replies)]
    return found


def shown_comments(
    topic: Any, places: list[CommentPlace], files: Files
) -> Iterator[ShownComment]:
    """The comments at these places, as the caller may see them.

    Queries are made once for all of them.
    """
    user, conversation = caller(), IConversation(topic)
    comments = [conversation[place.id] for place in places]
    names = full_names({comment.author_username for comment in comments})
    mark = read_until(user, topic.UID())
    seen = seen_by(topic.UID(), [place.id for place in places])
    open_to_all = may(Permission.COMMENT, topic)
    moderates = may(Permission.MODERATE, topic)
    decides = may(Permission.DECIDE_REPORT, topic)
    for comment, place in zip(comments, places, strict=True):
        author, deleted = comment.author_username, is_deleted(comment)
        reported = is_reported(comment)
        hidden = reported and author != user and not decides
        own = open_to_all and author == user
        yield ShownComment(
            comment=comment,
            depth=place.depth,
            author=names[author],
            deleted=deleted,
            reported=reported,
            hidden=hidden,
            unread=not deleted and author != user and place.id > mark,
            seen=seen.get(place.id, []),
            files=[] if reported else files.get(place.id, []),
            editable=open_to_all and may_still_edit(comment, user),
            deletable=not deleted and not reported and (own or moderates),
        )


def files_by_comment(topic: Any) -> Files:
    """The pictures and files of a topic by the id of their comment."""
    found: Files = defaultdict(list)
    for file in topic.objectValues():
        found[getattr(file.aq_base, "comment_id", None)].append(file)
    return found


def open_topic(topic: Any, user_id: str) -> None:
    """Mark all posts of a topic as read by the user."""
    mark_read(user_id, topic.UID(), last_post(topic.UID()))
