"""Comments that are reported as nominal are hidden, until the Secretariat decides."""

import secrets
from cites.cug.access.grants import IN_REPORTED_COMMENT
from cites.cug.access.grants import REPORTED_COMMENT
from cites.cug.access.guard import group_of
from cites.cug.access.roles import Grants
from cites.cug.audit.trail import record
from cites.cug.records.store import writing
from cites.cug.reports.lookup import reference
from cites.cug.reports.telling import tell_of_decision
from cites.cug.reports.telling import tell_of_report
from cites.cug.workspaces.actions.comments import delete_comment
from cites.cug.workspaces.actions.comments import files_of
from cites.cug.workspaces.actions.topics import UnknownComment
from cites.cug.workspaces.model import ReportedComment
from cites.cug.workspaces.posts import report_of
from cites.cug.workspaces.posts import touch
from datetime import datetime
from datetime import UTC
from Products.DCWorkflow.utils import modifyRolesForPermission
from typing import Any


#: Name of the utility that shows them to the Secretariat.
COMMENT = "comment"


def report_comment(topic: Any, comment: Any, reason: str, *, acting_user: str) -> None:
    """Hide it from all but whoever wrote it and the Secretariat, which is told.

    Its files are then for the Secretariat alone. Raises UnknownComment if somebody else
    was quicker.
    """
    records, group, number = writing(), group_of(topic), int(comment.id)
    if report_of(topic.UID(), number) is not None:
        raise UnknownComment(number)
    row = ReportedComment(
        id=secrets.token_hex(16),
        topic_uid=topic.UID(),
        post_id=number,
        group_uid=group.UID(),
        reporter=acting_user,
        time=datetime.now(UTC),
        reason=reason,
    )
    records.add(row)
    comment.reported = True
    _grant(comment, REPORTED_COMMENT)
    for file in files_of(topic, number):
        _grant(file, IN_REPORTED_COMMENT)
    touch(topic.UID())
    detail = {"comment": comment.id, "reason": reason}
    record("topic.comment_report", target=topic, acting_user=acting_user, detail=detail)
    author, about = comment.author_username, reference(COMMENT, row.id)
    tell_of_report(group, about, author, acting_user=acting_user)


def reinstate_comment(topic: Any, comment: Any, *, acting_user: str) -> None:
    """It is as it was."""
    comment.reported = False
    _acquire(comment, REPORTED_COMMENT)
    for file in files_of(topic, int(comment.id)):
        _acquire(file, IN_REPORTED_COMMENT)
    touch(topic.UID())
    detail = {"comment": comment.id}
    record(
        "topic.comment_reinstate", target=topic, acting_user=acting_user, detail=detail
    )
    _decided(topic, comment, acting_user)


def delete_reported(topic: Any, comment: Any, *, acting_user: str) -> None:
    """It is gone for good, and a trace stays, as of any that is deleted."""
    comment.reported = False
    delete_comment(topic, comment, acting_user=acting_user)
    _decided(topic, comment, acting_user)


def _decided(topic: Any, comment: Any, acting_user: str) -> None:
    row = report_of(topic.UID(), int(comment.id))
    writing().delete(row)
    people = (comment.author_username, row.reporter)
    about = reference(COMMENT, row.id)
    tell_of_decision(group_of(topic), about, *people, acting_user=acting_user)


def _grant(content: Any, grants: Grants) -> None:
    for permission, roles in grants.items():
        modifyRolesForPermission(content, permission, tuple(sorted(roles)))
    content.reindexObject(idxs=["allowedRolesAndUsers"])


def _acquire(content: Any, grants: Grants) -> None:
    for permission in grants:
        modifyRolesForPermission(content, permission, [])
    content.reindexObject(idxs=["allowedRolesAndUsers"])
