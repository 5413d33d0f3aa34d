"""How long contents of events are kept, and who may have them removed earlier.

What is kept for ever are the hashes, so that the tree holds: ``audit.removal``.
"""

from cites.cug.access.policy import ReaderKind
from cites.cug.core.settings.deployment import LEAST_YEARS, trail_retention
from cites.cug.core.trail.removal import BATCH, remove_contents
from cites.cug.core.trail.trail import AuditEvent, ConcernedMember, SYSTEM
from cites.cug.trail_desk.actions import COMPARED
from datetime import datetime, timedelta
from sqlalchemy import and_, cast, ColumnElement, func, not_, or_, String
from typing import Any


RETENTION, REQUEST = "kept for long enough", "asked for by a former member"
YEAR = timedelta(days=366)
EVENT = AuditEvent.__table__


def remove_old(portal: Any, now: datetime) -> bool:
    """Remove a batch of contents for each kind; whether there may be more."""
    more = False
    for kind, years in trail_retention().items():
        is_old = EVENT.c.time < now - years * YEAR
        limit = and_(_is_of(kind), is_old, EVENT.c.action.not_in(COMPARED))
        done = remove_contents(portal, limit, RETENTION, acting_user=SYSTEM)
        more = more or done == BATCH
    return more


def forget_person(target: Any, user_id: str, now: datetime, *, acting_user: str) -> int:
    """Remove what names a former member, as who did it or to whom; how many events.

    What must be kept for some years stays until then. What they did to others, and
    the states of what they wrote, stays with that: `bin/cug verify` compares it.
    """
    is_compared = EVENT.c.action.in_(COMPARED)
    to_others = func.coalesce(ConcernedMember() != user_id, True)
    needed = and_(is_compared, or_(to_others, EVENT.c.action == "workspace.add"))
    kept = (
        and_(_is_of(kind), EVENT.c.time >= now - years * YEAR)
        for kind, years in LEAST_YEARS.items()
    )
    detail = cast(EVENT.c.detail, String)
    # As readers of an item are named, and everywhere else.
    names = (f'"{ReaderKind.MEMBER}:{user_id}"', f'"{user_id}"')
    named = (detail.contains(name, autoescape=True) for name in names)
    limit = and_(or_(EVENT.c.actor == user_id, *named), not_(or_(needed, *kept)))
    total = 0
    while done := remove_contents(target, limit, REQUEST, acting_user=acting_user):
        total += done
    return total


def _is_of(kind: str) -> ColumnElement[bool]:
    begins = EVENT.c.action.startswith(f"{kind}.", autoescape=True)
    return or_(EVENT.c.action == kind, begins)
