"""What was done with an account, for its owner: by the owner, and by others to it.

What others did is shown with who did it, and neither with the network that they did it
from nor with the reasons that they noted for each other. Of things the owner learns in
which part of which group they were: their names may be hidden from the owner by now.
"""

from cites.cug.core.sql.session import read_connection
from cites.cug.core.trail.hours import newest_first, ShownTime, tie
from cites.cug.core.trail.trail import ConcernedMember
from cites.cug.trail_desk.events import (
    begins,
    EVENT,
    Event,
    event_of,
    EventPage,
    EventSearch,
    limits,
    OF_MEMBERS,
)
from collections.abc import Iterable
from sqlalchemy import ColumnElement, or_, select, union_all
from typing import Any


#: Begin the names of actions that concern an account, whoever did them.
ABOUT = ("account.", "member.", "password.", "request.", "service.")
#: Begin the names of actions whose details are about the account, and no content.
DETAILED = (*ABOUT, *OF_MEMBERS, "feed.", "portrait.")
#: Parts of a path that are shown: the portal, a group and its part.
SHOWN_PARTS = 3
#: Details of what others did that the owner sees.
TOLD = frozenset(
    {"category", "contact_point", "country", "fields", "kind", "reason", "valid_until"}
)


def find_own(user_id: str, wanted: EventSearch, by_others: bool = False) -> EventPage:
    """One page of the events of an account, newest first; they are not counted."""
    conditions = [done_to([user_id])]
    if not by_others:
        conditions.append(EVENT.c.actor == user_id)
    query = merged(conditions, list(limits(wanted)), wanted.start + wanted.size + 1)
    with read_connection() as connection:
        rows = connection.execute(query.offset(wanted.start)).all()
    events = [_as_told(event_of(row), user_id) for row in rows]
    return EventPage(events[: wanted.size], len(events) > wanted.size)


def done_to(members: Iterable[str]) -> ColumnElement[bool]:
    """Events that others did to one of these accounts."""
    member = ConcernedMember()
    kinds = or_(*(begins(EVENT.c.action, kind) for kind in ABOUT))
    return member.in_(list(members)) & (member != EVENT.c.actor) & kinds


def merged(
    conditions: Iterable[ColumnElement[bool]],
    more: Iterable[ColumnElement[bool]],
    most: int | None,
) -> Any:
    """Events of any of the conditions, which exclude each other, newest first.

    Each is asked by itself, as each has an index; of each at most so many.
    """
    parts = []
    for condition in conditions:
        times = ShownTime().label("shown"), tie().label("tied")
        part = select(EVENT, *times).where(condition, *more)
        if most is not None:
            part = part.order_by(*newest_first()).limit(most)
        parts.append(select(part.subquery()))
    found = union_all(*parts).subquery()
    order = found.c.shown.desc(), found.c.tied.desc(), found.c.id.desc()
    query = select(found).order_by(*order)
    return query if most is None else query.limit(most)


def _as_told(event: Event, user_id: str) -> Event:
    place = "/".join(event.target.split("/")[: SHOWN_PARTS + 1])
    event = event._replace(target=place)
    if not event.action.startswith(DETAILED):
        event = event._replace(detail={})
    if event.actor == user_id:
        return event
    told = {name: value for name, value in event.detail.items() if name in TOLD}
    return event._replace(ip=None, credential=None, detail=told)
