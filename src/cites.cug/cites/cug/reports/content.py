"""Reported items and topics. Their state says that they are hidden, a report says why."""

from Acquisition import aq_inner, aq_parent
from cites.cug import _
from cites.cug.access.author import author_of
from cites.cug.access.guard import caller, group_of, may
from cites.cug.access.policy import Permission
from cites.cug.access.transitions import (
    available,
    do_transition,
    IReporting,
    move_unasked,
    review_history,
    transitions_of,
)
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.errors import Missing
from cites.cug.interfaces import ITopic
from cites.cug.reports.interfaces import IReports, Reported
from cites.cug.reports.lookup import reference
from cites.cug.reports.models import Report
from cites.cug.reports.notifications import tell_only
from cites.cug.reports.register import (
    find_open,
    hiding,
    take_report,
    waiting_reports,
)
from cites.cug.reports.told import decide_told, TOLD_DECISIONS
from collections.abc import Mapping
from plone.app.uuid.utils import uuidToObject
from typing import Any
from zope.i18nmessageid import Message
from zope.interface import implementer


#: Name of the utility, of the state, and of the transition to that state.
CONTENT, STATE, REPORT = "content", "reported", "report"
KINDS = {
    "Alert": _("common_alert_title"),
    "LibraryDocument": _("common_document_label"),
    "Topic": _("common_topic_title"),
}
REINSTATE, DELETE = _("reports_reinstate"), _("common_delete_button")
DECISIONS = {
    "reinstate": REINSTATE,
    "reinstate_shared": _("reports_reinstate_shared_igo_members"),
    "reinstate_chosen": _("reports_reinstate_chosen_readers"),
    "reinstate_archived": _("reports_reinstate_in_the_archive"),
    "reinstate_archived_chosen": _("reports_reinstate_archive_chosen_readers_text"),
    "reinstate_closed": _("reports_reinstate_closed"),
    "return": _("reports_return_author_draft_text"),
}


@implementer(IReporting)
class ContentReporting:
    """Takes the caller's report of an item or topic; answers whether it is hidden."""

    def __call__(self, item: Any, reason: str) -> bool:
        report = take_report(item, reason, reporter=caller())
        if report is not None and report.hides:
            return True
        if report is not None:
            detail = {"reason": reason}
            record("report.tell", target=item, acting_user=caller(), detail=detail)
            about = reference(CONTENT, report.id)
            tell_only(group_of(item), about, acting_user=caller())
        return False


@implementer(IReports)
class ReportedContent:
    """Reported items and topics.

    ``key`` is the UID of hidden content, and the id of a report that hides nothing.
    """

    def total(self, group: Any) -> int:
        return len(waiting_reports(group, comments=False))

    def waiting(self, group: Any) -> list[Reported]:
        return [
            _hidden(report) if report.hides else _told(report)
            for report in waiting_reports(group, comments=False)
        ]

    def find(self, group: Any, key: str) -> Reported:
        told = _find_told(group, key)
        return _told(told) if told is not None else _hidden(_hiding(group, key))

    def decide(self, group: Any, key: str, decision: str, acting_user: str) -> None:
        told = _find_told(group, key)
        if told is not None:
            decide_told(told, decision, _hide, acting_user=acting_user)
            return
        content = _content(_hiding(group, key))
        if decision not in _decisions(content):
            raise Missing(key)
        if decision == "delete":
            aq_parent(aq_inner(content)).manage_delObjects([content.getId()])
        else:
            do_transition(content, decision)

    def lift(self, report: Report) -> None:
        content = _content(report)
        move_unasked(content, _undoing(content))


def _undoing(content: Any) -> str:
    """The transition that leads back to the state before the report."""
    before = next(one.state for one in review_history(content) if one.state != STATE)
    (name,) = (
        name
        for name, transition in transitions_of(content).items()
        if transition.back and transition.target == before
    )
    return name


def _content(report: Report) -> Any:
    return uuidToObject(report.content_uid, unrestricted=True)


def _find_told(group: Any, key: str) -> Report | None:
    report = find_open(group, key)
    is_told = report is not None and report.post_id is None and not report.hides
    return report if is_told else None


def _hiding(group: Any, uid: str) -> Report:
    report = hiding(uid)
    if report is None or report.group_uid != group.UID():
        raise Missing(uid)
    return report


def _hide(report: Report) -> None:
    move_unasked(_content(report), REPORT, report.reason)


def _hidden(report: Report) -> Reported:
    content = _content(report)
    return Reported(
        content.UID(),
        KINDS[content.portal_type],
        content.title,
        content.absolute_url(),
        author_of(content),
        report.reporter,
        report.time,
        report.reason,
        _decisions(content),
        _undoing(content),
    )


def _told(report: Report) -> Reported:
    content = _content(report)
    # In a workspace the Secretariat may read hidden content only: it gets the workspace.
    shown = aq_parent(aq_inner(content)) if ITopic.providedBy(content) else content
    return Reported(
        report.id,
        KINDS[content.portal_type],
        shown.title,
        shown.absolute_url(),
        author_of(content),
        report.reporter,
        report.time,
        report.reason,
        hidden=False,
        **TOLD_DECISIONS,
    )


def _decisions(content: Any) -> Mapping[str, Message]:
    found = {name: DECISIONS[name] for name in available(content)}
    return {**found, "delete": DELETE} if may(Permission.DELETE, content) else found
