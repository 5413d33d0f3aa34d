"""Actions on all open reports of one member."""

from cites.cug.core.sql.session import write_session
from cites.cug.core.trail.trail import record
from cites.cug.reports.content import CONTENT
from cites.cug.reports.interfaces import IReports
from cites.cug.reports.lookup import COMMENT, reference
from cites.cug.reports.notifications import tell_only
from cites.cug.reports.register import open_by
from typing import Any
from zope.component import getUtilitiesFor, getUtility


def reinstate_all(group: Any, reporter: str, *, acting_user: str) -> int:
    """Decide all reports of this member in favour of the content; answers how many.

    Reports that hide nothing are dismissed.
    """
    decided = 0
    for _sort, reports in getUtilitiesFor(IReports):
        for one in reports.waiting(group):
            if one.reporter == reporter:
                reports.decide(group, one.key, one.undo, acting_user)
                decided += 1
    if decided:
        detail = {"member": reporter, "reports": decided}
        record("report.reinstate", target=group, acting_user=acting_user, detail=detail)
    return decided


def lift_reports(group: Any, reporter: str, *, acting_user: str) -> None:
    """Show again what this member's reports hide. The Secretariat still decides on it."""
    lifted = open_by(group, reporter)
    for report in lifted:
        report.hides = False
        write_session().flush()
        sort = CONTENT if report.post_id is None else COMMENT
        getUtility(IReports, name=sort).lift(report)
        tell_only(group, reference(sort, report.id), acting_user=acting_user)
    if lifted:
        detail = {"member": reporter, "reports": len(lifted)}
        record("report.lift", target=group, acting_user=acting_user, detail=detail)
