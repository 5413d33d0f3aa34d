"""Changes of an account that wait: no second factor any more, another address.

None takes effect at once. Who may ask, stop and agree is decided by membership, which
knows the groups; here is what is kept, and what ends a removal by itself: a new password
and a second factor that is shown. So whoever sets a password while the removal waits, by
whatever link, still needs the second factor. A new password also stops an own change of
the address: it may have been somebody else's.
"""

from cites.cug import _
from cites.cug.core.sql.proofs import change_proven, trusted
from cites.cug.core.sql.session import session, write_session
from cites.cug.core.validation.errors import Refusal
from cites.cug.login import settings
from cites.cug.login.audit_records import record_login_event
from cites.cug.login.models import AccountChange, AccountConsent
from collections.abc import Collection
from datetime import datetime, timedelta, UTC
from enum import StrEnum
from secrets import token_hex
from sqlalchemy import select
from typing import Any, NamedTuple
from zope.event import notify


class ChangeKind(StrEnum):
    FACTOR = "factor"
    #: A site manager changes the address.
    ADDRESS = "address"
    #: The owner of the account changes the address.
    OWN_ADDRESS = "own-email"


class ChangeState(StrEnum):
    #: A Secretariat proposes an address to the owner. Nothing follows from it by itself.
    PROPOSED = "proposed"
    #: The owner has asked for a new address, and ``due`` is the end of the link in the
    #: letter that confirms it.
    ASKED = "asked"
    PENDING = "pending"
    #: The delay is over: an own change of the address can no longer be stopped.
    TAKING = "taking"
    DONE = "done"
    STOPPED = "stopped"


#: The kinds of which an account has one at a time.
_ADDRESSES = (ChangeKind.ADDRESS, ChangeKind.OWN_ADDRESS)
#: How long a proposal is shown to the owner.
PROPOSED_FOR = timedelta(days=30)
#: States of changes that can be stopped.
WAITING = (ChangeState.ASKED, ChangeState.PENDING)


class ChangeStopped(NamedTuple):
    """An event: a change that was told to others will not come."""

    change: AccountChange


def ask_change(
    user_id: str,
    kind: ChangeKind,
    *,
    asked_by: str,
    at: datetime,
    group_uid: str = "",
    detail: str = "",
    confirm_until: datetime | None = None,
) -> AccountChange:
    """Store a change that is asked for; it waits. Raises Refusal if one does already.

    With ``confirm_until`` the delay begins only when the owner confirms the change.
    """
    records = write_session()
    if pending([user_id], *(_ADDRESSES if kind in _ADDRESSES else (kind,))):
        raise Refusal(_("login_pending_changes_asked_already_waits_error"))
    change = AccountChange(
        id=token_hex(16),
        user_id=user_id,
        kind=kind.value,
        asked_by=asked_by,
        asked=at,
        due=confirm_until or at + settings.change_delay(),
        group_uid=group_uid,
        detail=detail,
        state=(ChangeState.ASKED if confirm_until else ChangeState.PENDING).value,
    )
    records.add(change)
    records.flush()
    return change


def propose_change(
    user_id: str, email: str, *, asked_by: str, group_uid: str, at: datetime
) -> AccountChange:
    """Store the address that a Secretariat proposes; an earlier proposal ends."""
    records = write_session()
    forget_asked(at, user_id, states=(ChangeState.PROPOSED,))
    change = AccountChange(
        id=token_hex(16),
        user_id=user_id,
        kind=ChangeKind.OWN_ADDRESS.value,
        asked_by=asked_by,
        asked=at,
        due=at + PROPOSED_FOR,
        group_uid=group_uid,
        detail=email,
        state=ChangeState.PROPOSED.value,
    )
    records.add(change)
    records.flush()
    return change


def find_change(change_id: str) -> AccountChange | None:
    """A change that can be stopped; None if there is none with that id."""
    found = pending(states=WAITING)
    return next((one for one in found if one.id == change_id), None)


def pending(
    user_ids: Collection[str] | None = None,
    *kinds: ChangeKind,
    states: Collection[ChangeState] = (ChangeState.PENDING,),
) -> list[AccountChange]:
    """Changes in these states, the oldest first: of these accounts, or of all."""
    wanted = select(AccountChange).where(AccountChange.state.in_(_values(states)))
    if user_ids is not None:
        wanted = wanted.where(AccountChange.user_id.in_(user_ids))
    if kinds:
        wanted = wanted.where(AccountChange.kind.in_(_values(kinds)))
    found = session().scalars(wanted.order_by(AccountChange.asked))
    return list(trusted(AccountChange, found))


def _values(names: Collection[StrEnum]) -> list[str]:
    return [name.value for name in names]


def settle_change(
    change: AccountChange,
    state: ChangeState,
    by: str,
    at: datetime,
    *,
    before: Collection[ChangeState] | None = None,
) -> bool:
    """Mark a change as done or stopped; False if that was too late.

    ``before`` are the states in which it is not too late, if not the usual ones.
    """
    ends = (ChangeState.PENDING, ChangeState.TAKING)
    before = before or (WAITING if state is ChangeState.STOPPED else ends)
    if not _move(change, before, state=state.value, settled=at, settled_by=by):
        return False
    if state is ChangeState.STOPPED:
        notify(ChangeStopped(change))
    return True


def begin_delay(change: AccountChange, at: datetime) -> bool:
    """The owner confirms an own change; False if that was done already."""
    due, state = at + settings.change_delay(), ChangeState.PENDING.value
    return _move(change, (ChangeState.ASKED,), state=state, due=due)


def begin_taking(change: AccountChange) -> bool:
    """Let nobody stop an own change any more; False if somebody has."""
    return _move(change, (ChangeState.PENDING,), state=ChangeState.TAKING.value)


def _move(change: AccountChange, before: Collection[ChangeState], **values: Any) -> bool:
    """Change a row if it is still in one of these states."""
    which = (AccountChange.id == change.id, AccountChange.state.in_(_values(before)))
    records = write_session()
    if not change_proven(records, AccountChange, *which, **values):
        return False
    records.refresh(change)
    return True


def forget_asked(
    at: datetime,
    user_id: str | None = None,
    states: Collection[ChangeState] = (ChangeState.PROPOSED, ChangeState.ASKED),
) -> None:
    """End what was not confirmed: of one account, or all of which the time is over."""
    mine = (
        AccountChange.due <= at if user_id is None else AccountChange.user_id == user_id
    )
    ended = {"state": ChangeState.STOPPED.value, "settled": at, "settled_by": ""}
    asked = AccountChange.state.in_(_values(states))
    change_proven(write_session(), AccountChange, asked, mine, **ended)


def keep_address(user_id: str) -> None:
    """Stop an own change of the address, as the account has a new password."""
    for change in pending([user_id], ChangeKind.OWN_ADDRESS, states=WAITING):
        settle_change(change, ChangeState.STOPPED, user_id, datetime.now(UTC))


def keep_factor(user_id: str, why: str) -> None:
    """Stop a removal of the second factor, as its owner has used the account."""
    for change in pending([user_id], ChangeKind.FACTOR):
        if settle_change(change, ChangeState.STOPPED, user_id, datetime.now(UTC)):
            record_login_event("factor.keep", user_id, why=why)


def agree(change: AccountChange, group_uid: str, user_id: str) -> None:
    row = {"change_id": change.id, "group_uid": group_uid, "user_id": user_id}
    write_session().merge(AccountConsent(**row))
    session().flush()


def consents(change: AccountChange) -> list[AccountConsent]:
    mine = select(AccountConsent).where(AccountConsent.change_id == change.id)
    found = session().scalars(mine)
    return list(trusted(AccountConsent, found))
