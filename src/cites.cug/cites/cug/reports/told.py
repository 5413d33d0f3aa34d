"""Decisions on reports that tell the Secretariat and hide nothing."""

from cites.cug import _
from cites.cug.access.guard import group_of
from cites.cug.core.sql.session import write_session
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.errors import Missing
from cites.cug.reports.models import Report
from cites.cug.reports.notifications import tell_reporter
from cites.cug.reports.register import close_reports
from collections.abc import Callable
from plone.app.uuid.utils import uuidToObject
from typing import Any


HIDE, DISMISS = "hide", "dismiss"
#: These values of ``interfaces.Reported`` are the same for all such reports.
TOLD_DECISIONS: dict[str, Any] = {
    "decisions": {
        DISMISS: _("reports_told_leave"),
        HIDE: _("reports_told_hide_now_decide_later"),
    },
    "undo": DISMISS,
}


def decide_told(
    report: Report, decision: str, hide: Callable[[Report], None], *, acting_user: str
) -> None:
    """Hide, with ``hide``, what the report is about, or dismiss the report.

    Raises Missing for other decisions.
    """
    if report.hides or decision not in (HIDE, DISMISS):
        raise Missing(report.id)
    content = uuidToObject(report.content_uid, unrestricted=True)
    detail = {"member": report.reporter, "decision": decision}
    record("report.decide", target=content, acting_user=acting_user, detail=detail)
    if decision == HIDE:
        report.hides = True
        write_session().flush()
        hide(report)
    else:
        close_reports([report])
        about = f"told:{report.id}"
        tell_reporter(group_of(content), about, report.reporter, acting_user=acting_user)
