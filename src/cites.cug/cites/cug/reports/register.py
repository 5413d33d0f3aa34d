"""Open reports: added, looked up, closed.

Reports of those who may hide something (``may_hide``) hide it at once. Other reports only
tell the Secretariat: one member alone must not be able to empty the library.
"""

import secrets
from Acquisition import aq_chain, aq_inner
from cites.cug.access.guard import group_of, in_secretariat
from cites.cug.access.roles import TeamRole
from cites.cug.core.sql.proofs import is_proven, trusted
from cites.cug.core.sql.session import session, write_session
from cites.cug.interfaces import ITeamWorkspace
from cites.cug.reports.interfaces import IReports
from cites.cug.reports.models import Report
from cites.cug.web.limits.use import Limit, open_reports, use
from collections.abc import Iterable, Iterator
from collective.workspace.interfaces import IWorkspace
from datetime import datetime, UTC
from sqlalchemy import func, select
from typing import Any
from zope.component import getUtilitiesFor


def take_report(
    content: Any, reason: str, *, reporter: str, post_id: int | None = None
) -> Report | None:
    """Record a report about the content, or about the comment ``post_id`` in it.

    ``hides`` of the report says whether the content is hidden now. None: the member has
    reported it before, and it is not hidden this time either. Raises OverLimit.
    """
    group = group_of(content)
    write_session()
    use(group, reporter, {Limit.REPORTS: 1})
    hides = may_hide(content, reporter)
    mine = _about(content.UID(), post_id).where(Report.reporter == reporter)
    earlier = next(_trusted(mine), None)
    if earlier is not None:
        earlier.hides = hides
        return earlier if hides else None
    now = datetime.now(UTC)
    return add_report(
        content, reason, post_id=post_id, reporter=reporter, time=now, hides=hides
    )


def add_report(
    content: Any,
    reason: str,
    *,
    reporter: str,
    time: datetime,
    hides: bool,
    post_id: int | None = None,
) -> Report:
    """Record a report with these values."""
    report = Report(
        id=secrets.token_hex(16),
        group_uid=group_of(content).UID(),
        content_uid=content.UID(),
        post_id=post_id,
        reporter=reporter,
        time=time,
        reason=reason,
        hides=hides,
    )
    records = write_session()
    records.add(report)
    records.flush()
    return report


def may_hide(content: Any, user_id: str) -> bool:
    """Whether a report of this member hides the content at once.

    So it is for the Secretariat, and for persons on the roster, who are no guests of the
    workspace and have fewer hiding reports open than the limit allows.
    """
    group = group_of(content)
    if in_secretariat(user_id, group):
        return True
    entry = IWorkspace(group).members.get(user_id) or {}
    is_person = entry.get("groups") and not entry.get("service")
    if not is_person or _is_guest(content, user_id):
        return False
    return _hiding_total(group, user_id) < open_reports()


def _is_guest(content: Any, user_id: str) -> bool:
    """Whether the roster of the workspace has the user as a guest.

    The role on the roster counts, as in an archived workspace everybody has the rights of
    a guest.
    """
    around = filter(ITeamWorkspace.providedBy, aq_chain(aq_inner(content)))
    return any(IWorkspace(one).role_of(user_id) is TeamRole.GUEST for one in around)


def _hiding_total(group: Any, user_id: str) -> int:
    counted = select(func.count()).where(
        Report.group_uid == group.UID(), Report.reporter == user_id, Report.hides
    )
    return session().scalar(counted) or 0


def hiding(content_uid: str, post_id: int | None = None) -> Report | None:
    """The report because of which something is hidden; None if it is not hidden."""
    found = _about(content_uid, post_id).where(Report.hides)
    return next(_trusted(found.order_by(Report.time)), None)


def open_by(group: Any, reporter: str) -> list[Report]:
    """Reports of one member because of which something of the group is hidden."""
    hidden = select(Report).where(
        Report.group_uid == group.UID(), Report.reporter == reporter, Report.hides
    )
    return list(_trusted(hidden))


def waiting_reports(group: Any, *, comments: bool) -> list[Report]:
    """Open reports of a group: about comments, or about items and topics.

    Of several about the same hidden thing, only those that hide it.
    """
    sort = Report.post_id.is_not(None) if comments else Report.post_id.is_(None)
    found = select(Report).where(Report.group_uid == group.UID(), sort)
    reports = list(_trusted(found.order_by(Report.time)))
    hidden = {(one.content_uid, one.post_id) for one in reports if one.hides}
    return [
        one
        for one in reports
        if one.hides or (one.content_uid, one.post_id) not in hidden
    ]


def find_open(group: Any, report_id: str) -> Report | None:
    """The open report of this id in the group; or None."""
    report = session().get(Report, report_id)
    if report is None or report.group_uid != group.UID():
        return None
    return report if is_proven(Report, report) else None


def close_reports(reports: Iterable[Report]) -> None:
    """Delete reports on which the Secretariat has decided."""
    records = write_session()
    for report in reports:
        records.delete(report)
    records.flush()


def reports_about(content_uid: str, post_id: int | None = None) -> list[Report]:
    """All open reports about one thing."""
    return list(_trusted(_about(content_uid, post_id)))


def forget_reports(content_uid: str) -> None:
    """Delete all reports about content that was removed, and about its comments."""
    records = write_session()
    found = records.scalars(select(Report).where(Report.content_uid == content_uid))
    close_reports(found.all())


def _trusted(query: Any) -> Iterator[Report]:
    """The reports that are found, but for those that the portal has not written."""
    return trusted(Report, session().scalars(query))


def _about(content_uid: str, post_id: int | None) -> Any:
    return select(Report).where(
        Report.content_uid == content_uid, Report.post_id.is_not_distinct_from(post_id)
    )


def waiting_total(group: Any) -> int:
    """How many things wait for a decision of the Secretariat."""
    return sum(reports.total(group) for _sort, reports in getUtilitiesFor(IReports))
