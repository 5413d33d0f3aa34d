"""Which web hooks are to be told, which process does it, and with which outcome.

The row of a hook is its outbox. Each step is a transaction of its own, and states what it
expects to find, so that any number of processes may send at the same time: a hook gets
one notice after the other. The pauses are those of e-mails.
"""

from cites.cug.access.guard import on_roster
from cites.cug.core.sql.session import count_changed, session, write_session
from cites.cug.core.trail.trail import record, SYSTEM
from cites.cug.exchange.hooks.letters import GIVEN_UP
from cites.cug.login.models import HookState, WebHook
from cites.cug.login.web_hooks import GONE
from cites.cug.mailing.claims import GIVE_UP_AFTER, LEASE, PAUSES
from cites.cug.mailing.outbox import queue_notices
from cites.cug.membership.roster import secretariat_of
from datetime import datetime, timedelta
from plone.app.uuid.utils import uuidToObject
from sqlalchemy import case, delete, or_, select, update
from typing import Any, NamedTuple


TABLE = WebHook.__table__
#: That notices are sent stands in the trail once in this time.
TOLD_EVERY = timedelta(hours=1)


class HookClaim(NamedTuple):
    """A hook to which this process alone may send, until the claim runs out."""

    id: str
    until: datetime
    attempts: int
    first_tried: datetime
    #: The test that it is for. One that is asked for meanwhile is still to be sent.
    tested: datetime | None


def due_hooks(now: datetime) -> list[str]:
    """Hooks to which nobody is sending and that do not pause, longest due first."""
    query = select(TABLE.c.id).where(*_is_free(now)).order_by(TABLE.c.due, TABLE.c.id)
    return list(session().scalars(query))


def find_hook(hook_id: str, now: datetime) -> Any | None:
    """The row of a hook that is still to be told."""
    query = select(TABLE).where(TABLE.c.id == hook_id, *_is_free(now))
    return session().execute(query).first()


def claim(row: Any, now: datetime) -> HookClaim | None:
    """Claim a hook for this process; None if another one has been quicker."""
    until = now + LEASE
    first = row.first_tried or now
    values = {
        "claimed_until": until,
        "attempts": row.attempts + 1,
        "first_tried": first,
    }
    if not _change(row, values, *_is_free(now)):
        return None
    return HookClaim(row.id, until, row.attempts + 1, first, row.tested)


def come_to(row: Any, cursor: str) -> None:
    """Note that nothing is to be told up to there."""
    _change(row, {"cursor": cursor})


def end(row: Any, group: Any, reason: str) -> None:
    """Delete a hook whose account may be told nothing any more."""
    write_session().execute(delete(TABLE).where(TABLE.c.id == row.id))
    if group is not None:
        detail = {"hook": row.id, "member": row.user_id, "reason": reason}
        record("hook.end", target=group, acting_user=SYSTEM, detail=detail)


def end_failed(before: datetime) -> None:
    """Delete hooks that were given up for a notice first tried before that moment.

    Begun anew they would miss what the log of changes has dropped since.
    """
    failed = TABLE.c.state == HookState.FAILED.value, TABLE.c.first_tried < before
    for row in session().execute(select(TABLE).where(*failed)).all():
        end(row, uuidToObject(row.group_uid, unrestricted=True), "failed")


def record_taken(
    claimed: HookClaim, cursor: str | None, group: Any, now: datetime
) -> None:
    """Note that the program has taken the notice."""
    row = _claimed_row(claimed)
    if row is None:
        return
    is_same = TABLE.c.tested.is_not_distinct_from(claimed.tested)
    tested = case((is_same, None), else_=TABLE.c.tested)
    values = {"cursor": cursor, "tested": tested, "delivered": now, "due": now}
    _settle(claimed, {**values, "attempts": 0, "first_tried": None, "last_error": None})
    if row.delivered is None or row.delivered + TOLD_EVERY <= now:
        _record("hook.send", row, group)


def record_failed(
    claimed: HookClaim, problem: str, group: Any, keeper: str, now: datetime
) -> None:
    """Note why it was not taken, and when it is tried again or that it is given up.

    Of that its keeper and the Secretariat are told.
    """
    row = _claimed_row(claimed)
    if row is None:
        return
    if row.tested != claimed.tested:
        return _settle(claimed, {"last_error": problem})
    next_try = now + PAUSES[min(claimed.attempts, len(PAUSES)) - 1]
    if problem == GONE or next_try - claimed.first_tried > GIVE_UP_AFTER:
        failed = {"state": HookState.FAILED.value, "tested": None}
        _settle(claimed, {**failed, "last_error": problem})
        _record("hook.fail", row, group, problem=problem)
        told = {*secretariat_of(group), *({keeper} if on_roster(keeper, group) else ())}
        queue_notices(GIVEN_UP, row.id, row.group_uid, sorted(told), at=now)
    else:
        _settle(claimed, {"due": next_try, "last_error": problem})


def give_back(claimed: HookClaim) -> None:
    """Nothing was tried: there was no place to do it."""
    is_first = claimed.attempts == 1
    first = None if is_first else claimed.first_tried
    _settle(claimed, {"attempts": claimed.attempts - 1, "first_tried": first})


def _record(action: str, row: Any, group: Any, **more: str) -> None:
    detail = {"hook": row.id, **more}
    record(action, target=group, acting_user=row.user_id, detail=detail)


def _claimed_row(claimed: HookClaim) -> Any | None:
    """None where the claim has run out, or the hook was ended meanwhile."""
    return session().execute(select(TABLE).where(*_is_ours(claimed))).first()


def _settle(claimed: HookClaim, values: dict[str, Any]) -> None:
    statement = update(TABLE).where(*_is_ours(claimed))
    write_session().execute(statement.values({**values, "claimed_until": None}))


def _is_ours(claimed: HookClaim) -> tuple[Any, ...]:
    return TABLE.c.id == claimed.id, TABLE.c.claimed_until == claimed.until


def _is_free(now: datetime) -> tuple[Any, ...]:
    until = TABLE.c.claimed_until
    is_free = or_(until.is_(None), until <= now)
    return TABLE.c.state == HookState.ACTIVE.value, TABLE.c.due <= now, is_free


def _change(row: Any, values: dict[str, Any], *conditions: Any) -> int:
    same = TABLE.c.cursor.is_not_distinct_from(row.cursor)
    here = update(TABLE).where(TABLE.c.id == row.id, same, *conditions)
    return count_changed(write_session(), here.values(values))
