"""What has changed in the registry of permits, for who may search it."""

from cites.cug.access.guard import caller, may
from cites.cug.access.policy import Permission
from cites.cug.exchange.changes import ADDED, Change, CHANGED, WITHDRAWN
from cites.cug.exchange.cursors import PermitCursor
from cites.cug.permits.audit_records import record_permit_event, Target
from cites.cug.permits.change_order import changed_after, made_between
from datetime import datetime, UTC
from typing import Any, NamedTuple


PERMIT = "Permit"
BEGINNING = datetime(1, 1, 1, tzinfo=UTC)
#: Ids begin with the time in nanoseconds, as so many hexadecimal digits.
DIGITS, NANOSECONDS = 16, 1_000_000_000


class PermitPage(NamedTuple):
    """Changes in their order, where to go on, and whether there are more at once."""

    changes: list[Change]
    cursor: PermitCursor
    more: bool


def list_permit_changes(
    portal: Any, cursor: PermitCursor | None, size: int
) -> PermitPage:
    """At most so many changes since the cursor; None begins with all permits.

    The audit trail records how many were told.
    """
    cursor = cursor or PermitCursor()
    if not may(Permission.SEARCH_PERMITS, portal):
        return _withdraw(cursor, size)
    page = _tell(cursor, size)
    if page.changes:
        record_permit_event("changes", caller() or "", items=len(page.changes))
    return page


def permits_since(portal: Any, since: datetime) -> PermitCursor:
    """The place of a client that asked at a moment, and could search then as now."""
    if not may(Permission.SEARCH_PERMITS, portal):
        return PermitCursor()
    made = f"{int(since.timestamp()) * NANOSECONDS:0{DIGITS}x}"
    return PermitCursor(since.isoformat(), "", made, made)


def _tell(cursor: PermitCursor, size: int) -> PermitPage:
    if cursor.withdrawn is not None:
        # They were withdrawn in part, and may be followed again.
        cursor = PermitCursor()
    since = datetime.fromisoformat(cursor.moment) if cursor.moment else BEGINNING
    rows = changed_after(since, cursor.id, size + 1)
    told = [
        _change(ADDED if one.id > cursor.known else CHANGED, one.id, one.changed)
        for one in rows[:size]
    ]
    more = len(rows) > size
    if told:
        highest = max(cursor.highest, *(one.uid for one in told))
        moment = told[-1].modified.isoformat()
        cursor = PermitCursor(moment, told[-1].uid, highest, cursor.known)
    if not more:
        cursor = cursor._replace(known=cursor.highest)
    return PermitPage(told, cursor, more)


def _withdraw(cursor: PermitCursor, size: int) -> PermitPage:
    """Tell who could search the registry, and can no longer, to take all permits out."""
    if not cursor.highest:
        return PermitPage([], cursor, False)
    rows = made_between(cursor.withdrawn or "", cursor.highest, size + 1)
    now = datetime.now(UTC)
    told = [_change(WITHDRAWN, one.id, now) for one in rows[:size]]
    if len(rows) > size:
        last = told[-1].uid if told else cursor.withdrawn or ""
        return PermitPage(told, cursor._replace(withdrawn=last), True)
    return PermitPage(told, PermitCursor(), False)


def _change(kind: str, permit_id: str, at: datetime) -> Change:
    path = "/".join(Target(permit_id).getPhysicalPath())
    return Change(kind, permit_id, path, PERMIT, at, at)
