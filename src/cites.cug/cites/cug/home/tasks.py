"""What waits in a group for those who decide: numbers, with the page of each."""

from cites.cug import _
from cites.cug.access.guard import caller, may
from cites.cug.access.policy import Permission
from cites.cug.core.jobs.job_status import list_jobs_of_machine
from cites.cug.library.lists.queries import matching
from cites.cug.library.lists.query_parameters import LibrarySearch
from cites.cug.library.tools.corrections.queries import waiting_for
from cites.cug.library.tools.group_shares.queries import offered_to
from cites.cug.mailing.outbox import troubles
from cites.cug.membership.access_requests.queries import waiting_requests
from cites.cug.membership.account_changes import changes_in
from cites.cug.membership.directory import count_due
from cites.cug.membership.managers import member_manager
from cites.cug.membership.roster import DUE_DAYS
from cites.cug.reports.register import waiting_total
from cites.cug.web.layout.times import reader_today
from collections.abc import Iterator
from datetime import datetime, UTC
from time import time
from typing import Any, NamedTuple
from zope.i18nmessageid import Message


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
        yield Task("reports", _("Reports of personal data"), total, "reports")
    if may(Permission.SEE_REQUESTS, group):
        total = waiting_requests(group)
        yield Task("access-requests", _("Requests for access"), total, "requests")
    if may(Permission.PUBLISH, group):
        total = len(matching(group, LibrarySearch({"state": "pending"})))
        path = "library?state=pending"
        yield Task("pending", _("Drafts waiting to be published"), total, path)
    if may(Permission.USE_MESSAGES, group) and (
        corrections := waiting_for(group, caller())
    ):
        told = _("Corrections proposed for alerts")
        yield Task("corrections", told, len(corrections), "corrections")
    if may(Permission.PUBLISH, group) and (offers := offered_to(group)):
        told = _("Items that other groups offer")
        yield Task("group-offers", told, len(offers), "group-offers")
    looking = member_manager(group)
    if looking.keeps_any:
        total = count_due(group, looking, reader_today())
        path = f"members?due={DUE_DAYS}"
        yield Task("memberships", _("Memberships ending soon"), total, path)
    if may(Permission.KEEP_ACCOUNTS, group):
        total = len(changes_in(group))
        yield Task("account-changes", _("Account changes"), total, "account-changes")
        letters = may(Permission.VET, group)
        total, _lines = troubles(group.UID(), datetime.now(UTC), letters=letters, size=0)
        yield Task("notices", _("Readers whom no notification reached"), total, "notices")
        if letters:
            now = time()
            total = sum(job.is_late(now) for job in list_jobs_of_machine())
            told = _("Background jobs that are failing: please tell the operator")
            yield Task("jobs", told, total, "")
