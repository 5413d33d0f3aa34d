"""Sightings of one alert, and how many alerts of a list have."""

from cites.cug.library.sightings.models import Sighting
from cites.cug.sql.session import session
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from sqlalchemy import bindparam, func, select
from typing import Any, NamedTuple


TABLE = Sighting.__table__


class SightingLine(NamedTuple):
    """A sighting as it is read."""

    id: str
    item_uid: str
    user_id: str
    country: str
    day: date | None
    quantity: float | None
    note: str
    time: datetime
    changed: datetime


COLUMNS = tuple(TABLE.c[name] for name in SightingLine._fields)
#: Selects columns, as making mapped objects takes longer than the query.
OF_ITEM = (
    select(*COLUMNS)
    .where(TABLE.c.item_uid == bindparam("item_uid"))
    .order_by(TABLE.c.time.desc(), TABLE.c.id)
)
COUNTED = (
    select(TABLE.c.item_uid, func.count())
    .where(TABLE.c.item_uid.in_(bindparam("item_uids", expanding=True)))
    .group_by(TABLE.c.item_uid)
)
IN_GROUP = (
    select(TABLE.c.item_uid, TABLE.c.country, func.count())
    .where(TABLE.c.group_uid == bindparam("group_uid"))
    .group_by(TABLE.c.item_uid, TABLE.c.country)
)
#: What the numbers of a group follow from: another row after each change.
STATE = select(
    func.count().label("sightings"), func.max(TABLE.c.changed).label("changed")
).where(TABLE.c.group_uid == bindparam("group_uid"))
ADDED = (
    select(TABLE.c.item_uid, func.count())
    .where(
        TABLE.c.group_uid == bindparam("group_uid"),
        # What was changed before was added before: this is in the index.
        TABLE.c.changed >= bindparam("begin"),
        TABLE.c.time >= bindparam("begin"),
        TABLE.c.time < bindparam("end"),
    )
    .group_by(TABLE.c.item_uid)
)


def sightings_of(item_uid: str) -> list[SightingLine]:
    """All sightings of an alert, the latest first."""
    rows = session().connection().execute(OF_ITEM, {"item_uid": item_uid})
    return [SightingLine(*row) for row in rows]


def find_sighting(item_uid: str, sighting_id: str) -> SightingLine | None:
    """One sighting of an alert; None if it has no such one."""
    query = select(*COLUMNS).where(
        TABLE.c.id == sighting_id, TABLE.c.item_uid == item_uid
    )
    row = session().connection().execute(query).one_or_none()
    return SightingLine(*row) if row is not None else None


def numbers_of(item_uids: Iterable[str]) -> dict[str, int]:
    """How many sightings each of these items has that has any; takes one query."""
    wanted = {"item_uids": list(item_uids)}
    if not wanted["item_uids"]:
        return {}
    rows = session().connection().execute(COUNTED, wanted)
    return dict(map(tuple, rows))


def sightings_in(group: Any) -> Iterator[tuple[str, str, int]]:
    """UID of each alert of the group that has sightings, country, and how many."""
    rows = session().connection().execute(IN_GROUP, {"group_uid": group.UID()})
    return map(tuple, rows)


def added_between(group: Any, begin: datetime, end: datetime) -> dict[str, int]:
    """How many sightings were added to each alert; callers check who may read it."""
    when = {"group_uid": group.UID(), "begin": begin, "end": end}
    return dict(map(tuple, session().connection().execute(ADDED, when)))


def by_country(sightings: Iterable[SightingLine]) -> dict[str, int]:
    """How many there are of each country, the most first."""
    numbers: dict[str, int] = {}
    for one in sightings:
        numbers[one.country] = numbers.get(one.country, 0) + 1
    return dict(sorted(numbers.items(), key=lambda found: (-found[1], found[0])))
