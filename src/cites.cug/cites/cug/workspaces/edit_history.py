"""The earlier texts of topics and comments.

They are stored in the topic or comment: they move with it and are deleted with it.
"""

from Acquisition import aq_base
from datetime import datetime, UTC
from typing import Any, NamedTuple


class Earlier(NamedTuple):
    """A text that somebody has changed later."""

    until: datetime
    #: Plain text of a comment; a RichTextValue or None of a topic.
    text: Any
    #: Who changed it. Empty in old comments, which only their authors could change.
    by: str = ""
    #: Empty for comments, which have no title.
    title: str = ""


def earlier(post: Any) -> list[Earlier]:
    """All earlier texts of a topic or comment, the oldest first."""
    # Without aq_base, content of a topic would acquire the topic's history.
    return [Earlier(*kept) for kept in getattr(aq_base(post), "history", ())]


def keep_earlier_text(post: Any, text: Any, *, acting_user: str, title: str = "") -> None:
    """Store the text that a topic or comment had until now."""
    kept = Earlier(datetime.now(UTC), text, acting_user, title)
    # A plain tuple, so that the database does not refer to our class, which may be
    # renamed.
    post.history = (*getattr(aq_base(post), "history", ()), tuple(kept))


def drop_earlier_texts(post: Any) -> None:
    """Delete all earlier texts of a topic or comment."""
    post.history = ()
