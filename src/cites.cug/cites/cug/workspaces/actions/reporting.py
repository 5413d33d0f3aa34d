"""Actions on comments that are reported as nominal: hide, show again, delete."""

from cites.cug.access.guard import group_of
from cites.cug.access.roles import Grants
from cites.cug.access.state_grants import IN_REPORTED_COMMENT, REPORTED_COMMENT
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.errors import Missing
from cites.cug.reports.lookup import COMMENT, reference
from cites.cug.reports.models import Report
from cites.cug.reports.notifications import tell_of_decision, tell_of_report, tell_only
from cites.cug.reports.register import close_reports, hiding, reports_about, take_report
from cites.cug.workspaces.actions.comments import delete_comment, files_of
from cites.cug.workspaces.topic_records import touch_topic
from Products.DCWorkflow.utils import modifyRolesForPermission
from typing import Any


def report_comment(topic: Any, comment: Any, reason: str, *, acting_user: str) -> bool:
    """Report a comment to the Secretariat; answers whether it is hidden now.

    It is hidden if the member may hide something (``reports.register.may_hide``). Then
    only its author and the Secretariat can read it, and only the Secretariat its files.

    Raises OverLimit, and Missing if somebody else has reported it already.
    """
    number = int(comment.id)
    if hiding(topic.UID(), number) is not None:
        raise Missing(number)
    report = take_report(topic, reason, reporter=acting_user, post_id=number)
    if report is None:
        return False
    detail = {"comment": comment.id, "reason": reason}
    action = "topic.comment_report" if report.hides else "report.tell"
    record(action, target=topic, acting_user=acting_user, detail=detail)
    if report.hides:
        hide_comment(topic, comment, report, acting_user=acting_user)
    else:
        about = reference(COMMENT, report.id)
        tell_only(group_of(topic), about, acting_user=acting_user)
    return report.hides


def hide_comment(topic: Any, comment: Any, report: Report, *, acting_user: str) -> None:
    """Hide a comment from all but its author and the Secretariat, and tell both."""
    comment.reported = True
    _grant(comment, REPORTED_COMMENT)
    for file in files_of(topic, int(comment.id)):
        _grant(file, IN_REPORTED_COMMENT)
    touch_topic(topic.UID())
    author, about = comment.author_username, reference(COMMENT, report.id)
    tell_of_report(group_of(topic), about, author, acting_user=acting_user)


def show_comment(topic: Any, comment: Any) -> None:
    """Show a hidden comment to all readers of the topic again."""
    comment.reported = False
    _acquire(comment, REPORTED_COMMENT)
    for file in files_of(topic, int(comment.id)):
        _acquire(file, IN_REPORTED_COMMENT)
    touch_topic(topic.UID())


def reinstate_comment(topic: Any, comment: Any, *, acting_user: str) -> None:
    """Show a comment again by decision of the Secretariat, and tell those concerned."""
    show_comment(topic, comment)
    detail = {"comment": comment.id}
    record(
        "topic.comment_reinstate", target=topic, acting_user=acting_user, detail=detail
    )
    _decided(topic, comment, acting_user)


def delete_reported(topic: Any, comment: Any, *, acting_user: str) -> None:
    """Delete a reported comment because the Secretariat decided so.

    An empty comment stays, as of each deleted comment.
    """
    comment.reported = False
    _decided(topic, comment, acting_user)
    delete_comment(topic, comment, acting_user=acting_user)


def _decided(topic: Any, comment: Any, acting_user: str) -> None:
    number = int(comment.id)
    about = reference(COMMENT, hiding(topic.UID(), number).id)
    reports = reports_about(topic.UID(), number)
    reporters = [report.reporter for report in reports]
    close_reports(reports)
    people = (comment.author_username, reporters)
    tell_of_decision(group_of(topic), about, *people, acting_user=acting_user)


def _grant(content: Any, grants: Grants) -> None:
    for permission, roles in grants.items():
        modifyRolesForPermission(content, permission, tuple(sorted(roles)))
    content.reindexObject(idxs=["allowedRolesAndUsers"])


def _acquire(content: Any, grants: Grants) -> None:
    for permission in grants:
        modifyRolesForPermission(content, permission, [])
    content.reindexObject(idxs=["allowedRolesAndUsers"])
