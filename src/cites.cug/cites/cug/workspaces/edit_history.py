"""What topics and comments said before they were changed: it is kept with each of them,
goes where it goes, and is gone when it is gone.
"""

from Acquisition import aq_base
from datetime import datetime
from datetime import UTC
from typing import Any
from typing import NamedTuple


class Earlier(NamedTuple):
    """What was said until somebody changed it."""

    until: datetime
    #: Plain in a comment, rich or None in a topic.
    text: Any
    #: Who changed it; of the first comments only their authors could, and it is empty.
    by: str = ""
    #: A comment has none.
    title: str = ""


def earlier(post: Any) -> list[Earlier]:
    """All of it, the oldest first."""
    # What lies in a topic would acquire the topic's.
    return [Earlier(*kept) for kept in getattr(aq_base(post), "history", ())]


def keep_earlier_text(post: Any, text: Any, *, acting_user: str, title: str = "") -> None:
    """Keep what a topic or a comment says no longer."""
    kept = Earlier(datetime.now(UTC), text, acting_user, title)
    # As a mere tuple: the database holds no name of ours that could not be changed.
    post.history = (*getattr(aq_base(post), "history", ()), tuple(kept))


def drop_earlier_texts(post: Any) -> None:
    """Keep nothing of it any more."""
    post.history = ()
