"""How often something may be done, over all processes and restarts.

Each subject (a block of addresses, an e-mail address) has a line that says until when
what it did is accounted for: each time adds a share of the period, and once a whole
period is taken nothing more may be done until some of it has passed. So ``limit`` times
may come at once, and as many in each period; there is no border between two periods at
which twice as many could.
"""

from cites.cug.core.encryption.authentic import keyed_digest
from cites.cug.core.sql.moments import Moment
from cites.cug.core.sql.session import Base, INSERTS, write_session
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from ipaddress import ip_address, ip_network, IPv6Address
from sqlalchemy import bindparam, Connection, delete, Insert, select, String, update
from sqlalchemy.orm import Mapped, mapped_column
from typing import NamedTuple


#: Who holds one address of such a block usually holds them all.
IPV4_BLOCK, IPV6_BLOCK = 24, 56


class RateUse(Base):
    """Until when a subject's doings are accounted for."""

    __tablename__ = "rate_use"

    #: A digest with a key outside the database: the table names nobody.
    subject: Mapped[str] = mapped_column(String(64), primary_key=True)
    until: Mapped[datetime] = mapped_column(Moment, index=True)


class Rate(NamedTuple):
    """So many times in so long."""

    limit: int
    period: timedelta


class Use(NamedTuple):
    """What is about to be done; ``amount`` times at once."""

    purpose: str
    subject: str
    rate: Rate
    amount: int = 1

    @property
    def line(self) -> str:
        return digest(self.purpose, self.subject)

    @property
    def share(self) -> timedelta:
        """What it takes of the period; of more than all of it nothing can be done."""
        return self.rate.period / self.rate.limit * self.amount

    def wait(self, until: datetime, at: datetime) -> timedelta:
        """How long to wait with it; nothing, if it may be done now."""
        taken = self.taken(until, at)
        return max(taken + self.share - self.rate.period, timedelta())

    def taken(self, until: datetime, at: datetime) -> timedelta:
        """How much of the period is accounted for.

        Nothing where that would be more than all of it: the clock was ahead.
        """
        taken = until - at
        return taken if timedelta() <= taken <= self.rate.period else timedelta()


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
_READ = select(_LINES.c.subject, _LINES.c.until).where(_HERE).order_by(_LINES.c.subject)
_READ_LOCKED = _READ.with_for_update()
_WRITE = (
    update(_LINES)
    .where(_LINES.c.subject == bindparam("line"))
    .values(until=bindparam("new", type_=Moment))
)


@lru_cache
def _add(dialect: str) -> Insert:
    # Two that come first at the same moment must not fail each other.
    return INSERTS[dialect](_LINES).on_conflict_do_nothing()


def used_until(connection: Connection, lines: Iterable[str]) -> dict[str, datetime]:
    """What is accounted for of these lines; of a line that is not there, nothing."""
    return dict(map(tuple, connection.execute(_READ, {"lines": list(lines)})))


def check(connection: Connection, uses: Sequence[Use], at: datetime) -> Wait | None:
    """What would have to wait the longest; None if all may be done now."""
    return _longest(uses, used_until(connection, [use.line for use in uses]), at)


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
        taken = {use: use.taken(known[use.line], at) + use.share for use in uses}
        _write(connection, {use: at + more for use, more in taken.items()})
    return waits


def charge(connection: Connection, use: Use, at: datetime) -> None:
    """Account for what has been done already, up to a whole period."""
    taken = use.taken(_lock(connection, [use], at)[use.line], at) + use.share
    _write(connection, {use: at + min(taken, use.rate.period)})


def give_back(connection: Connection, use: Use, at: datetime) -> None:
    """Undo ``take`` in another transaction."""
    _write(connection, {use: _lock(connection, [use], at)[use.line] - use.share})


def _lock(
    connection: Connection, uses: Sequence[Use], at: datetime
) -> dict[str, datetime]:
    """The lines of these uses, locked; those that are not there are made."""
    lines = {use.line for use in uses}
    known = _read_locked(connection, lines)
    if len(known) < len(lines):
        new = [{"subject": line, "until": at} for line in sorted(lines - known.keys())]
        connection.execute(_add(connection.dialect.name), new)
        known = _read_locked(connection, lines)
    return known


def _read_locked(connection: Connection, lines: Iterable[str]) -> dict[str, datetime]:
    return dict(map(tuple, connection.execute(_READ_LOCKED, {"lines": list(lines)})))


def _write(connection: Connection, values: Mapping[Use, datetime]) -> None:
    rows = [{"line": use.line, "new": until} for use, until in values.items()]
    connection.execute(_WRITE, rows)


def _longest(
    uses: Sequence[Use], known: Mapping[str, datetime], at: datetime
) -> Wait | None:
    waits = [Wait(use, use.wait(known.get(use.line, at), at)) for use in uses]
    longest = max(waits, key=lambda one: one.time)
    return longest if longest.time else None


def left_of(connection: Connection, use: Use, at: datetime) -> Left:
    """What is left of it, in the transaction that has taken some."""
    taken = use.taken(used_until(connection, [use.line]).get(use.line, at), at)
    return Left(use.rate.limit, int((use.rate.period - taken) / use.share), taken)


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
