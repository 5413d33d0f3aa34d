"""Accounts: whether they are open, and how all their credentials are ended.

``disable``, ``enable``, ``end_sessions`` and ``forget`` belong to the running
transaction: once it is kept, the next request of every process sees it.
"""

from cites.cug.core.sql.proofs import prove_rows
from cites.cug.core.sql.session import count_changed, read_connection, write_session
from cites.cug.login.models import (
    Account,
    AccountChange,
    ApiToken,
    CodeGenerator,
    Device,
    FactorDemand,
    LoginSession,
    Passkey,
    RecoveryCode,
    Step,
    WebHook,
    WrongCodes,
)
from collections.abc import Collection
from datetime import datetime
from sqlalchemy import bindparam, delete, func, insert, select, union_all, update
from typing import Any, NamedTuple


#: So begin the ids of the keys of feeds (``feed_keys.py``), which are tokens too.
FEED_ID = "feed-"
#: Tables with rows of an account; a new account with the same id must find none of them.
BELONGINGS = (
    LoginSession,
    Device,
    Step,
    CodeGenerator,
    RecoveryCode,
    WrongCodes,
    Passkey,
    ApiToken,
    FactorDemand,
    AccountChange,
    WebHook,
)


class AccountStatus(NamedTuple):
    """Whether an account is open. Credentials of an earlier epoch do not count."""

    epoch: int = 0
    disabled: bool = False


_STANDING = select(Account.epoch, Account.disabled).where(
    Account.user_id == bindparam("user_id")
)


def account_status(user_id: str) -> AccountStatus:
    """As it is stored now, without what the running transaction changes."""
    with read_connection() as connection:
        found = connection.execute(_STANDING, {"user_id": user_id}).first()
    return AccountStatus(*found) if found else AccountStatus()


def was_used(user_id: str) -> bool:
    """Whether an account with that id was ever used, even if it was deleted since."""
    with read_connection() as connection:
        found = select(Account.user_id).where(Account.user_id == user_id)
        return connection.scalar(found) is not None


def disable(user_id: str) -> None:
    """Close an account: nobody can log in to it, and its sessions and tokens end."""
    _change(user_id, end=True, disabled=True)


def enable(user_id: str) -> None:
    """Open a closed account; sessions and tokens that were ended stay ended."""
    _change(user_id, disabled=False)


def end_sessions(user_id: str) -> None:
    """End every session and every token of that user."""
    _change(user_id, end=True)


def delete_account_records(user_id: str) -> None:
    """Delete all rows of an account, so that a later one with its id starts afresh."""
    records = write_session()
    for belonging in BELONGINGS:
        records.execute(delete(belonging).where(belonging.user_id == user_id))
    _change(user_id, end=True, disabled=False, last_login=None)


def logged_in(user_id: str, now: datetime) -> None:
    """Store that the account was used now."""
    mine = update(Account.__table__).where(Account.user_id == user_id)
    if not count_changed(write_session(), mine.values(last_login=now)):
        _change(user_id, last_login=now)


def last_login(user_id: str) -> datetime | None:
    found = select(Account.last_login).where(Account.user_id == user_id)
    with read_connection() as connection:
        return connection.scalar(found)


def last_used(user_ids: Collection[str]) -> dict[str, datetime]:
    """When accounts were last used, by user id; those never used are left out.

    A program that reads a feed does not use the account: nobody may be there any more.
    """
    moments = (
        (Account, Account.last_login, ()),
        (LoginSession, LoginSession.seen, ()),
        (ApiToken, ApiToken.used, (ApiToken.id.not_like(f"{FEED_ID}%"),)),
    )
    asked = union_all(
        *(
            select(table.user_id, moment.label("at")).where(moment.is_not(None), *only)
            for table, moment, only in moments
        )
    ).subquery()
    latest = select(asked.c.user_id, func.max(asked.c.at)).group_by(asked.c.user_id)
    with read_connection() as connection:
        found = connection.execute(latest.where(asked.c.user_id.in_(user_ids)))
        return {user_id: at for user_id, at in found if at is not None}


def _change(user_id: str, *, end: bool = False, **values: Any) -> None:
    """Change an account, whatever its row says: to close one must not fail.

    With ``end`` whatever was given out before does not count any more.
    """
    records, table = write_session(), Account.__table__
    mine = select(table).where(table.c.user_id == user_id).with_for_update()
    kept = records.execute(mine).one_or_none()
    row: dict[str, Any] = {"user_id": user_id, "epoch": 0, "disabled": False}
    row |= (kept._asdict() if kept else {}) | values
    if end:
        row["epoch"] += 1
        values["epoch"] = row["epoch"]
    if kept is None:
        records.execute(insert(table).values(row))
    else:
        prove_rows(records, Account, [row], values)
