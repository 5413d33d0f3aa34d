"""Events of the audit trail, as the Secretariat of a group may read them.

Of the group: what was done in it, to its members and with its things. Of its members
also what they did with their own account and with permits, but only member by member.
Of the portal, that contents of old events were removed.
Which message somebody opened, took a file of or recalled is left out: it would tell who
writes to whom, and so would the second of it (``core/trail/hours.py``). So is what was
done in workspaces whose team the caller is not in.
"""

import json
import re
from cites.cug.access.guard import teams
from cites.cug.core.sql.moments import in_utc
from cites.cug.core.sql.session import autonomous_transaction, read_connection
from cites.cug.core.trail.hours import (
    hour_of,
    HOURLY,
    is_hourly,
    is_over,
    newest_first,
    shown_time,
    ShownTime,
    tie,
)
from cites.cug.core.trail.lately import Lately
from cites.cug.core.trail.networks import shown_network
from cites.cug.core.trail.removal import REMOVE
from cites.cug.core.trail.trail import AuditEvent, record, record_at_once
from cites.cug.trail_desk.actions import ACTIONS
from cites.cug.workspaces.actions.spaces import WORKSPACES_ID
from cites.cug.workspaces.queries import paths_seen
from collections.abc import Iterator
from collective.workspace.interfaces import IWorkspace
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo, UTC
from functools import lru_cache
from plone import api
from sqlalchemy import (
    and_,
    bindparam,
    cast,
    ColumnElement,
    func,
    not_,
    or_,
    Row,
    Select,
    select,
    String,
    tuple_,
    type_coerce,
    TypeDecorator,
)
from typing import Any, NamedTuple
from zope.component.hooks import getSite


PAGE_SIZE = 50
#: So many are read at once for a file.
AT_ONCE = 1000
#: Begin the names of actions of a member that belong to no group.
OF_MEMBERS = ("factor.", "log", "password.", "permit.", "refusal.", "session.", "token.")
#: Begin the names of actions that tell of messages by their ids.
OF_MESSAGES = ("assistance.", "message.")
#: What a message's id is told with: reports go to the Secretariat anyway.
TOLD = frozenset({"message.report"})
#: What was done in the end, or not; and the actions of the latter.
DONE_RESULT, REFUSED_RESULT = "done", "refused"
RESULTS = (DONE_RESULT, REFUSED_RESULT)
REFUSALS = "refusal."
REFUSED = ("login.failure", "login.lock")
ID = re.compile(r"[0-9a-f]{32}")
EVENT = AuditEvent.__table__


class _Details(TypeDecorator[dict[str, Any]]):
    """Details of many events: what is alike in them is read once, and not to be changed.

    To read them one by one was a quarter of the work of a file.
    """

    impl = String
    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Any) -> dict[str, Any]:
        return _details(value) if value else {}


_details = lru_cache(1000)(json.loads)
#: The columns of the table, as ``event_of`` takes them. PostgreSQL's driver would read
#: JSON by itself, but not text.
_SHOWN = [
    type_coerce(cast(column, String), _Details).label(column.name)
    if column.name == "detail"
    else column
    for column in EVENT.c
]
#: Seconds in which pages of one search are one reading.
READING = 10 * 60
_read = Lately(READING)


@dataclass(frozen=True, kw_only=True)
class EventSearch:
    """What is searched for. An empty value limits nothing."""

    #: User id of who did it.
    actor: str = ""
    #: The action, or its part before the dot.
    action: str = ""
    #: Path of a thing: events of it and of what lies in it.
    target: str = ""
    #: Days, both included, in the reader's time zone.
    since: date | None = None
    until: date | None = None
    zone: tzinfo = UTC
    #: As the trail keeps it.
    network: str = ""
    #: ``done`` or ``refused``.
    result: str = ""
    #: Part of path, details or network; upper and lower case are alike.
    q: str = ""
    start: int = 0
    size: int = PAGE_SIZE

    @property
    def asked(self) -> dict[str, str]:
        """The filters that limit something, for the trail itself."""
        names = (
            *("actor", "action", "target", "since", "until"),
            *("network", "result", "q"),
        )
        return {name: str(value) for name in names if (value := getattr(self, name))}


class Event(NamedTuple):
    """One event."""

    id: int
    #: In UTC; of some events the hour alone.
    time: datetime
    #: User id; empty: nobody who was logged in.
    actor: str
    action: str
    #: Path of the thing.
    target: str
    #: The network that it was done from.
    ip: str | None
    detail: dict[str, Any]
    #: What the one who did it was let in by: a kind, and the id of a token.
    credential: str | None

    @property
    def number(self) -> int | None:
        """The id that readers see; None for an event that is shown by the hour."""
        return None if self.action in HOURLY else self.id


class Place(NamedTuple):
    """What the caller may read of a group."""

    path: str
    #: Paths of the portal, and of the workspaces that the caller sees and is in.
    portal: str
    seen: tuple[str, ...]
    mine: tuple[str, ...]
    #: The present hour.
    hour: datetime


class EventPage(NamedTuple):
    """A page of the events found, newest first; they are not counted."""

    events: list[Event]
    has_more: bool


def find_events(group: Any, wanted: EventSearch, *, acting_user: str) -> EventPage:
    """One page of the events found. Reading is recorded, once for pages in a row."""
    query = _page(_place(group), wanted, _member(group, wanted.actor))
    with read_connection() as connection:
        rows = connection.execute(query).all()
    events = [event_of(row) for row in rows]
    record_reading(group, wanted.asked, acting_user=acting_user, start=wanted.start)
    return EventPage(events[: wanted.size], len(events) > wanted.size)


def find_event(group: Any, event_id: int, *, acting_user: str) -> Event | None:
    """One event, if the caller may read it. Reading is recorded.

    None of those that are shown by the hour: their numbers tell when they were.
    """
    with read_connection() as connection:
        mine = EVENT.c.id == event_id
        actor = connection.scalar(select(EVENT.c.actor).where(mine)) or ""
        query = select(EVENT).where(mine, readable(group, actor), not_(is_hourly()))
        row = connection.execute(query).first()
    record_reading(group, {"event": str(event_id)}, acting_user=acting_user)
    return None if row is None else event_of(row)


def all_events(
    group: Any, wanted: EventSearch, *, acting_user: str
) -> Iterator[list[Event]]:
    """All events found, newest first, in portions. The export is recorded."""
    # Written when the request ends, so that nobody waits while a file is made.
    detail = wanted.asked
    record("audit.export", target=group, acting_user=acting_user, detail=detail)
    return read_portions(_all(_place(group), wanted, _member(group, wanted.actor)))


def read_portions(query: Select[Any]) -> Iterator[list[Event]]:
    """Each portion goes on behind the last one, so that no query runs for long."""
    portion = query.limit(AT_ONCE)
    shown = bindparam("shown", type_=EVENT.c.time.type)
    ends = tuple_(shown, bindparam("tied", type_=String), bindparam("id"))
    # The first is found by the index.
    behind = ShownTime() <= shown, tuple_(ShownTime(), tie(), EVENT.c.id) < ends
    with read_connection() as connection:
        rows = connection.execute(portion).all()
        while rows:
            yield [event_of(row) for row in rows]
            if len(rows) < AT_ONCE:
                return
            rows = connection.execute(portion.where(*behind), _end_of(rows[-1])).all()


def _end_of(row: Row[Any]) -> dict[str, Any]:
    """What ``newest_first`` orders by, of an event."""
    tied = f"{row.actor} {row.action}" if row.action in HOURLY else ""
    shown = shown_time(row.action, in_utc(row.time))
    return {"shown": shown, "tied": tied, "id": row.id}


def record_reading(
    group: Any, detail: dict[str, str], *, acting_user: str, start: int = 0
) -> None:
    """Record that the trail is read; kept before the answer is made, so nobody waits.

    A later page is of the same reading, if that began a short time ago as far as this
    process knows. Not in a request that has begun to write
    (``autonomous_transaction``).
    """
    one = acting_user, group.getPhysicalPath(), tuple(sorted(detail.items()))
    if start and _read.has(one):
        return
    who = {"target": group, "acting_user": acting_user}
    with autonomous_transaction() as connection:
        record_at_once(connection, "audit.read", detail=detail, **who)
    _read.note(one)


def _member(group: Any, actor: str) -> str:
    """The actor, if that is a member of the group."""
    return actor if actor and actor in IWorkspace(group).members else ""


def _all(place: Place, wanted: EventSearch, member: str) -> Select[Any]:
    """The events, newest first."""
    scope = _of_group(place, member)
    # What is asked for first: it is told faster of an event than whether it may be read.
    return select(*_SHOWN).where(*limits(wanted), scope).order_by(*newest_first())


@lru_cache(256)
def _page(place: Place, wanted: EventSearch, member: str) -> Select[Any]:
    """One page of them; built once for all who read the same."""
    found = _all(place, wanted, member).offset(wanted.start)
    return found.limit(wanted.size + 1)


def _place(group: Any) -> Place:
    path = "/".join(group.getPhysicalPath())
    seen = paths_seen(group)
    team = teams(group) if seen else {}
    return Place(
        path,
        "/".join(getSite().getPhysicalPath()),
        tuple(seen),
        tuple(path for path, uid in seen.items() if uid in team),
        hour_of(datetime.now(UTC)),
    )


def readable(group: Any, actor: str) -> ColumnElement[bool]:
    """What the Secretariat reads of the group, and of this user if that is a member."""
    return _of_group(_place(group), _member(group, actor))


def inside(group: Any) -> ColumnElement[bool]:
    """Events in the group, but those of workspaces that the caller does not see."""
    return _inside(_place(group))


def outside() -> ColumnElement[bool]:
    """Events of no group that belong to the groups of who did it."""
    return _outside("/".join(api.portal.get().getPhysicalPath()))


def _of_group(place: Place, member: str) -> ColumnElement[bool]:
    removed = and_(EVENT.c.target == place.portal, EVENT.c.action == REMOVE)
    here = or_(_inside(place), removed)
    if not member:
        return here
    return or_(here, and_(EVENT.c.actor == member, _outside(place.portal)))


def _inside(place: Place) -> ColumnElement[bool]:
    """Outside workspaces, of those that the caller sees, or inside the caller's own."""
    hidden = begins(EVENT.c.target, f"{place.path}/{WORKSPACES_ID}/")
    own = (_below(path) for path in place.mine)
    shown = or_(not_(hidden), EVENT.c.target.in_(place.seen), *own)
    return and_(_below(place.path), shown, is_over(place.hour))


def _outside(portal: str) -> ColumnElement[bool]:
    kinds = or_(*(begins(EVENT.c.action, kind) for kind in OF_MEMBERS))
    return and_(kinds, or_(EVENT.c.target == portal, _below(f"{portal}/@permits")))


def begins(text: ColumnElement[Any], words: str) -> ColumnElement[bool]:
    return text.startswith(words, autoescape=True)


def by_other_index(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The column, found by another one's index, which leads to fewer events.

    SQLite does not know how many there are of what, and would take any.
    """
    return column.concat("")


def _tells_of_message() -> ColumnElement[bool]:
    kinds = (begins(EVENT.c.action, kind) for kind in OF_MESSAGES)
    return and_(or_(*kinds), EVENT.c.action.not_in(TOLD))


def _below(path: str) -> ColumnElement[bool]:
    return or_(EVENT.c.target == path, begins(EVENT.c.target, f"{path}/"))


def limits(wanted: EventSearch) -> Iterator[ColumnElement[bool]]:
    """What the filters ask for."""
    if wanted.actor:
        yield EVENT.c.actor == wanted.actor
    if wanted.action:
        yield _of_action(wanted)
    if wanted.target:
        yield _below(wanted.target)
    yield from _times(wanted)
    if wanted.network:
        yield EVENT.c.ip == wanted.network
    if wanted.result:
        refused = or_(EVENT.c.action.in_(REFUSED), begins(EVENT.c.action, REFUSALS))
        yield refused if wanted.result == REFUSED_RESULT else not_(refused)
    if wanted.q:
        yield or_(
            _has(EVENT.c.target, wanted.q),
            _has(EVENT.c.ip, wanted.q),
            # Nothing is found by what is not shown.
            and_(_has(cast(EVENT.c.detail, String), wanted.q), not_(_tells_of_message())),
        )


def _times(wanted: EventSearch) -> Iterator[ColumnElement[bool]]:
    if wanted.since:
        yield ShownTime() >= _begins(wanted.since, wanted.zone)
    if wanted.until and wanted.until < date.max:
        after = wanted.until + timedelta(days=1)
        yield ShownTime() < _begins(after, wanted.zone)


def _of_action(wanted: EventSearch) -> ColumnElement[bool]:
    """That action, or all of that kind."""
    action, kind = EVENT.c.action, f"{wanted.action}."
    if wanted.action in ACTIONS and not any(one.startswith(kind) for one in ACTIONS):
        return (by_other_index(action) if wanted.actor else action) == wanted.action
    return or_(action == wanted.action, begins(action, kind))


def _begins(day: date, zone: tzinfo) -> datetime:
    """When the day begins there, in UTC: SQLite compares the digits alone."""
    begins = datetime.combine(day, time.min, zone)
    try:
        return begins.astimezone(UTC)
    except OverflowError:  # the first or last day that there is
        return begins.replace(tzinfo=UTC)


def _has(text: ColumnElement[Any], word: str) -> ColumnElement[bool]:
    return func.lower(text).contains(word.lower(), autoescape=True)


def event_of(row: Row[Any]) -> Event:
    """A row of the trail, as its readers see it."""
    return Event(
        row.id,
        shown_time(row.action, in_utc(row.time)),
        row.actor or "",
        row.action,
        row.target,
        shown_network(row.ip),
        shown_detail(row),
        row.credential,
    )


def shown_detail(row: Any) -> dict[str, Any]:
    """The details of an event that its readers see."""
    detail = row.detail or {}
    if row.action.startswith(OF_MESSAGES) and row.action not in TOLD:
        return {
            name: value for name, value in detail.items() if not ID.fullmatch(str(value))
        }
    return detail
