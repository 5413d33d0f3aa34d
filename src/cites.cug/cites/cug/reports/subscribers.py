"""Subscribers to events of items and topics that hide them or show them again."""

from cites.cug.access.author import author_of
from cites.cug.access.guard import caller, group_of
from cites.cug.core.trail.trail import SYSTEM
from cites.cug.reports.content import CONTENT, STATE
from cites.cug.reports.lookup import reference
from cites.cug.reports.notifications import tell_of_decision, tell_of_report
from cites.cug.reports.register import (
    close_reports,
    forget_reports,
    hiding,
    reports_about,
)
from Products.CMFCore.WorkflowCore import WorkflowException
from typing import Any


def before_transition(content, event) -> None:
    """Refuse a transition that hides something without a report on record."""
    if event.new_state.id == STATE and hiding(content.UID()) is None:
        raise WorkflowException(STATE)


def after_transition(content, event) -> None:
    """Tell the Secretariat and the author of what is hidden, or of the decision."""
    if event.new_state.id == STATE:
        about, author = reference(CONTENT, content.UID()), author_of(content)
        group, user = group_of(content), caller() or SYSTEM
        tell_of_report(group, about, author, acting_user=user)
    elif event.old_state.id == STATE:
        _decided(content)


def lift_report(content, event) -> None:
    """Forget reports about removed content; removing hidden content is a decision too."""
    if event.object is content:  # and not what is around it
        _decided(content)
    forget_reports(content.UID())


def _decided(content: Any) -> None:
    """Close all reports about hidden content, and tell author and reporters.

    Nobody is told if the content is not hidden by a report any more: it is shown again
    without a decision, as when its reporter has left.
    """
    if hiding(content.UID()) is None:
        return
    reports = reports_about(content.UID())
    reporters = [report.reporter for report in reports]
    close_reports(reports)
    about, author = reference(CONTENT, content.UID()), author_of(content)
    group, user = group_of(content), caller() or SYSTEM
    tell_of_decision(group, about, author, reporters, acting_user=user)
