"""Sessions: a browser's by cookie, a program's by token; both are rows on the server."""

from cites.cug.core.sql.prepared import Prepared
from cites.cug.core.sql.proofs import change_proven, is_proven
from cites.cug.core.sql.session import (
    autonomous_transaction,
    count_changed,
    read_connection,
    write_session,
)
from cites.cug.login import accounts, settings
from cites.cug.login.models import Account, LoginSession
from cites.cug.login.secrets import digest, new_id, new_secret
from cites.cug.login.visitor import Visitor
from datetime import datetime, timedelta, UTC
from enum import StrEnum
from operator import attrgetter
from sqlalchemy import bindparam, delete, func, insert, select, update
from typing import Any, NamedTuple


class SessionKind(StrEnum):
    BROWSER = "browser"
    #: Of a token over REST, which can be renewed until the longest time is over.
    TOKEN = "token"  # noqa: S105 - a word


TOKEN_LIFE = timedelta(minutes=30)
#: For so long after they showed a credential again, members may change credentials.
CONFIRMED_FOR = timedelta(minutes=5)
#: Not at each request, and well below the shortest idle time.
SEEN_EVERY = timedelta(minutes=2)


class Open(NamedTuple):
    """A valid session."""

    id: str
    user_id: str
    folder: str
    kind: str
    created: datetime
    seen: datetime
    ends: datetime
    block: str
    device: str
    confirmed: datetime | None


_open_fields = attrgetter(*Open._fields)
#: Sessions whose account is open and has not ended them.
_COUNTS = (
    func.coalesce(Account.epoch, 0) == LoginSession.epoch,
    func.coalesce(Account.disabled, False).is_(False),
)
_SELECT = (
    select(LoginSession.__table__)
    .outerjoin(Account, Account.user_id == LoginSession.user_id)
    .where(*_COUNTS)
)
#: Built once, as it is part of every request.
_FIND = Prepared(_SELECT.where(LoginSession.digest == bindparam("digest")))


def start(
    user_id: str,
    folder: str,
    kind: SessionKind,
    visitor: Visitor,
    *,
    began: datetime | None = None,
) -> str:
    """Begin a session; returns its secret, which only its owner is told.

    ``began`` is given where it continues an earlier session, from whose beginning the
    longest time counts.
    """
    secret, now = new_secret(), datetime.now(UTC)
    records = write_session()
    epoch = records.scalar(select(Account.epoch).where(Account.user_id == user_id))
    ends = (began or now) + settings.longest()
    if kind is SessionKind.TOKEN:
        ends = min(ends, now + TOKEN_LIFE)
    row = {
        "digest": digest(secret),
        "id": new_id(),
        "user_id": user_id,
        "folder": folder,
        "kind": kind.value,
        "epoch": epoch or 0,
        "created": began or now,
        "seen": now,
        "ends": ends,
        "block": visitor.block,
        "device": visitor.device,
        "confirmed": None,
    }
    records.execute(insert(LoginSession.__table__).values(row))
    accounts.logged_in(user_id, now)
    return secret


def find_session(secret: str, now: datetime | None = None) -> Open | None:
    """The session with that secret, if it is still valid."""
    now = now or datetime.now(UTC)
    row = _row_of(secret)
    return _counting(row, now) if row is not None else None


def _row_of(secret: str) -> Any | None:
    with read_connection() as connection:
        rows = _FIND.rows(connection, {"digest": digest(secret)})
    return rows[0] if rows else None


def _counting(row: Any, now: datetime) -> Open | None:
    found = Open(*_open_fields(row))
    return found if _lasts(found, now) and is_proven(LoginSession, row) else None


def is_kept(secret: str) -> bool:
    """Whether there is such a session, however long ago it was used."""
    row = _row_of(secret)
    lasts = row is not None and datetime.now(UTC) < row.ends
    return lasts and is_proven(LoginSession, row)


def _lasts(found: Open, now: datetime) -> bool:
    idle = found.kind == SessionKind.BROWSER and now > found.seen + settings.idle()
    return now < found.ends and not idle


def keep_seen(secret: str, found: Open, now: datetime | None = None) -> None:
    """Store that the session is in use, at most once in a while."""
    now = now or datetime.now(UTC)
    if now < found.seen + SEEN_EVERY:
        return
    with autonomous_transaction() as connection:
        connection.execute(
            update(LoginSession)
            .where(LoginSession.digest == digest(secret))
            .values(seen=now)
        )


def confirm(secret: str) -> str:
    """Store that the owner has just shown a credential again; returns a new secret."""
    new, records = new_secret(), write_session()
    changes = {"digest": digest(new), "confirmed": datetime.now(UTC)}
    change_proven(records, LoginSession, LoginSession.digest == digest(secret), **changes)
    return new


def is_confirmed(found: Open) -> bool:
    """Whether that was a moment ago."""
    until = found.confirmed and found.confirmed + CONFIRMED_FOR
    return until is not None and datetime.now(UTC) < until


def end(secret: str) -> None:
    """End a session, in the running transaction."""
    write_session().execute(
        delete(LoginSession).where(LoginSession.digest == digest(secret))
    )


def end_one(user_id: str, session_id: str) -> bool:
    """End one of the user's sessions; whether the user had it."""
    one = delete(LoginSession).where(
        LoginSession.user_id == user_id, LoginSession.id == session_id
    )
    return bool(count_changed(write_session(), one))


def sessions_of(user_id: str) -> list[Open]:
    """The user's valid sessions, last used first."""
    now = datetime.now(UTC)
    mine = _SELECT.where(LoginSession.user_id == user_id, LoginSession.ends > now)
    with read_connection() as connection:
        rows = connection.execute(mine.order_by(LoginSession.seen.desc()))
        return [one for row in rows if (one := _counting(row, now)) is not None]


def delete_ended_sessions(now: datetime) -> None:
    """Delete sessions that can never be valid again."""
    counting = select(LoginSession.digest).outerjoin(
        Account, Account.user_id == LoginSession.user_id
    )
    with autonomous_transaction() as connection:
        connection.execute(
            delete(LoginSession).where(
                (LoginSession.ends < now)
                | LoginSession.digest.not_in(counting.where(*_COUNTS))
            )
        )
