"""How often a password or a code may be tried.

A try is counted before it is checked and taken back if it was right, so that many at once
are no way around it. It counts against the name that was typed, known or not, and against
the block of addresses it comes from. A browser in which that account was logged in before
counts for itself: whoever locks an account from elsewhere does not lock out its owner.
"""

from cites.cug.core.encryption.authentic import keyed_digest
from cites.cug.core.sql.session import autonomous_transaction, read_connection
from cites.cug.login import settings
from cites.cug.login.models import Attempt
from cites.cug.login.secrets import digest
from cites.cug.login.visitor import Visitor
from datetime import datetime, timedelta, UTC
from sqlalchemy import Connection, delete, func, insert, select
from typing import NamedTuple


#: Seconds to wait after so many wrong tries; the last one is repeated. An account is
#: locked until the oldest try no longer counts; a block of addresses likewise, without
#: pauses and after many more: an office may have a bad morning.
PAUSES = (0, 0, 0, 0, 0, 2, 4, 8, 16, 32)


class Try(NamedTuple):
    """A try that may be checked."""

    ids: tuple[int, ...]
    #: Whether the account is locked if this one is wrong.
    is_last: bool


class Subject(NamedTuple):
    """Whom tries count against, and the pauses between them."""

    digest: str
    pauses: tuple[int, ...]


def subjects(login: str, visitor: Visitor, known_device: bool) -> tuple[Subject, ...]:
    more = settings.tries() - len(PAUSES)
    pauses = PAUSES[: settings.tries()] + PAUSES[-1:] * more
    if known_device:
        mark = f"device:{login}:{digest(visitor.device_secret or '')}"
        return (Subject(_digest(mark), pauses),)
    return (
        Subject(_digest(f"name:{login}"), pauses),
        Subject(_digest(f"block:{visitor.block}"), (0,) * settings.network_tries()),
    )


def _digest(subject: str) -> str:
    """A keyed digest: from a plain one, the name and the address could be guessed."""
    return keyed_digest("login attempts", subject)


def begin_try(
    login: str, visitor: Visitor, known_device: bool, now: datetime | None = None
) -> Try | None:
    """Count a try that is about to be checked; None if it must not be."""
    counted = subjects(login, visitor, known_device)
    with autonomous_transaction() as connection:
        _one_at_a_time(connection, counted)
        # Only now: others may have counted theirs while this one waited for its turn.
        now = now or datetime.now(UTC)
        before = _earlier(connection, counted, now)
        if any(map(_is_paused, counted, before, [now] * len(counted))):
            return None
        rows = [{"subject": subject.digest, "time": now} for subject in counted]
        made = insert(Attempt).returning(Attempt.id)
        ids = tuple(connection.scalar(made.values(row)) for row in rows)
    return Try(ids, is_last=len(before[0]) + 1 == len(counted[0].pauses))


def must_wait(login: str, visitor: Visitor, known_device: bool) -> bool:
    """Whether a try would not be checked now. Counts nothing."""
    counted, now = subjects(login, visitor, known_device), datetime.now(UTC)
    with read_connection() as connection:
        before = _earlier(connection, counted, now)
    return any(map(_is_paused, counted, before, [now] * len(counted)))


def take_back(attempt: Try) -> None:
    """Stop counting a try that was right."""
    with autonomous_transaction() as connection:
        connection.execute(delete(Attempt).where(Attempt.id.in_(attempt.ids)))


def forget_attempts(before: datetime) -> None:
    with autonomous_transaction() as connection:
        connection.execute(delete(Attempt).where(Attempt.time < before))


def _earlier(
    connection: Connection, counted: tuple[Subject, ...], now: datetime
) -> list[list[datetime]]:
    """For each subject the times of its tries within the window, newest first."""
    digests = [subject.digest for subject in counted]
    asked = (
        select(Attempt.subject, Attempt.time)
        .where(Attempt.subject.in_(digests), Attempt.time > now - settings.window())
        .order_by(Attempt.time.desc())
    )
    rows = connection.execute(asked).all()
    return [[row.time for row in rows if row.subject == digest] for digest in digests]


def _is_paused(subject: Subject, earlier: list[datetime], now: datetime) -> bool:
    if len(earlier) >= len(subject.pauses):
        return True
    pause = timedelta(seconds=subject.pauses[len(earlier)])
    # Clocks differ: without a pause, one from another host may seem to come later.
    return bool(pause and earlier) and now < earlier[0] + pause


def _one_at_a_time(connection: Connection, counted: tuple[Subject, ...]) -> None:
    """Make others who count against the same subject wait; on SQLite all writers wait."""
    if connection.dialect.name == "postgresql":
        for key in sorted(int(subject.digest[:15], 16) for subject in counted):
            connection.execute(select(func.pg_advisory_xact_lock(key)))
