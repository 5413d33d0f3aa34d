"""Changes of an account that others ask for: no second factor any more, another address.

None takes effect at once. Who may ask, stop and agree is decided by membership, which
knows the groups; here is what is kept, and what ends a removal by itself: a new password
and a second factor that is shown. So whoever sets a password while the removal waits, by
whatever link, still needs the second factor.
"""

from cites.cug import _
from cites.cug.core.sql.proofs import change_proven, trusted
from cites.cug.core.sql.session import session, write_session
from cites.cug.core.validation.errors import Refusal
from cites.cug.login import settings
from cites.cug.login.audit_records import record_login_event
from cites.cug.login.models import AccountChange, AccountConsent
from collections.abc import Collection
from datetime import datetime, UTC
from enum import StrEnum
from secrets import token_hex
from sqlalchemy import select
from typing import NamedTuple
from zope.event import notify


class ChangeKind(StrEnum):
    FACTOR = "factor"
    ADDRESS = "address"


class ChangeState(StrEnum):
    PENDING = "pending"
    DONE = "done"
    STOPPED = "stopped"


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
) -> AccountChange:
    """Store a change that is asked for; it waits. Raises Refusal if one does already."""
    records = write_session()
    if pending([user_id], kind):
        raise Refusal(_("login_pending_changes_asked_already_waits_error"))
    change = AccountChange(
        id=token_hex(16),
        user_id=user_id,
        kind=kind.value,
        asked_by=asked_by,
        asked=at,
        due=at + settings.change_delay(),
        group_uid=group_uid,
        detail=detail,
        state=ChangeState.PENDING.value,
    )
    records.add(change)
    records.flush()
    return change


def find_change(change_id: str) -> AccountChange | None:
    """A change that waits; None if there is none with that id."""
    return next((one for one in pending() if one.id == change_id), None)


def pending(
    user_ids: Collection[str] | None = None, kind: ChangeKind | None = None
) -> list[AccountChange]:
    """Changes that wait, the oldest first: of these accounts, or of all."""
    wanted = select(AccountChange).where(AccountChange.state == ChangeState.PENDING.value)
    if user_ids is not None:
        wanted = wanted.where(AccountChange.user_id.in_(user_ids))
    if kind is not None:
        wanted = wanted.where(AccountChange.kind == kind.value)
    found = session().scalars(wanted.order_by(AccountChange.asked))
    return list(trusted(AccountChange, found))


def settle_change(
    change: AccountChange, state: ChangeState, by: str, at: datetime
) -> bool:
    """Mark a change as done or stopped; False if it no longer waited."""
    waits = (
        AccountChange.id == change.id,
        AccountChange.state == ChangeState.PENDING.value,
    )
    settled = {"state": state.value, "settled": at, "settled_by": by}
    records = write_session()
    if not change_proven(records, AccountChange, *waits, **settled):
        return False
    records.refresh(change)
    if state is ChangeState.STOPPED:
        notify(ChangeStopped(change))
    return True


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
