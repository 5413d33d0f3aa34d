"""What is new, due and to be decided for one member: of a group, or of all of them.

Each part is read by the query that its own list uses, with the caller's permissions, so
nothing is here that the list would not show. Only the first of each part are read.
"""

from cites.cug.access.guard import may, teams
from cites.cug.access.policy import Permission, PUBLISHED_STATES
from cites.cug.home.tasks import Task, tasks_of
from cites.cug.library.items.visits import new_among
from cites.cug.library.lists.queries import list_items
from cites.cug.library.lists.query_parameters import LibrarySearch
from cites.cug.library.tools.follows.queries import news_of
from cites.cug.messaging.assistance.models import State
from cites.cug.messaging.assistance.queries import list_requests, ME, RequestLine
from cites.cug.messaging.mailbox import MailboxLine, unread_of
from cites.cug.messaging.recent import due_messages, unread_messages
from cites.cug.web.layout.times import reader_today
from cites.cug.workspaces.queries import (
    newest_unread,
    TopicLine,
    unread_topics,
)
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, UTC
from plone import api
from typing import Any, Generic, TypeVar


#: So many of each part are shown.
FIRST = 5
#: So many of what wants an answer are counted.
MOST_DUE = 50
#: So many of the newest alerts may be new to the reader: came since the last visit to
#: the library, and not opened.
NEWEST = 50
Line = TypeVar("Line")
ItemRow = tuple[str, str, dict[str, Any]]


@dataclass(frozen=True)
class Part(Generic[Line]):
    """The first lines of one part, and how many there are in all."""

    total: int
    lines: Sequence[Line]


@dataclass(frozen=True, kw_only=True)
class Home:
    """What a member finds at the start; None for what the member does not use."""

    unread: Part[MailboxLine] | None = None
    due: Part[MailboxLine] | None = None
    alerts: Part[ItemRow] | None = None
    #: The first alerts of the library, new or not.
    latest: Sequence[ItemRow] = ()
    follows: Part[ItemRow] | None = None
    topics: Part[TopicLine] | None = None
    requests: Part[RequestLine] | None = None
    tasks: Sequence[Task] | None = None


def home_of(group: Any, user_id: str) -> Home:
    """What is new, due and to be decided in the group for the caller, ``user_id``."""
    tasks = tasks_of(group)
    if not may(Permission.USE_MESSAGES, group):
        return Home(tasks=tasks)
    due = due_messages(group, user_id, reader_today(), MOST_DUE)
    asked, asked_total = list_requests(
        group, user_id, asked=ME, state=State.OPEN.value, size=FIRST
    )
    followed = news_of(group, user_id, datetime.now(UTC)).rows
    newest = _newest_alerts(group)
    new = new_among(user_id, group, newest)
    alerts = [row for row in newest if row[1] in new]
    unread = unread_of(group.UID(), user_id)
    return Home(
        unread=Part(unread, unread_messages(group, user_id, FIRST) if unread else ()),
        due=Part(len(due), due[:FIRST]),
        alerts=Part(len(alerts), alerts[:FIRST]),
        latest=newest[:FIRST],
        follows=Part(len(followed), followed[:FIRST]),
        topics=_new_topics(group),
        requests=Part(asked_total, asked),
        tasks=tasks,
    )


def _newest_alerts(group: Any) -> Sequence[ItemRow]:
    asked = {"type": "Alert", "state": PUBLISHED_STATES}
    return list_items(group, LibrarySearch(asked, facets=(), size=NEWEST)).rows


def _new_topics(group: Any) -> Part[TopicLine] | None:
    """Topics with something new; None for members who are in no workspace."""
    if not teams(group):
        return None
    total = unread_topics(group)
    return Part(total, newest_unread(group, FIRST) if total else [])


def groups_of_caller() -> list[Any]:
    """Catalog brains of the groups that the caller may see, by title."""
    return api.portal.get_tool("portal_catalog").searchResults(
        portal_type="ClosedUserGroup", sort_on="sortable_title", show_inactive=True
    )
