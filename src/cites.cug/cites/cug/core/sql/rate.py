"""How often something may be done, over all processes and restarts.

Each subject (a block of addresses, an e-mail address) has a row with the moments and
amounts of its actions in the last period. No period of that length, whenever it begins,
exceeds ``limit``. The whole limit may be used at once; each part of it is free again one
period later.
"""

import json
from cites.cug.core.encryption.authentic import keyed_digest
from cites.cug.core.sql.moments import Moment
from cites.cug.core.sql.session import Base, INSERTS, write_session
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta, UTC
from functools import lru_cache
from ipaddress import ip_address, ip_network, IPv6Address
from itertools import pairwise
from sqlalchemy import (
    bindparam,
    Connection,
    delete,
    Insert,
    select,
    String,
    Text,
    TypeDecorator,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column
from typing import Any, NamedTuple


#: Who holds one address of such a block usually holds them all.
IPV4_BLOCK, IPV6_BLOCK = 24, 56


#: The most moments in a row. The two that are closest together are merged at the later
#: one, so that a row stays short and nothing expires too early.
MOST_MOMENTS = 60
FIRST = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

#: When something was done, and how much, the earliest first.
Past = list[tuple[datetime, int]]


class Moments(TypeDecorator):
    """A ``Past`` as JSON, in microseconds."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> str:
        return json.dumps([((time - FIRST) // MICROSECOND, many) for time, many in value])

    def process_result_value(self, value: Any, dialect: Any) -> Past:
        return [(FIRST + time * MICROSECOND, many) for time, many in json.loads(value)]


class RateUse(Base):
    """The actions of a subject in the last period."""

    __tablename__ = "rate_use"

    #: A digest with a key outside the database: the table names nobody.
    subject: Mapped[str] = mapped_column(String(64), primary_key=True)
    past: Mapped[Any] = mapped_column(Moments)
    #: The moment from which none of them counts.
    until: Mapped[datetime] = mapped_column(Moment, index=True)


class Rate(NamedTuple):
    """So many times in so long."""

    limit: int
    period: timedelta


class Use(NamedTuple):
    """An action that is about to happen, ``amount`` times at once."""

    purpose: str
    subject: str
    rate: Rate
    amount: int = 1

    @property
    def line(self) -> str:
        return digest(self.purpose, self.subject)

    def wait(self, past: Past, at: datetime) -> timedelta:
        """How long to wait with it; nothing, if it may be done now."""
        counted = self.counted(past, at)
        excess = total(counted) + self.amount - self.rate.limit
        if excess <= 0:
            return timedelta()
        for time, many in counted:
            excess -= many
            if excess <= 0:
                return time + self.rate.period - at
        return self.rate.period  # The amount exceeds the limit by itself.

    def counted(self, past: Past, at: datetime) -> Past:
        """The part of the past that counts at a moment.

        Moments that are later by more than a period come from a clock that was ahead.
        """
        return [one for one in past if abs(at - one[0]) < self.rate.period]

    def added(self, past: Past, at: datetime, amount: int) -> Past:
        """The past after an action of this amount at that moment."""
        times = sorted([*self.counted(past, at), (at, amount)])
        while len(times) > MOST_MOMENTS:
            gaps = [later[0] - one[0] for one, later in pairwise(times)]
            closest = gaps.index(min(gaps))
            (_earlier, few), (time, many) = times[closest : closest + 2]
            times[closest : closest + 2] = [(time, few + many)]
        return times


def total(past: Past) -> int:
    return sum(many for _time, many in past)


class Left(NamedTuple):
    """How often something may still be done at once, and when it all may be again."""

    limit: int
    remaining: int
    reset: timedelta


class Wait(NamedTuple):
    """Why something may not be done yet."""

    use: Use
    time: timedelta


# Part of every message that is sent: put together once.
_LINES = RateUse.__table__
_HERE = _LINES.c.subject.in_(bindparam("lines", expanding=True))
_READ = select(_LINES.c.subject, _LINES.c.past).where(_HERE).order_by(_LINES.c.subject)
_READ_LOCKED = _READ.with_for_update()
_WRITE = (
    update(_LINES)
    .where(_LINES.c.subject == bindparam("line"))
    .values(past=bindparam("new", type_=Moments), until=bindparam("end", type_=Moment))
)


@lru_cache
def _add(dialect: str) -> Insert:
    # Two that come first at the same moment must not fail each other.
    return INSERTS[dialect](_LINES).on_conflict_do_nothing()


def read_past(connection: Connection, lines: Iterable[str]) -> dict[str, Past]:
    """What these lines say was done; nothing of a line that is not there."""
    return dict(map(tuple, connection.execute(_READ, {"lines": list(lines)})))


def read_recent(connection: Connection, at: datetime) -> dict[str, Past]:
    """The past of all lines of which something counts at this moment."""
    recent = select(_LINES.c.subject, _LINES.c.past).where(_LINES.c.until > at)
    return dict(map(tuple, connection.execute(recent)))


def check(connection: Connection, uses: Sequence[Use], at: datetime) -> Wait | None:
    """What would have to wait the longest; None if all may be done now."""
    return _longest(uses, read_past(connection, [use.line for use in uses]), at)


def check_locked(
    connection: Connection, uses: Sequence[Use], at: datetime
) -> Wait | None:
    """As ``check``; nobody else counts for these subjects until the transaction ends."""
    return _longest(uses, _lock(connection, uses, at), at)


def take(connection: Connection, uses: Sequence[Use], at: datetime) -> Wait | None:
    """Account for all of it, if the connection's transaction is kept; or for nothing, and
    say what has to wait the longest.

    Whoever counts for one of these subjects at the same time waits for this transaction.
    """
    known = _lock(connection, uses, at)
    waits = _longest(uses, known, at)
    if waits is None:
        _write(
            connection, {use: use.added(known[use.line], at, use.amount) for use in uses}
        )
    return waits


def charge(connection: Connection, use: Use, at: datetime) -> None:
    """Account for what has been done already, up to the limit."""
    past = _lock(connection, [use], at)[use.line]
    left = use.rate.limit - total(use.counted(past, at))
    if left > 0:
        _write(connection, {use: use.added(past, at, min(use.amount, left))})


def give_back(connection: Connection, use: Use, at: datetime) -> None:
    """Undo ``take`` of that moment in another transaction."""
    past = _lock(connection, [use], at)[use.line]
    for number, (time, many) in enumerate(past):
        if time >= at:  # Later, if it is counted together with something else.
            past[number] = (time, many - use.amount)
            break
    _write(connection, {use: [one for one in past if one[1] > 0]})


def _lock(connection: Connection, uses: Sequence[Use], at: datetime) -> dict[str, Past]:
    """The lines of these uses, locked; those that are not there are made."""
    lines = {use.line for use in uses}
    known = _read_locked(connection, lines)
    if len(known) < len(lines):
        missing = sorted(lines - known.keys())
        new = [{"subject": line, "past": [], "until": at} for line in missing]
        connection.execute(_add(connection.dialect.name), new)
        known = _read_locked(connection, lines)
    return known


def _read_locked(connection: Connection, lines: Iterable[str]) -> dict[str, Past]:
    return dict(map(tuple, connection.execute(_READ_LOCKED, {"lines": list(lines)})))


def _write(connection: Connection, values: Mapping[Use, Past]) -> None:
    rows = [
        {"line": use.line, "new": past, "end": _end(use, past)}
        for use, past in values.items()
    ]
    connection.execute(_WRITE, rows)


def _end(use: Use, past: Past) -> datetime:
    """When nothing of it counts any more."""
    return past[-1][0] + use.rate.period if past else FIRST


def _longest(uses: Sequence[Use], known: Mapping[str, Past], at: datetime) -> Wait | None:
    waits = [Wait(use, use.wait(known.get(use.line, []), at)) for use in uses]
    longest = max(waits, key=lambda one: one.time)
    return longest if longest.time else None


def left_of(connection: Connection, use: Use, at: datetime) -> Left:
    """What is left of it, in the transaction that has taken some."""
    counted = use.counted(read_past(connection, [use.line]).get(use.line, []), at)
    remaining = (use.rate.limit - total(counted)) // use.amount
    reset = _end(use, counted) - at if counted else timedelta()
    return Left(use.rate.limit, max(remaining, 0), reset)


def delete_old_counts(before: datetime) -> None:
    """Delete the lines that say nothing any more."""
    write_session().execute(delete(RateUse).where(RateUse.until < before))


def address_block(address: str | None) -> str:
    """The block of an address; what is no address is a block of its own."""
    try:
        known = ip_address((address or "").strip())
    except ValueError:
        return "unknown"
    if isinstance(known, IPv6Address):
        known = known.ipv4_mapped or known
    size = IPV6_BLOCK if isinstance(known, IPv6Address) else IPV4_BLOCK
    return str(ip_network((known, size), strict=False))


def digest(purpose: str, subject: str) -> str:
    """The name of a subject's line."""
    return keyed_digest("rates", f"{purpose}:{subject}")
