"""How a group is used in a time: numbers for the Secretariat's report, and no content.

Who is a member is read from the roster as it is now, what was published from the
library's own index; what was done is one question to the trail, and what became of
requests one to their table. Nothing says what was written, looked up or asked, or by
whom.
"""

from cites.cug.access.policy import ARCHIVED_STATES, PUBLISHED_STATES
from cites.cug.core.sql.session import read_connection
from cites.cug.core.trail.hours import is_over, ShownTime
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.library.lists.queries import matching
from cites.cug.library.lists.query_parameters import LibrarySearch
from cites.cug.messaging.assistance.queries import Asked, asked_between
from cites.cug.web.layout.periods import midnight
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collective.workspace.interfaces import IWorkspace
from dataclasses import dataclass
from datetime import date, datetime, timedelta, UTC
from sqlalchemy import and_, func, or_, select
from typing import Any, NamedTuple


#: What is counted → the actions of the trail that are one of it.
DEEDS = {
    "messages_sent": "message.send",
    "permits_looked_up": "permit.consult",
    "items_added": "library.add",
    "sightings_added": "library.sighting",
    "comments_written": "topic.comment",
}
#: Those that are recorded of the portal, and belong to the groups of who did it.
OF_PORTAL = ("permit.consult", "login")
EVENT = AuditEvent.__table__


class Place(NamedTuple):
    """Where a member belongs; a member of an organisation has no country."""

    country: str
    category: str


@dataclass(frozen=True, kw_only=True)
class Use:
    """Numbers of one group, from one day to another."""

    first: date
    last: date
    #: Active members of now, and those of them who did anything in this time.
    members: Mapping[Place, int]
    active: Mapping[Place, int]
    #: Members of now who were admitted, or came back, in this time.
    admitted: int
    #: A key of ``DEEDS`` → the category of who did it → how often. Of those who are no
    #: members any more the category is empty.
    deeds: Mapping[str, Mapping[str, int]]
    #: Items published in this time that are in the library now.
    published: Mapping[str, int]
    requests: Sequence[Asked]

    @property
    def countries(self) -> int:
        """How many countries have a member."""
        return len({place.country for place in self.members} - {""})

    @property
    def active_countries(self) -> int:
        return len({place.country for place in self.active} - {""})

    @property
    def asked(self) -> int:
        return sum(one.asked for one in self.requests)

    @property
    def answered(self) -> int:
        return sum(one.answered for one in self.requests)

    @property
    def in_time(self) -> int:
        return sum(one.in_time for one in self.requests)


def use_of(group: Any, first: date, last: date, zone: str | None) -> Use:
    """The numbers of these days, both included, in that time zone.

    Days of publication are in UTC, as in all lists of the library.
    """
    entries = {
        user_id: entry
        for user_id, entry in IWorkspace(group).members.items()
        if entry["groups"] and not entry.get("service")
    }
    places = {
        user_id: Place(entry["country"] or "", entry["category"])
        for user_id, entry in entries.items()
    }
    begin, end = midnight(first, zone), midnight(last + timedelta(days=1), zone)
    done = _done(group, places, begin, end)
    seen = {actor for actor, _action, _number in done}
    return Use(
        first=first,
        last=last,
        members=Counter(places.values()),
        active=Counter(place for user_id, place in places.items() if user_id in seen),
        admitted=sum(
            1
            for entry in entries.values()
            if (since := entry.get("active_since")) and first <= since <= last
        ),
        deeds=_by_category(done, places),
        published={
            "alerts": _published(group, "Alert", first, last),
            "documents": _published(group, "LibraryDocument", first, last),
        },
        requests=asked_between(group, begin, end),
    )


def _by_category(
    done: Iterable[tuple[str, str, int]], places: Mapping[str, Place]
) -> dict[str, Counter[str]]:
    """Deed → category of who did it → how often; "" for who is no member any more."""
    deeds: dict[str, Counter[str]] = {name: Counter() for name in DEEDS}
    names = {action: name for name, action in DEEDS.items()}
    for actor, action, number in done:
        if action in names:
            category = places[actor].category if actor in places else ""
            deeds[names[action]][category] += number
    return deeds


def _done(
    group: Any, members: Iterable[str], begin: Any, end: Any
) -> Sequence[tuple[str, str, int]]:
    """Who did what how often: one question, whatever there is in the trail."""
    path = "/".join(group.getPhysicalPath())
    here = or_(
        EVENT.c.target == path, EVENT.c.target.startswith(f"{path}/", autoescape=True)
    )
    outside = and_(EVENT.c.action.in_(OF_PORTAL), EVENT.c.actor.in_(list(members)))
    query = (
        select(EVENT.c.actor, EVENT.c.action, func.count())
        .where(
            # SQLite compares the digits alone.
            ShownTime() >= begin.astimezone(UTC),
            ShownTime() < end.astimezone(UTC),
            is_over(datetime.now(UTC)),
            or_(here, outside),
        )
        .group_by(EVENT.c.actor, EVENT.c.action)
    )
    with read_connection() as connection:
        return [(row[0], row[1], row[2]) for row in connection.execute(query)]


def _published(group: Any, portal_type: str, first: date, last: date) -> int:
    filters = {"type": portal_type, "state": (*PUBLISHED_STATES, *ARCHIVED_STATES)}
    return len(matching(group, LibrarySearch(filters, since=first, until=last)))
