"""What the page of a topic says of changes of it and of its comments."""

from cites.cug.layout.people import full_names
from cites.cug.layout.times import moment
from cites.cug.workspaces.edit_history import earlier
from collections.abc import Callable
from typing import Any


def changes(
    post: Any, author: str, language: str, show: Callable[[Any], str] | None
) -> dict[str, Any] | None:
    """When it was changed last, and by whom; None if it never was.

    ``show`` makes markup of what it said before; None for who is not told.
    """
    kept = earlier(post)
    if not kept:
        return None
    names = full_names({one.by or author for one in kept})
    told = [
        {"when": moment(one.until, language), "by": names[one.by or author], "kept": one}
        for one in kept
    ]
    past = [
        {**one, "title": one["kept"].title, "html": show(one["kept"].text)}
        for one in (told if show else ())
    ]
    return {**told[-1], "past": past}
