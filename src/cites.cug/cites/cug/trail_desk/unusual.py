"""What is unusual in a group's trail. It is shown to the Secretariat and decides nothing.

Each member is compared with what the same member did before. Days and hours are in UTC.
"""

from cites.cug.core.sql.moments import in_utc
from cites.cug.core.sql.session import read_connection
from cites.cug.core.trail.networks import network_of
from cites.cug.trail_desk.events import (
    by_other_index,
    EVENT,
    inside,
    outside,
    record_reading,
)
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collective.workspace.interfaces import IWorkspace
from datetime import date, datetime, timedelta, UTC
from enum import StrEnum
from operator import attrgetter
from sqlalchemy import ColumnElement, Connection, func, not_, or_, Select, select
from typing import Any, NamedTuple


#: The last days are looked at, and compared with those before.
DAYS, BEFORE = 7, 90
#: The chart shows so many days.
CHART_DAYS = 30
#: On a day so many times as many as on the member's days before, and at least so many.
TIMES = 3
LOGIN = "login"
#: Who has logged in so often before has hours of the day. One hour more or less is none.
KNOWN_LOGINS, NEAR_HOURS = 10, 1
HOURS_OF_DAY = 24


class Pattern(StrEnum):
    """What is unusual."""

    LOOKUPS = "lookups"
    DOWNLOADS = "downloads"
    HOUR = "hour"
    NETWORK = "network"


#: Of what many are unusual → its actions, and how many a day are none.
COUNTED = {
    Pattern.LOOKUPS: (("permit.consult", "permit.search", "permit.outside"), 30),
    Pattern.DOWNLOADS: (
        (
            *("library.download", "message.download", "permit.download"),
            *("exchange.misp", "exchange.stix"),
        ),
        20,
    ),
}


class Unusual(NamedTuple):
    """Something that a member did on a day."""

    pattern: Pattern
    user_id: str
    day: date
    #: How many on that day; how many on a day before: 0 where nothing is known.
    number: int = 0
    usual: int = 0
    #: The hour of the log-in, or the network that it came from.
    where: str = ""


class UnusualUse(NamedTuple):
    """What was found, the newest first, and how many events there are by day."""

    found: list[Unusual]
    days: list[tuple[date, int]]


def find_unusual(group: Any, now: datetime, *, acting_user: str) -> UnusualUse:
    """What members of the group did unusually. Reading is recorded."""
    today = now.astimezone(UTC).date()
    members = list(IWorkspace(group).members)
    first = today - timedelta(days=DAYS - 1)
    with read_connection() as connection:
        counted = _counted(connection, group, members, first)
        logins = _logins(connection, members, first - timedelta(days=BEFORE))
        days = _by_day(connection, group, today - timedelta(days=CHART_DAYS - 1))
    record_reading(group, {"unusual": str(DAYS)}, acting_user=acting_user)
    found = [*_many(counted, first), *_strange(logins, first)]
    found.sort(key=lambda one: (one.day, one.user_id, one.pattern), reverse=True)
    chart = [today - timedelta(days=ago) for ago in reversed(range(CHART_DAYS))]
    return UnusualUse(found, [(day, days.get(day, 0)) for day in chart])


def _since(day: date) -> ColumnElement[bool]:
    return EVENT.c.time >= datetime(day.year, day.month, day.day, tzinfo=UTC)


def _day(connection: Connection) -> ColumnElement[Any]:
    """The day of an event, in UTC, as text."""
    time: Any = EVENT.c.time
    if connection.dialect.name == "postgresql":
        return func.to_char(func.timezone("UTC", time), "YYYY-MM-DD")
    return func.date(time)


def _counted(
    connection: Connection, group: Any, members: list[str], first: date
) -> Iterable[Any]:
    """Member, action, day and how many; of earlier days where those since are many."""
    since = _since(first)
    query = _counting(connection, group).where(since, _by_time(EVENT.c.actor, members))
    lately = connection.execute(query).all()
    busy = {
        user_id
        for (user_id, pattern), numbers in _by_pattern(lately).items()
        if max(numbers.values()) >= COUNTED[pattern][1]
    }
    if not busy:
        return []
    earlier = _since(first - timedelta(days=BEFORE)), not_(since)
    query = _counting(connection, group).where(*earlier, EVENT.c.actor.in_(busy))
    return [*lately, *connection.execute(query)]


def _counting(connection: Connection, group: Any) -> Select[Any]:
    actions = [one for names, _least in COUNTED.values() for one in names]
    day = _day(connection).label("day")
    query = select(EVENT.c.actor, EVENT.c.action, day, func.count().label("number"))
    query = query.where(_by_time(EVENT.c.action, actions), or_(inside(group), outside()))
    return query.group_by(EVENT.c.actor, EVENT.c.action, day)


def _by_time(column: ColumnElement[Any], values: Iterable[str]) -> ColumnElement[bool]:
    """One of these, among the events of a time: all that there are may be many more."""
    return by_other_index(column).in_(list(values))


def _by_pattern(
    counted: Iterable[Any],
) -> Mapping[tuple[str, Pattern], Mapping[date, int]]:
    """Member and pattern → day → how many."""
    pattern_of = {
        name: pattern for pattern, (names, _least) in COUNTED.items() for name in names
    }
    found: dict[tuple[str, Pattern], dict[date, int]] = defaultdict(dict)
    for row in counted:
        mine = found[row.actor, pattern_of[row.action]]
        day = date.fromisoformat(row.day)
        mine[day] = mine.get(day, 0) + row.number
    return found


def _many(counted: Iterable[Any], first: date) -> Iterator[Unusual]:
    """Days on which a member did much more of something than on others before."""
    for (user_id, pattern), numbers in _by_pattern(counted).items():
        before = [number for day, number in numbers.items() if day < first]
        usual = round(sum(before) / len(before)) if before else 0
        least = max(COUNTED[pattern][1], TIMES * usual)
        for day, number in numbers.items():
            if day >= first and number >= least:
                yield Unusual(pattern, user_id, day, number, usual)


def _logins(connection: Connection, members: list[str], since: date) -> Iterable[Any]:
    query = select(EVENT.c.id, EVENT.c.actor, EVENT.c.time, EVENT.c.ip)
    who, what = _by_time(EVENT.c.actor, members), _by_time(EVENT.c.action, [LOGIN])
    rows = connection.execute(query.where(_since(since), who, what)).all()
    # Here, as SQLite would go through all events there are to have them in their order.
    return sorted(rows, key=attrgetter("id"))


def _strange(logins: Iterable[Any], first: date) -> Iterator[Unusual]:
    """Log-ins at hours and from networks that the member did not have before."""
    hours: dict[str, list[int]] = defaultdict(list)
    networks: dict[str, set[str]] = defaultdict(set)
    for row in logins:
        time, known = in_utc(row.time), hours[row.actor]
        network = network_of(row.ip)
        day, hour = time.date(), time.hour
        if day >= first:
            if len(known) >= KNOWN_LOGINS and not any(_is_near(hour, h) for h in known):
                at = f"{hour:02}:00"
                yield Unusual(Pattern.HOUR, row.actor, day, where=at)
            if network and networks[row.actor] and network not in networks[row.actor]:
                yield Unusual(Pattern.NETWORK, row.actor, day, where=network)
        known.append(hour)
        if network:
            networks[row.actor].add(network)


def _is_near(hour: int, other: int) -> bool:
    away = abs(hour - other)
    return min(away, HOURS_OF_DAY - away) <= NEAR_HOURS


def _by_day(connection: Connection, group: Any, since: date) -> dict[date, int]:
    """How many events of the group the caller may read, by day."""
    day = _day(connection).label("day")
    query = select(day, func.count().label("number")).where(_since(since), inside(group))
    rows = connection.execute(query.group_by(day))
    return {date.fromisoformat(row.day): row.number for row in rows}
