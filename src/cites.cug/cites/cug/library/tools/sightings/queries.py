"""Sightings of one alert, and how many alerts of a list have.

All that is answered, numbers included, is of what the caller reads: whoever may read the
alert, and is among those for whom the sighting was written.
"""

from cites.cug.access.guard import caller, group_of, principals
from cites.cug.core.codelists.lists import title
from cites.cug.core.sql.proofs import trusted
from cites.cug.core.sql.session import session
from cites.cug.library.tools.sightings.models import Sighting
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import lru_cache
from sqlalchemy import bindparam, func, Select, select
from typing import Any, NamedTuple


TABLE = Sighting.__table__


class SightingLine(NamedTuple):
    """A sighting as it is read."""

    id: str
    group_uid: str
    item_uid: str
    user_id: str
    country: str
    day: date | None
    quantity: float | None
    note: str
    audience: str
    time: datetime
    changed: datetime
    opened: datetime | None
    proof: bytes | None

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
COUNTED = select(*COLUMNS).where(
    TABLE.c.item_uid.in_(bindparam("item_uids", expanding=True))
)
IN_GROUP = select(*COLUMNS).where(TABLE.c.group_uid == bindparam("group_uid"))
#: What the numbers of a group follow from: another row after each change.
STATE = select(
    func.count().label("sightings"),
    func.max(TABLE.c.changed).label("changed"),
    func.max(TABLE.c.opened).label("opened"),
).where(TABLE.c.group_uid == bindparam("group_uid"))
ADDED = IN_GROUP.where(
    # What was changed before was added before: this is in the index.
    TABLE.c.changed >= bindparam("begin"),
    TABLE.c.time >= bindparam("begin"),
    TABLE.c.time < bindparam("end"),
)


@lru_cache(maxsize=4096)
def keys_in(audience: str) -> frozenset[str]:
    """The keys that a stored audience consists of."""
    return frozenset(audience.split("\n"))


def written_audience(keys: Iterable[str]) -> str:
    """Keys as the column ``audience`` holds them."""
    return "\n".join(sorted(keys))


def _stored(query: Select[Any], values: dict[str, Any]) -> Iterator[SightingLine]:
    """The rows that the portal has written."""
    rows = session().connection().execute(query, values)
    return (SightingLine(*row) for row in trusted(Sighting, rows))


def _read(
    group: Any, query: Select[Any], values: dict[str, Any]
) -> Iterator[SightingLine]:
    """The sightings that the caller may read."""
    user_id, keys = caller(), frozenset(principals(group))
    return (
        one
        for one in _stored(query, values)
        if one.user_id == user_id or not keys.isdisjoint(one.keys)
    )


def sightings_of(alert: Any) -> list[SightingLine]:
    """The sightings of an alert that are for the caller, the latest first."""
    return list(_read(group_of(alert), OF_ITEM, {"item_uid": alert.UID()}))


def stored_sightings(item_uid: str) -> list[SightingLine]:
    """All sightings of an alert, for whomever they are, the latest first."""
    return list(_stored(OF_ITEM, {"item_uid": item_uid}))


def find_sighting(alert: Any, sighting_id: str) -> SightingLine | None:
    """One of these; None if there is no such one."""
    return next((one for one in sightings_of(alert) if one.id == sighting_id), None)


def numbers_of(group: Any, item_uids: Iterable[str]) -> dict[str, int]:
    """How many sightings each of these items has that has any; takes one query."""
    wanted = {"item_uids": list(item_uids)}
    if not wanted["item_uids"]:
        return {}
    return Counter(one.item_uid for one in _read(group, COUNTED, wanted))


def sightings_in(group: Any) -> Iterator[tuple[str, str, int]]:
    """UID of alerts of the group that have sightings, country, and how many."""
    lines = _read(group, IN_GROUP, {"group_uid": group.UID()})
    numbers = Counter((one.item_uid, one.country) for one in lines)
    return ((uid, country, number) for (uid, country), number in numbers.items())


def added_between(group: Any, begin: datetime, end: datetime) -> dict[str, int]:
    """How many sightings were added to each alert; callers check who may read it."""
    when = {"group_uid": group.UID(), "begin": begin, "end": end}
    return Counter(one.item_uid for one in _read(group, ADDED, when))


def by_country(sightings: Iterable[SightingLine]) -> dict[str, int]:
    """How many there are of each country, the most first."""
    numbers: dict[str, int] = {}
    for one in sightings:
        numbers[one.country] = numbers.get(one.country, 0) + 1
    return dict(sorted(numbers.items(), key=lambda found: (-found[1], found[0])))


def countries_in_words(
    sightings: Iterable[SightingLine], language: str
) -> list[dict[str, Any]]:
    """From where how many sightings are."""
    return [
        {"title": title("country", country, language), "number": count}
        for country, count in by_country(sightings).items()
    ]
