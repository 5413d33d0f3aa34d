"""Queues notices about reports and decisions."""

from cites.cug.access.roles import Category, CATEGORY_GROUP
from cites.cug.mailing.outbox import queue_notices
from collections.abc import Iterable
from collective.workspace.interfaces import IWorkspace
from datetime import datetime, UTC
from typing import Any


#: Names of the kinds of notice in the outbox.
TO_DECIDE = "report.decide"
HIDDEN = "report.hidden"
DECIDED = "report.decided"
TOLD = "report.told"


def secretariat(group: Any) -> list[str]:
    """User ids of the active members of the Secretariat."""
    name = CATEGORY_GROUP[Category.SECRETARIAT]
    roster = IWorkspace(group).members
    return [user_id for user_id, entry in roster.items() if name in entry["groups"]]


def tell_of_report(group: Any, about: str, author: str, *, acting_user: str) -> None:
    """Tell the Secretariat and the author that something is hidden now."""
    office = (user for user in secretariat(group) if user != author)
    _tell(TO_DECIDE, group, about, office, acting_user)
    _tell(HIDDEN, group, about, [author], acting_user)


def tell_only(group: Any, about: str, *, acting_user: str) -> None:
    """Tell the Secretariat of a report that hides nothing."""
    _tell(TOLD, group, about, secretariat(group), acting_user)


def tell_of_decision(
    group: Any, about: str, author: str, reporters: Iterable[str], *, acting_user: str
) -> None:
    """Tell the author and the reporters that the Secretariat has decided."""
    _tell(DECIDED, group, about, {author, *reporters}, acting_user)


def tell_reporter(group: Any, about: str, reporter: str, *, acting_user: str) -> None:
    """Tell the reporter of a decision on something that was never hidden."""
    _tell(DECIDED, group, about, [reporter], acting_user)


def _tell(
    kind: str, group: Any, about: str, readers: Iterable[str], acting_user: str
) -> None:
    told = sorted(user for user in readers if user and user != acting_user)
    if told:
        queue_notices(kind, about, group.UID(), told, at=datetime.now(UTC))
