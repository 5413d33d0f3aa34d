"""Reported comments as the Secretariat sees them: the comment alone, not its topic."""

from Acquisition import aq_inner, aq_parent
from cites.cug import _
from cites.cug.core.sql.session import write_session
from cites.cug.core.validation.errors import Missing
from cites.cug.reports.content import DELETE, REINSTATE
from cites.cug.reports.interfaces import IReports, Reported
from cites.cug.reports.models import Report
from cites.cug.reports.register import find_open, waiting_reports
from cites.cug.reports.told import decide_told, TOLD_DECISIONS
from cites.cug.web.layout.local_texts import local_text
from cites.cug.workspaces.actions.comments import files_of
from cites.cug.workspaces.actions.reporting import (
    delete_reported,
    hide_comment,
    reinstate_comment,
    show_comment,
)
from plone.app.discussion.interfaces import IConversation
from plone.app.uuid.utils import uuidToObject
from typing import Any
from zope.interface import implementer


KIND = _("common_comment_title")
DECIDE = {"reinstate": reinstate_comment, "delete": delete_reported}
WORDS = {"reinstate": REINSTATE, "delete": DELETE}


@implementer(IReports)
class ReportedComments:
    """Comments that were reported. ``key`` is the id of the report."""

    def total(self, group: Any) -> int:
        return len(waiting_reports(group, comments=True))

    def waiting(self, group: Any) -> list[Reported]:
        return [_shown(report) for report in waiting_reports(group, comments=True)]

    def find(self, group: Any, key: str) -> Reported:
        return _shown(_report(group, key))

    def decide(self, group: Any, key: str, decision: str, acting_user: str) -> None:
        write_session()  # one decision after the other
        report = _report(group, key)
        topic, comment = _place(report)
        if not report.hides:
            hide = _hiding_for(acting_user)
            decide_told(report, decision, hide, acting_user=acting_user)
        elif decision in DECIDE:
            DECIDE[decision](topic, comment, acting_user=acting_user)
        else:
            raise Missing(key)

    def lift(self, report: Report) -> None:
        show_comment(*_place(report))


def _hiding_for(acting_user: str) -> Any:
    def hide(report: Report) -> None:
        hide_comment(*_place(report), report, acting_user=acting_user)

    return hide


def _report(group: Any, key: str) -> Report:
    report = find_open(group, key)
    if report is None or report.post_id is None:
        raise Missing(key)
    return report


def _place(report: Report) -> tuple[Any, Any]:
    """The topic and the comment that a report is about."""
    topic = uuidToObject(report.content_uid, unrestricted=True)
    return topic, IConversation(topic)[report.post_id]


def _shown(report: Report) -> Reported:
    topic, comment = _place(report)
    # The Secretariat may know the title of the workspace, but not that of the topic.
    workspace = aq_parent(aq_inner(topic))
    said: dict[str, Any] = {
        "key": report.id,
        "kind": KIND,
        "title": local_text(workspace),
        "author": comment.author_username,
        "reporter": report.reporter,
        "time": report.time,
        "reason": report.reason,
    }
    if not report.hides:  # and so it is read by the team alone
        url = workspace.absolute_url()
        return Reported(url=url, **said, hidden=False, **TOLD_DECISIONS)
    return Reported(
        url=f"{topic.absolute_url()}?at={comment.id}#c{comment.id}",
        **said,
        decisions=WORDS,
        undo="reinstate",
        text=comment.text,
        files=[_link(file) for file in files_of(topic, report.post_id)],
    )


def _link(file: Any) -> tuple[str, str]:
    page = "@@images/image" if file.portal_type == "Image" else "@@download/file"
    return f"{file.absolute_url()}/{page}", file.title or file.getId()
