"""Who is told of reports, and of what was decided."""

from cites.cug.access.roles import Category
from cites.cug.access.roles import CATEGORY_GROUP
from cites.cug.mailing.outbox import queue_notices
from collections.abc import Iterable
from collective.workspace.interfaces import IWorkspace
from datetime import datetime
from datetime import UTC
from typing import Any


#: Names of the kinds, in the outbox.
TO_DECIDE = "report.decide"
HIDDEN = "report.hidden"
DECIDED = "report.decided"
TOLD = "report.told"


def secretariat(group: Any) -> list[str]:
    """User ids of the Secretariat's active members."""
    name = CATEGORY_GROUP[Category.SECRETARIAT]
    roster = IWorkspace(group).members
    return [user_id for user_id, entry in roster.items() if name in entry["groups"]]


def tell_of_report(group: Any, about: str, author: str, *, acting_user: str) -> None:
    """The Secretariat, which has to decide, and whoever wrote it."""
    office = (user for user in secretariat(group) if user != author)
    _tell(TO_DECIDE, group, about, office, acting_user)
    _tell(HIDDEN, group, about, [author], acting_user)


def tell_only(group: Any, about: str, *, acting_user: str) -> None:
    """The Secretariat: it is visible, until it has decided."""
    _tell(TOLD, group, about, secretariat(group), acting_user)


def tell_of_decision(
    group: Any, about: str, author: str, reporters: Iterable[str], *, acting_user: str
) -> None:
    """Whoever wrote it, and whoever has reported it."""
    _tell(DECIDED, group, about, {author, *reporters}, acting_user)


def tell_reporter(group: Any, about: str, reporter: str, *, acting_user: str) -> None:
    """Nobody else knows of it: it was never hidden."""
    _tell(DECIDED, group, about, [reporter], acting_user)


def _tell(
    kind: str, group: Any, about: str, readers: Iterable[str], acting_user: str
) -> None:
    told = sorted(user for user in readers if user and user != acting_user)
    if told:
        queue_notices(kind, about, group.UID(), told, at=datetime.now(UTC))
