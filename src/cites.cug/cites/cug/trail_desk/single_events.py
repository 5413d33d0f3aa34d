"""One event, with what belongs to it and what proves it."""

from cites.cug.core.sql.session import read_connection
from cites.cug.core.trail.hours import is_hourly
from cites.cug.core.trail.notes import BadNote, read_note
from cites.cug.core.trail.proof_files import proof_of, selection_lines
from cites.cug.core.trail.tree_check import check_trail
from cites.cug.trail_desk.events import (
    by_other_index,
    EVENT,
    Event,
    event_of,
    find_event,
    readable,
)
from cites.cug.trail_desk.proofs import shown_parts
from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from sqlalchemy import ColumnElement, Connection, not_, select
from typing import Any, NamedTuple


#: What the same member did so long before and after belongs to an event.
NEAR = timedelta(minutes=10)
#: So many are shown on each side.
MOST = 10


class State(StrEnum):
    """What is known of an event by the tree."""

    WAITING = "waiting"
    PROVEN = "proven"
    WRONG = "wrong"


class EventCard(NamedTuple):
    """An event, and what belongs to it, each in its order."""

    event: Event
    #: By the same member at about the same time, with the same credential or without.
    by_member: list[Event]
    #: Of the same thing, before and after.
    of_thing: list[Event]
    state: State
    #: What is wrong, in the words of ``tree_check``.
    findings: list[str]
    proof: dict[str, Any] | None
    #: When the newest root was signed under which the event is.
    signed: datetime | None


def open_event(group: Any, event_id: int, *, acting_user: str) -> EventCard | None:
    """An event that the caller may read; None where there is none. It is recorded."""
    event = find_event(group, event_id, acting_user=acting_user)
    if event is None:
        return None
    scope = readable(group, event.actor)
    with read_connection() as connection:
        row = connection.execute(select(EVENT).where(EVENT.c.id == event_id)).one()
        by_member = _by_member(connection, row, scope)
        of_thing = _of_thing(connection, row, scope)
        proof = proof_of(connection, event_id, shown_parts)
        findings = _wrong(connection, proof)
    sealed = State.WRONG if findings else State.PROVEN
    state = State.WAITING if proof is None else sealed
    return EventCard(event, by_member, of_thing, state, findings, proof, _signed(proof))


def _by_member(
    connection: Connection, row: Any, scope: ColumnElement[bool]
) -> list[Event]:
    """Of who is not logged in, from the same network."""
    same = [by_other_index(EVENT.c.actor) == row.actor]
    if not row.actor:
        same.append(EVENT.c.ip == row.ip)
    near = EVENT.c.time.between(row.time - NEAR, row.time + NEAR)
    return _around(connection, row, scope, near, *same)


def _of_thing(
    connection: Connection, row: Any, scope: ColumnElement[bool]
) -> list[Event]:
    if not row.target_uid:
        return []
    return _around(connection, row, scope, EVENT.c.target_uid == row.target_uid)


def _around(connection: Connection, row: Any, *limits: Any) -> list[Event]:
    query = select(EVENT).where(*limits, not_(is_hourly()))
    before = query.where(EVENT.c.id < row.id).order_by(EVENT.c.id.desc()).limit(MOST)
    after = query.where(EVENT.c.id > row.id).order_by(EVENT.c.id).limit(MOST)
    found = [
        *connection.execute(before).all()[::-1],
        *connection.execute(after).all(),
    ]
    return [event_of(one) for one in found]


def _wrong(connection: Connection, proof: dict[str, Any] | None) -> list[str]:
    """What is found about this event when its part of the tree is checked now."""
    if proof is None:
        return []
    position = proof["position"]
    outcome = check_trail(connection, position, 1)
    return [
        finding.words
        for finding in outcome.findings
        if finding.position is not None
        and finding.position <= position <= (finding.last or finding.position)
    ]


def _signed(proof: dict[str, Any] | None) -> datetime | None:
    if proof is None:
        return None
    try:
        return read_note(proof["checkpoint"] or "").time
    except BadNote:
        return None


def prove_one(group: Any, event_id: int, *, acting_user: str) -> Iterator[bytes]:
    """A file of one event with its proof, for ``docs/verify.py``. It is recorded."""
    event = find_event(group, event_id, acting_user=acting_user)
    ids = [] if event is None else [[event_id]]
    with read_connection() as connection:
        yield from selection_lines(connection, ids, shown_parts)
