"""Sightings of one alert, and how many alerts of a list have.

All that is answered, numbers included, is of what the caller reads: whoever may read the
alert, and is among those for whom the sighting was written.
"""

from cites.cug.access.guard import caller, group_of, principals
from cites.cug.library.sightings.models import Sighting
from cites.cug.sql.session import session
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import lru_cache
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
    audience: str
    time: datetime
    changed: datetime

    @property
    def keys(self) -> frozenset[str]:
        """The keys of those for whom it was written."""
        return keys_in(self.audience)


COLUMNS = tuple(TABLE.c[name] for name in SightingLine._fields)
#: Selects columns, as making mapped objects takes longer than the query.
OF_ITEM = (
    select(*COLUMNS)
    .where(TABLE.c.item_uid == bindparam("item_uid"))
    .order_by(TABLE.c.time.desc(), TABLE.c.id)
)
#: What is counted at once, as the same members read it.
BY_READERS = (TABLE.c.item_uid, TABLE.c.user_id, TABLE.c.audience)
COUNTED = (
    select(*BY_READERS, func.count())
    .where(TABLE.c.item_uid.in_(bindparam("item_uids", expanding=True)))
    .group_by(*BY_READERS)
)
IN_GROUP = (
    select(*BY_READERS, TABLE.c.country, func.count())
    .where(TABLE.c.group_uid == bindparam("group_uid"))
    .group_by(*BY_READERS, TABLE.c.country)
)
#: What the numbers of a group follow from: another row after each change.
STATE = select(
    func.count().label("sightings"),
    func.max(TABLE.c.changed).label("changed"),
    func.max(TABLE.c.opened).label("opened"),
).where(TABLE.c.group_uid == bindparam("group_uid"))
ADDED = (
    select(*BY_READERS, func.count())
    .where(
        TABLE.c.group_uid == bindparam("group_uid"),
        # What was changed before was added before: this is in the index.
        TABLE.c.changed >= bindparam("begin"),
        TABLE.c.time >= bindparam("begin"),
        TABLE.c.time < bindparam("end"),
    )
    .group_by(*BY_READERS)
)


@lru_cache(maxsize=4096)
def keys_in(audience: str) -> frozenset[str]:
    """The keys that a stored audience consists of."""
    return frozenset(audience.split("\n"))


def written_audience(keys: Iterable[str]) -> str:
    """Keys as the column ``audience`` holds them."""
    return "\n".join(sorted(keys))


class Reading:
    """The caller as a reader of sightings in a group."""

    def __init__(self, group: Any):
        self.user_id, self.keys = caller(), frozenset(principals(group))

    def reads(self, author: str, audience: str) -> bool:
        """Whether a sighting of this author, with this audience, is for the caller."""
        return author == self.user_id or not self.keys.isdisjoint(keys_in(audience))

    def count(self, rows: Iterable[Any]) -> dict[str, int]:
        """The number of each item, of rows of ``BY_READERS`` and a number."""
        numbers: dict[str, int] = {}
        for uid, author, audience, number in rows:
            if self.reads(author, audience):
                numbers[uid] = numbers.get(uid, 0) + number
        return numbers


def sightings_of(alert: Any) -> list[SightingLine]:
    """The sightings of an alert that are for the caller, the latest first."""
    reading = Reading(group_of(alert))
    found = stored_sightings(alert.UID())
    return [one for one in found if reading.reads(one.user_id, one.audience)]


def stored_sightings(item_uid: str) -> list[SightingLine]:
    """All sightings of an alert, for whomever they are, the latest first."""
    rows = session().connection().execute(OF_ITEM, {"item_uid": item_uid})
    return [SightingLine(*row) for row in rows]


def find_sighting(alert: Any, sighting_id: str) -> SightingLine | None:
    """One of these; None if there is no such one."""
    return next((one for one in sightings_of(alert) if one.id == sighting_id), None)


def numbers_of(group: Any, item_uids: Iterable[str]) -> dict[str, int]:
    """How many sightings each of these items has that has any; takes one query."""
    wanted = {"item_uids": list(item_uids)}
    if not wanted["item_uids"]:
        return {}
    return Reading(group).count(session().connection().execute(COUNTED, wanted))


def sightings_in(group: Any) -> Iterator[tuple[str, str, int]]:
    """UID of alerts of the group that have sightings, country, and how many.

    Several for one alert and country, where these are for different readers.
    """
    reading = Reading(group)
    rows = session().connection().execute(IN_GROUP, {"group_uid": group.UID()})
    for uid, author, audience, country, number in rows:
        if reading.reads(author, audience):
            yield uid, country, number


def added_between(group: Any, begin: datetime, end: datetime) -> dict[str, int]:
    """How many sightings were added to each alert; callers check who may read it."""
    when = {"group_uid": group.UID(), "begin": begin, "end": end}
    return Reading(group).count(session().connection().execute(ADDED, when))


def by_country(sightings: Iterable[SightingLine]) -> dict[str, int]:
    """How many there are of each country, the most first."""
    numbers: dict[str, int] = {}
    for one in sightings:
        numbers[one.country] = numbers.get(one.country, 0) + 1
    return dict(sorted(numbers.items(), key=lambda found: (-found[1], found[0])))
