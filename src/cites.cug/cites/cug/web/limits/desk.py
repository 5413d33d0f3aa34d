"""The members near a limit, for the Secretariat of a group, as numbers only."""

from cites.cug.core.sql.rate import Past, Rate, read_past, total, Use
from cites.cug.core.sql.session import read_connection
from cites.cug.web.limits.interfaces import IMailboxUse
from cites.cug.web.limits.use import Limit, number_of, PERIODS, subject
from collections.abc import Iterable, Iterator
from collective.workspace.interfaces import IWorkspace
from datetime import datetime
from typing import Any, NamedTuple
from zope.component import getUtilitiesFor


#: Members who have used this share of a limit are near it.
NEAR = 0.8
#: How many values one SQL statement holds: databases limit it.
PORTION = 5000


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
    uses = [
        (user_id, Use(limit.value, subject(limit, group, user_id), rate))
        for limit, rate in _rates().items()
        for user_id in IWorkspace(group).members
    ]
    whose = {use.line: (user_id, use) for user_id, use in uses}
    for line, past in _read(list(whose)):
        user_id, use = whose[line]
        if counted := use.counted(past, now):
            ends = counted[-1][0] + use.rate.period
            limit, number = Limit(use.purpose), use.rate.limit
            yield NearLimit(user_id, limit, total(counted), number, ends)


def _rates() -> dict[Limit, Rate]:
    return {limit: Rate(number_of(limit), period) for limit, period in PERIODS.items()}


def _read(lines: list[str]) -> Iterable[tuple[str, Past]]:
    with read_connection() as connection:
        for start in range(0, len(lines), PORTION):
            yield from read_past(connection, lines[start : start + PORTION]).items()


def _kept(group: Any) -> Iterator[NearLimit]:
    for _name, mailbox_use in getUtilitiesFor(IMailboxUse):
        for limit, used in mailbox_use(group).items():
            number = number_of(limit)
            for user_id, many in used.items():
                yield NearLimit(user_id, limit, many, number, None)
