"""What has changed in a group since a client last asked: library, topics and permits.

Each is followed by itself, with a place of its own in one cursor. What the caller's token
is not for keeps its place: a token of the same member that is for it goes on from there.
"""

from cites.cug import _
from cites.cug.core.validation.errors import GONE, Refusal
from cites.cug.exchange.changes import Change, ChangePage, library_since, list_changes
from cites.cug.exchange.cursors import Cursor, Place
from cites.cug.exchange.permit_changes import list_permit_changes, permits_since
from cites.cug.exchange.topic_changes import list_topic_changes, topics_since
from cites.cug.login.scopes import Scope
from collections.abc import Callable
from datetime import datetime, timedelta, UTC
from functools import partial
from plone import api
from typing import Any, NamedTuple


#: So long what has changed is kept, and a cursor is good.
KEPT = timedelta(days=90)
TOO_OLD = _("exchange_following_changes_kept_days_date_text", mapping={"days": KEPT.days})


class Followed(NamedTuple):
    """Changes in their order, where to go on, and whether there are more at once."""

    changes: list[Change]
    place: Place
    more: bool


def follow_group(
    group: Any,
    since: Place | datetime | None,
    size: int,
    allows: Callable[[Scope], bool],
) -> Followed:
    """At most so many changes of all that the caller may read. Raises Refusal.

    ``allows``: whether the caller's token is for that.
    """
    place, told = begin_at(group, since), list[Change]()
    more = False
    for scope, name, list_some in _parts(group):
        if more or not allows(scope):
            continue
        if len(told) == size:
            more = True  # perhaps: the next answer says
            continue
        page = list_some(getattr(place, name), size - len(told))
        told += page.changes
        place = place._replace(**{name: page.cursor})
        more = page.more
    return Followed(told, place, more)


def follow_library(group: Any, since: Place | datetime | None, size: int) -> Followed:
    """The same of the library alone. Raises Refusal."""
    place = begin_at(group, since)
    page = _follow(list_changes, group, place.library, size)
    return Followed(page.changes, place._replace(library=page.cursor), page.more)


def _parts(group: Any) -> tuple[tuple[Scope, str, Callable[..., Any]], ...]:
    return (
        (Scope.READ_LIBRARY, "library", partial(_follow, list_changes, group)),
        (Scope.READ_WORKSPACES, "topics", partial(_follow, list_topic_changes, group)),
        (Scope.READ_PERMITS, "permits", partial(list_permit_changes, api.portal.get())),
    )


def _follow(
    list_some: Callable[..., ChangePage], group: Any, cursor: Cursor | None, size: int
) -> ChangePage:
    """A page of a log, if that still has what comes after the cursor. Raises Refusal."""
    now = int(datetime.now(UTC).timestamp())
    at = now if cursor is None else cursor.at
    if at < now - KEPT.total_seconds():
        raise Refusal(TOO_OLD, GONE)
    page = list_some(group, cursor, size)
    # Who has not read to the end is no further than before.
    return page._replace(cursor=page.cursor._replace(at=at if page.more else now))


def begin_at(group: Any, since: Place | datetime | None) -> Place:
    """The place to go on from."""
    if not isinstance(since, datetime):
        return since or Place()
    at = int(since.timestamp())
    return Place(
        library_since(group, since)._replace(at=at),
        topics_since(group, since)._replace(at=at),
        permits_since(api.portal.get(), since),
    )
