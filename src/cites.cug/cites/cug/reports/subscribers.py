"""Events of items and topics by which they are reported, and decided upon."""

from cites.cug.access.guard import caller
from cites.cug.access.guard import group_of
from cites.cug.access.transitions import history
from cites.cug.reports.content import CONTENT
from cites.cug.reports.content import is_reported
from cites.cug.reports.content import STATE
from cites.cug.reports.lookup import reference
from cites.cug.reports.telling import tell_of_decision
from cites.cug.reports.telling import tell_of_report
from typing import Any


SYSTEM = "system"


def after_transition(content, event) -> None:
    if event.new_state.id == STATE:
        about, author = reference(CONTENT, content.UID()), content.Creator()
        group, user = group_of(content), caller() or SYSTEM
        tell_of_report(group, about, author, acting_user=user)
    elif event.old_state.id == STATE:
        _decided(content, history(content)[1].actor)


def removed(content, event) -> None:
    if event.object is content and is_reported(content):  # and not what is around it
        _decided(content, history(content)[0].actor)


def _decided(content: Any, reporter: str) -> None:
    about, author = reference(CONTENT, content.UID()), content.Creator()
    group, user = group_of(content), caller() or SYSTEM
    tell_of_decision(group, about, author, reporter, acting_user=user)
