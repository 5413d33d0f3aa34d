"""How often something may be done, over all processes and restarts.

Each subject (a block of addresses, an e-mail address) has a line that says until when
what it did is accounted for: each time adds a share of the period, and once a whole
period is taken nothing more may be done until some of it has passed. So ``limit`` times
may come at once, and as many in each period; there is no border between two periods at
which twice as many could.
"""

from cites.cug.records.moments import Moment
from cites.cug.records.store import Base
from cites.cug.records.store import INSERTS
from cites.cug.records.store import session
from cites.cug.records.store import writing
from cites.cug.sealing.authentic import keyed_digest
from datetime import datetime
from datetime import timedelta
from ipaddress import ip_address
from ipaddress import ip_network
from ipaddress import IPv6Address
from sqlalchemy import delete
from sqlalchemy import select
from sqlalchemy import String
from sqlalchemy import update
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column
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


def wait(purpose: str, subject: str, rate: Rate, at: datetime) -> timedelta:
    """How long the subject has to wait; nothing, if it may go on now."""
    until = _until(purpose, subject, at)
    share = rate.period / rate.limit
    return max(until + share - at - rate.period, timedelta())


def count(purpose: str, subject: str, rate: Rate, at: datetime) -> None:
    """Account for something that is done, if the running transaction is kept."""
    records = writing()
    insert = INSERTS[records.get_bind().dialect.name]
    # Two that come first at the same moment must not fail each other.
    line = insert(RateUse).values(subject=_digest(purpose, subject), until=at)
    records.execute(line.on_conflict_do_nothing())
    until = _until(purpose, subject, at, lock=True) + rate.period / rate.limit
    mine = RateUse.subject == _digest(purpose, subject)
    records.execute(update(RateUse).where(mine).values(until=until))


def forget(before: datetime) -> None:
    """Delete the lines that say nothing any more."""
    writing().execute(delete(RateUse).where(RateUse.until < before))


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


def _until(purpose: str, subject: str, at: datetime, lock: bool = False) -> datetime:
    line = select(RateUse.until).where(RateUse.subject == _digest(purpose, subject))
    until = session().scalar(line.with_for_update() if lock else line)
    return at if until is None else max(until, at)


def _digest(purpose: str, subject: str) -> str:
    return keyed_digest("rates", f"{purpose}:{subject}")
