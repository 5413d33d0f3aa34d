"""The members near a limit, for the Secretariat of a group, as numbers only."""

from cites.cug.core.sql.rate import Rate, read_recent, total, Use
from cites.cug.core.sql.session import read_connection
from cites.cug.web.limits.interfaces import IMailboxUse
from cites.cug.web.limits.use import Limit, number_of, PERIODS, subject
from collections.abc import Iterator
from collective.workspace.interfaces import IWorkspace
from datetime import datetime
from typing import Any, NamedTuple
from zope.component import getUtilitiesFor


#: Members who have used this share of a limit are near it.
NEAR = 0.8


class NearLimit(NamedTuple):
    """A member, a limit, how much of it is used, and its number."""

    user_id: str
    limit: Limit
    used: int
    number: int
    #: When nothing counts against the limit any more; None for what is stored.
    ends: datetime | None

    @property
    def share(self) -> float:
        return self.used / self.number


def near_limits(group: Any, now: datetime) -> list[NearLimit]:
    """The members of a group who are near a limit, the nearest first."""
    lines = [*_done(group, now), *_kept(group)]
    near = [line for line in lines if line.share >= NEAR]
    return sorted(near, key=lambda line: (-line.share, line.user_id, line.limit))


def _done(group: Any, now: datetime) -> Iterator[NearLimit]:
    rates = {limit: Rate(number_of(limit), period) for limit, period in PERIODS.items()}
    least = NEAR * min(rate.limit for rate in rates.values())
    with read_connection() as connection:
        recent = read_recent(connection, now)
    many = {line: past for line, past in recent.items() if total(past) >= least}
    # A line does not name its member: whose it is has to be tried, if there is any.
    for limit, rate in rates.items() if many else ():
        for user_id in IWorkspace(group).members:
            use = Use(limit.value, subject(limit, group, user_id), rate)
            if counted := use.counted(many.get(use.line, []), now):
                ends = counted[-1][0] + rate.period
                yield NearLimit(user_id, limit, total(counted), rate.limit, ends)


def _kept(group: Any) -> Iterator[NearLimit]:
    for _name, mailbox_use in getUtilitiesFor(IMailboxUse):
        for limit, used in mailbox_use(group).items():
            number = number_of(limit)
            for user_id, many in used.items():
                yield NearLimit(user_id, limit, many, number, None)
