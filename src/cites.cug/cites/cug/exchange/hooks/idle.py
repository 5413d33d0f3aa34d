"""Hooks to which nothing is to be told, which is found out without looking for it.

Several times a minute each hook is asked about. What could make something to be told is a
few numbers and the rights of its account: as long as these are what they were when there
was nothing, there is nothing.
"""

from cites.cug.access.guard import principals_of
from cites.cug.core.sql.session import session
from cites.cug.library.lists.bitmaps import library_index
from cites.cug.permits.change_order import last_moment
from cites.cug.workspaces.change_log import last_number
from plone import api
from time import monotonic
from typing import Any, NamedTuple


#: Seconds after which it is looked for all the same: by then an account may have ended.
LASTS = 5 * 60.0
#: The hooks of this process; one that has ended leaves its line.
MOST = 10_000


class Mark(NamedTuple):
    """What follows a hook's place; the same of the same."""

    cursor: str | None
    library: int
    topics: int
    permits: Any
    rights: tuple[str, ...]


class Idle:
    """The marks of the hooks of this process."""

    def __init__(self) -> None:
        self._marks: dict[str, tuple[Mark, float]] = {}

    def has(self, hook_id: str, mark: Mark) -> bool:
        """Whether nothing was to be told at that mark, a short while ago."""
        known, until = self._marks.get(hook_id, (None, 0.0))
        return known == mark and monotonic() < until

    def note(self, hook_id: str, mark: Mark) -> None:
        if len(self._marks) >= MOST:
            self._marks.clear()
        self._marks[hook_id] = (mark, monotonic() + LASTS)


def mark_of(row: Any, group: Any) -> Mark:
    """What decides whether something is to be told."""
    log = library_index(api.portal.get_tool("portal_catalog")).changes
    records = session()
    return Mark(
        row.cursor,
        0 if log is None else log.last(row.group_uid),
        last_number(records),
        last_moment(),
        tuple(principals_of(row.user_id, group)),
    )
