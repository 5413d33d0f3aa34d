"""What the members of one country did, and what was done to them, for their authority.

The contact point of the country takes it as a file with proofs. It says who did what
when, and of the country's own members from which network; not to what, so that it tells
nothing of contents: places and details stay hidden behind their hashes. Left out are the
Secretariat, workspaces that the contact point does not see, and who reported something,
as its author may be the contact point.

Who came from elsewhere is seen from that moment on.
"""

from cites.cug.access.roles import Category
from cites.cug.core.sql.moments import in_utc
from cites.cug.core.sql.session import read_connection
from cites.cug.core.trail.hours import is_hourly
from cites.cug.core.trail.leaves import CREDENTIAL, DETAIL, IP
from cites.cug.core.trail.leaves import EVENT as PART
from cites.cug.core.trail.networks import is_network
from cites.cug.core.trail.proof_files import selection_lines
from cites.cug.core.trail.trail import ConcernedMember, record
from cites.cug.trail_desk.events import (
    EVENT,
    Event,
    event_of,
    EventPage,
    EventSearch,
    inside,
    limits,
    outside,
    record_reading,
)
from cites.cug.trail_desk.own_events import ABOUT, done_to, merged
from collections.abc import Iterator, Mapping
from collective.workspace.interfaces import IWorkspace
from datetime import datetime, UTC
from itertools import islice
from sqlalchemy import and_, ColumnElement, not_, or_, select
from typing import Any


#: Actions that would tell who reported something.
REPORTS = ("report.", "message.report", "topic.comment_report")
#: Actions that say of which country a member is, or that it is none any more.
REMOVE = "member.remove"
OF_COUNTRY = ("member.admit", "member.change", REMOVE)
#: So many are proven at once for a file.
IDS_AT_ONCE = 500
#: The detail that says to whom something was done.
MEMBER = "member"
#: User id → since when the member is of the country; None: for as long as is known.
Members = Mapping[str, datetime | None]


def members_of(group: Any, country: str) -> Members:
    """The members of a country on the group's roster, without the Secretariat."""
    found = {
        user_id
        for user_id, entry in IWorkspace(group).members.items()
        if country
        and entry.get("country") == country
        and entry["category"] != Category.SECRETARIAT
    }
    here = "/".join(group.getPhysicalPath())
    query = select(EVENT).where(
        EVENT.c.target == here,
        EVENT.c.action.in_(OF_COUNTRY),
        ConcernedMember().in_(found),
    )
    last: dict[str, tuple[str, datetime | None]] = {}
    with read_connection() as connection:
        for row in connection.execute(query.order_by(EVENT.c.id)):
            user_id, named = row.detail[MEMBER], row.detail.get("country")
            if row.action == REMOVE:
                last.pop(user_id, None)
            elif named is not None and last.get(user_id, ("", None))[0] != named:
                last[user_id] = named, in_utc(row.time)
    # Whom the trail says to be of another country came by a way that it does not know.
    now = datetime.now(UTC)
    return {
        user_id: since if named == country else now
        for user_id in found
        for named, since in (last.get(user_id, (country, None)),)
    }


def find_of_country(
    group: Any, country: str, wanted: EventSearch, *, acting_user: str
) -> EventPage:
    """One page of the events, newest first. Reading is recorded, as in ``events``."""
    members = members_of(group, country)
    most = wanted.start + wanted.size + 1
    with read_connection() as connection:
        query = _query(group, members, wanted, most).offset(wanted.start)
        rows = connection.execute(query).all()
    detail = {**wanted.asked, "country": country}
    record_reading(group, detail, acting_user=acting_user, start=wanted.start)
    events = [_as_told(event_of(row), members) for row in rows]
    return EventPage(events[: wanted.size], len(events) > wanted.size)


def prove_of_country(
    group: Any, country: str, wanted: EventSearch, *, acting_user: str
) -> Iterator[bytes]:
    """A file of the sealed events with their proofs. The export is recorded."""
    # Written when the request ends, so that nobody waits while a file is made.
    detail = {**wanted.asked, "country": country}
    record("audit.export", target=group, acting_user=acting_user, detail=detail)
    members = members_of(group, country)
    query = _query(group, members, wanted, None, not_(is_hourly()))
    with read_connection() as connection:
        # The numbers alone are read at once: of a country they fit into memory.
        numbers = query.with_only_columns(query.selected_columns.id)
        ids = iter(connection.scalars(numbers).all())
        portions = iter(lambda: list(islice(ids, IDS_AT_ONCE)), [])
        yield from selection_lines(
            connection, portions, lambda row: _shown_parts(row, members)
        )


def _query(
    group: Any, members: Members, wanted: EventSearch, most: int | None, *more: Any
) -> Any:
    actor, member = EVENT.c.actor, ConcernedMember()
    here = inside(group)
    own = and_(actor.in_(list(members)), or_(here, outside()), _in_time(actor, members))
    other = and_(done_to(members), actor.not_in(list(members)), here)
    conditions = own, and_(other, _in_time(member, members))
    hidden = (EVENT.c.action.startswith(kind, autoescape=True) for kind in REPORTS)
    return merged(conditions, [*limits(wanted), not_(or_(*hidden)), *more], most)


def _in_time(column: ColumnElement[Any], members: Members) -> ColumnElement[bool]:
    """Nothing from before a member was of this country."""
    came = {user_id: since for user_id, since in members.items() if since is not None}
    later = (
        and_(column == user_id, EVENT.c.time >= since) for user_id, since in came.items()
    )
    return or_(column.not_in(list(came)), *later)


def _as_told(event: Event, members: Members) -> Event:
    if event.actor not in members:
        event = event._replace(ip=None, credential=None)
    named = {MEMBER: event.detail[MEMBER]} if _is_to(event, members) else {}
    return event._replace(target="", detail=named)


def _shown_parts(row: Any, members: Members) -> list[str]:
    own = [CREDENTIAL] if row.actor in members else []
    network = [IP] if own and is_network(row.ip) else []
    named = [f"{DETAIL}{MEMBER}"] if _is_to(row, members) else []
    return [PART, *network, *own, *named]


def _is_to(event: Any, members: Members) -> bool:
    """Whether it was done to one of the members."""
    return event.action.startswith(ABOUT) and event.detail.get(MEMBER) in members
