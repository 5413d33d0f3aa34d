"""Mentions of members in texts: ``@`` and the user id."""

import re
from Acquisition import aq_inner, aq_parent
from cites.cug.web.layout.people import full_names
from collections.abc import Collection
from collective.workspace.interfaces import IWorkspace
from typing import Any


MENTION = re.compile(r"(?<![\w@.])@([\w][\w.-]*\w|\w)")


def mentioned_in(text: str, readers: Collection[str]) -> set[str]:
    """Those of the readers whom the text mentions."""
    return set(MENTION.findall(text)) & set(readers)


def mentionable(topic: Any, q: str, user_id: str) -> list[tuple[str, str]]:
    """``(user id, full name)`` of other readers of the topic.

    Each word of ``q`` is the beginning of the id or of a part of the name.
    """
    workspace = aq_parent(aq_inner(topic))
    readers = [user for user in IWorkspace(workspace).readers() if user != user_id]
    words = q.casefold().split()
    found = [
        (user, name)
        for user, name in full_names(readers).items()
        if all(_begins(word, user, name) for word in words)
    ]
    return sorted(found, key=lambda pair: pair[1].casefold())


def _begins(word: str, user_id: str, name: str) -> bool:
    return any(
        part.startswith(word)
        for part in (user_id.casefold(), *name.casefold().replace(",", " ").split())
    )
