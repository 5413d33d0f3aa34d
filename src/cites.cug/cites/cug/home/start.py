"""What is new, due and to be decided for one member: of a group, or of all of them.

Each part is read by the query that its own list uses, with the caller's permissions, so
nothing is here that the list would not show. Only the first of each part are read.
"""

from cites.cug import _
from cites.cug.access.guard import caller, may, teams
from cites.cug.access.policy import Permission, PUBLISHED_STATES
from cites.cug.core.jobs.job_status import list_jobs_of_machine
from cites.cug.library.items.visits import new_among
from cites.cug.library.lists.queries import list_items, matching
from cites.cug.library.lists.query_parameters import LibrarySearch
from cites.cug.library.tools.corrections.queries import waiting_for
from cites.cug.library.tools.follows.queries import news_of
from cites.cug.library.tools.group_shares.queries import offered_to
from cites.cug.mailing.outbox import troubles
from cites.cug.membership.access_requests.queries import waiting_requests
from cites.cug.membership.account_changes import changes_in
from cites.cug.membership.directory import find_due
from cites.cug.membership.managers import member_manager
from cites.cug.membership.roster import DUE_DAYS
from cites.cug.messaging.assistance.models import State
from cites.cug.messaging.assistance.queries import list_requests, ME, RequestLine
from cites.cug.messaging.mailbox import MailboxLine, unread_of
from cites.cug.messaging.recent import due_messages, unread_messages
from cites.cug.reports.register import waiting_total
from cites.cug.web.layout.times import reader_today
from cites.cug.workspaces.queries import (
    newest_unread,
    TopicLine,
    unread_topics,
)
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, UTC
from plone import api
from time import time
from typing import Any, Generic, NamedTuple, TypeVar
from zope.i18nmessageid import Message


#: So many of each part are shown.
FIRST = 5
#: So many of what wants an answer are counted.
MOST_DUE = 50
#: So many of the newest alerts may be new to the reader: came since the last visit to
#: the library, and not opened.
NEWEST = 50
Line = TypeVar("Line")
ItemRow = tuple[str, str, dict[str, Any]]


class Task(NamedTuple):
    """One kind of decision: how many wait, and where they are below the group.

    ``path`` is empty for what has no page in the group.
    """

    name: str
    title: Message
    total: int
    path: str


def tasks_of(group: Any) -> list[Task] | None:
    """What waits for the caller to decide; None for those who decide nothing."""
    found = list(_tasks(group))
    return found or None


def _tasks(group: Any) -> Iterator[Task]:
    if may(Permission.DECIDE_REPORT, group):
        total = waiting_total(group)
        yield Task(
            "reports",
            _("common_reports_of_identifying_information_title"),
            total,
            "reports",
        )
    if may(Permission.SEE_REQUESTS, group):
        total = waiting_requests(group)
        yield Task(
            "access-requests", _("common_requests_for_access_link"), total, "requests"
        )
    if may(Permission.PUBLISH, group):
        total = len(matching(group, LibrarySearch({"state": "pending"})))
        path = "library?state=pending"
        yield Task("pending", _("home_start_drafts_waiting_published"), total, path)
    if may(Permission.USE_MESSAGES, group) and (
        corrections := waiting_for(group, caller())
    ):
        told = _("home_start_corrections_proposed_for_alerts")
        yield Task("corrections", told, len(corrections), "corrections")
    if may(Permission.PUBLISH, group) and (offers := offered_to(group)):
        told = _("home_start_items_other_groups_offer")
        yield Task("group-offers", told, len(offers), "group-offers")
    looking = member_manager(group)
    if looking.keeps_any:
        total = len(find_due(group, looking, reader_today()))
        path = f"members?due={DUE_DAYS}"
        yield Task("memberships", _("home_start_memberships_ending_soon"), total, path)
    if may(Permission.KEEP_ACCOUNTS, group):
        total = len(changes_in(group))
        yield Task(
            "account-changes", _("common_account_changes_title"), total, "account-changes"
        )
        letters = may(Permission.VET, group)
        total, _lines = troubles(group.UID(), datetime.now(UTC), letters=letters, size=0)
        yield Task(
            "notices", _("home_start_readers_whom_no_notification"), total, "notices"
        )
        if letters:
            now = time()
            total = sum(job.is_late(now) for job in list_jobs_of_machine())
            told = _("home_start_background_jobs_failing_please_text")
            yield Task("jobs", told, total, "")


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
