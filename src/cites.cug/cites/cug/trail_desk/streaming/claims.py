"""How far each stream is, and which process goes on with it.

Each step is a transaction of its own and states what it expects to find, so any number of
processes may try: one of them sends at a time.
"""

from cites.cug.core.sql.session import autonomous_transaction, read_connection
from cites.cug.trail_desk.streaming.models import TrailStream
from datetime import datetime, timedelta
from secrets import token_hex
from sqlalchemy import Connection, insert, inspect, or_, select, update
from typing import NamedTuple


STREAM = TrailStream.__table__
#: Longer than sending one portion may take.
LEASE = timedelta(minutes=2)
#: Pauses after the first tries that failed; the last one is repeated.
PAUSES = tuple(timedelta(seconds=number) for number in (10, 30, 60, 120, 300))


class StreamClaim(NamedTuple):
    """A stream on which this process alone may send, until the claim runs out."""

    name: str
    stream: str
    until: datetime
    position: int
    leaf: bytes | None
    is_set: bool
    attempts: int
    failing: datetime | None


def claim(name: str, now: datetime) -> StreamClaim | None:
    """Claim a stream; None where another process has it, or it pauses."""
    with autonomous_transaction() as connection:
        _begin(connection, name, now)
        until = STREAM.c.claimed_until
        is_free = or_(until.is_(None), until <= now)
        here = update(STREAM).where(STREAM.c.name == name, STREAM.c.due <= now, is_free)
        if not connection.execute(here.values(claimed_until=now + LEASE)).rowcount:
            return None
        row = connection.execute(select(STREAM).where(STREAM.c.name == name)).one()
    return StreamClaim(
        name,
        row.stream,
        now + LEASE,
        row.position,
        row.leaf and bytes(row.leaf),
        row.is_set,
        row.attempts,
        row.failing,
    )


def _begin(connection: Connection, name: str, now: datetime) -> None:
    """A stream begins with the first event of the trail."""
    if connection.scalar(select(STREAM.c.name).where(STREAM.c.name == name)) is None:
        first = {"position": 0, "is_set": False, "attempts": 0, "due": now}
        named = {"name": name, "stream": _new_id()}
        connection.execute(insert(STREAM).values(**named, **first))


def _new_id() -> str:
    return token_hex(16)


def renew_ids(connection: Connection) -> None:
    """After a restore: positions that were sent may come again with other events."""
    if not inspect(connection).has_table(STREAM.name):
        return
    for name in connection.scalars(select(STREAM.c.name)).all():
        here = update(STREAM).where(STREAM.c.name == name)
        connection.execute(here.values(stream=_new_id()))


def record_delivered(
    claimed: StreamClaim, position: int, leaf: bytes | None, now: datetime
) -> None:
    """Note that all leaves up to there have arrived."""
    place = {"position": position, "leaf": leaf, "is_set": False}
    well = {"attempts": 0, "failing": None, "last_error": None}
    _settle(claimed, {**place, **well, "due": now, "delivered": now})


def record_failed(claimed: StreamClaim, problem: str, now: datetime) -> None:
    """Note why nothing has arrived, and when it is tried again. It is never given up."""
    _settle(
        claimed,
        {
            "attempts": claimed.attempts + 1,
            "failing": claimed.failing or now,
            "last_error": problem,
            "due": now + PAUSES[min(claimed.attempts, len(PAUSES) - 1)],
        },
    )


def _settle(claimed: StreamClaim, values: dict[str, object]) -> None:
    mine = STREAM.c.name == claimed.name, STREAM.c.claimed_until == claimed.until
    with autonomous_transaction() as connection:
        connection.execute(
            update(STREAM).where(*mine).values(claimed_until=None, **values)
        )


def set_position(name: str, position: int, now: datetime) -> None:
    """Go on from that leaf, whatever has arrived: an operator says so."""
    values = {"position": position, "leaf": None, "is_set": True, "due": now}
    begun = {"attempts": 0, "failing": None, "last_error": None, "claimed_until": None}
    with autonomous_transaction() as connection:
        _begin(connection, name, now)
        here = update(STREAM).where(STREAM.c.name == name)
        connection.execute(here.values(**values, **begun))


def position_of(name: str) -> int:
    """How many leaves have arrived."""
    with read_connection() as connection:
        query = select(STREAM.c.position).where(STREAM.c.name == name)
        return connection.scalar(query) or 0
