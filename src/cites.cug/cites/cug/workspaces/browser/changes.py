"""What the page of a topic says about changes of the topic and of its comments."""

from cites.cug.web.layout.people import full_names
from cites.cug.web.layout.times import moment
from cites.cug.workspaces.edit_history import earlier
from collections.abc import Callable
from typing import Any


def changes(
    post: Any, author: str, language: str, show: Callable[[Any], str] | None
) -> dict[str, Any] | None:
    """When a topic or comment was last changed, and by whom; None if never.

    ``show`` makes HTML of an earlier text. It is None for readers who may not see those.
    """
    kept = earlier(post)
    if not kept:
        return None
    names = full_names({one.by or author for one in kept})
    told: list[dict[str, Any]] = [
        {"when": moment(one.until, language), "by": names[one.by or author], "kept": one}
        for one in kept
    ]
    past = [
        {**one, "title": one["kept"].title, "html": show(one["kept"].text)}
        for one in (told if show else ())
    ]
    return {**told[-1], "past": past}
