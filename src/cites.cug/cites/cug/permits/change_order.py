"""Permits in the order in which they were changed, for who follows the registry.

Each change of values or status gets a moment of its own, later than all before it: what
comes after the last moment that somebody has read is all that is new to them. Permits are
never removed, so that this needs no log.
"""

from cites.cug.core.sql.session import session
from cites.cug.permits.models import PermitRow
from datetime import datetime, timedelta, UTC
from sqlalchemy import and_, Connection, func, or_, Row, select, text
from typing import Any


PERMIT = PermitRow.__table__
#: Key of the lock in PostgreSQL: any number, but the same in all processes.
TURN = 7_070_001
STEP = timedelta(microseconds=1)
FIELDS = (PERMIT.c.id, PERMIT.c.changed)


def take_moment(connection: Connection) -> datetime:
    """The moment of a change that begins now; others wait until it is committed.

    So that nobody reads a change before an earlier one is committed, and two that insert
    the same permit at the same moment do not fail.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": TURN})
    last = connection.scalar(select(func.max(PERMIT.c.changed)))
    now = datetime.now(UTC)
    return now if last is None or last < now else last + STEP


def last_moment() -> datetime | None:
    """The moment of the last change of any permit."""
    return session().scalar(select(func.max(PERMIT.c.changed)))


def changed_after(moment: datetime, permit_id: str, size: int) -> list[Row[Any]]:
    """Ids and moments of at most so many permits after that one, in their order."""
    later = or_(PERMIT.c.changed > moment, PERMIT.c.id > permit_id)
    found = select(*FIELDS).where(and_(PERMIT.c.changed >= moment, later))
    ordered = found.order_by(PERMIT.c.changed, PERMIT.c.id).limit(size)
    return list(session().connection().execute(ordered))


def made_between(first: str, last: str, size: int) -> list[Row[Any]]:
    """Ids of at most so many permits after the first, up to the last id."""
    found = select(*FIELDS).where(PERMIT.c.id > first, PERMIT.c.id <= last)
    ordered = found.order_by(PERMIT.c.id).limit(size)
    return list(session().connection().execute(ordered))
