"""Proofs of events for a group's Secretariat: of what it may read, and nothing else."""

from cites.cug.core.sql.session import read_connection
from cites.cug.core.trail.cosignatures import add_lines, cosignatures_of
from cites.cug.core.trail.leaves import CREDENTIAL, DETAIL, EVENT, IP, PLACE
from cites.cug.core.trail.merkle import consistency_path
from cites.cug.core.trail.networks import is_network
from cites.cug.core.trail.notes import BadNote, read_note, verifier_keys
from cites.cug.core.trail.proof_files import proof_of, selection_lines
from cites.cug.core.trail.tree import Checkpoint, Tiles
from cites.cug.core.trail.tree_check import check_trail, Outcome
from cites.cug.trail_desk.events import (
    all_events,
    Event,
    EventSearch,
    find_event,
    shown_detail,
)
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from sqlalchemy import Connection, select
from typing import Any, NamedTuple


#: So many events are compared in one request.
AT_ONCE = 20_000
#: So many are read at once for a file.
IDS_AT_ONCE = 500


class SignedRoot(NamedTuple):
    """A checkpoint, with what it says."""

    size: int
    root: str
    time: str
    #: With the lines of witnesses.
    note: str
    cosignatures: list[dict[str, str]]


class Checkpoints(NamedTuple):
    """A page of checkpoints, the newest first; they are not counted."""

    items: list[SignedRoot]
    has_more: bool
    #: Public keys, as ``docs/verify.py`` takes them; the newest last.
    keys: list[str]


def list_checkpoints(start: int, size: int) -> Checkpoints:
    query = select(Checkpoint.note).order_by(Checkpoint.size.desc())
    with read_connection() as connection:
        notes = connection.scalars(query.offset(start).limit(size + 1)).all()
        items = [_opened(note, connection) for note in notes[:size]]
    return Checkpoints(items, len(notes) > size, verifier_keys())


def _opened(note: str, connection: Connection) -> SignedRoot:
    """What a checkpoint says; whether it is signed is told by the check of the trail."""
    try:
        tree = read_note(note)
    except BadNote:
        return SignedRoot(0, "", "", note, [])
    lines = cosignatures_of(connection, [tree.size]).get(tree.size, [])
    signed = [
        {"witness": one.witness, "time": _written(one.time), "line": one.line}
        for one in lines
    ]
    whole = add_lines(note, lines)
    return SignedRoot(tree.size, tree.root.hex(), _written(tree.time), whole, signed)


def _written(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def check_from(begin: int) -> Outcome:
    """Compare so many events as a request may, from this leaf on."""
    with read_connection() as connection:
        return check_trail(connection, begin, AT_ONCE)


def prove_event(group: Any, event_id: int, *, acting_user: str) -> dict[str, Any] | None:
    """What proves an event that the caller may read; None where there is none.

    An event that is not sealed yet has no ``checkpoint``. Reading is recorded.
    """
    event = find_event(group, event_id, acting_user=acting_user)
    if event is None:
        return None
    with read_connection() as connection:
        proof = proof_of(connection, event_id, shown_parts)
    if proof is None:
        return {"event": event_id, "checkpoint": None}
    return proof


def prove_events(
    group: Any,
    wanted: EventSearch,
    *,
    acting_user: str,
    watch: Callable[[Iterator[list[Event]]], Iterator[list[Event]]] = iter,
) -> Iterator[bytes]:
    """A file of the sealed events found, with their proofs. The export is recorded.

    It has none of those that are shown by the hour.

    ``watch`` is given the portions, to tell how far it is.
    """
    found = watch(all_events(group, wanted, acting_user=acting_user))
    # A proof says where in the tree an event is, and so when it was.
    numbers = (event.number for events in found for event in events)
    ids = (number for number in numbers if number is not None)
    portions = iter(lambda: list(islice(ids, IDS_AT_ONCE)), [])
    with read_connection() as connection:
        yield from selection_lines(connection, portions, shown_parts)


def shown_parts(row: Any) -> list[str]:
    """Names of the parts that a reader of the trail sees; of no full address."""
    network = [IP] if is_network(row.ip) else []
    return [
        EVENT,
        PLACE,
        *network,
        CREDENTIAL,
        *(f"{DETAIL}{name}" for name in shown_detail(row)),
    ]


def tie_checkpoints(first: int, second: int) -> dict[str, Any] | None:
    """What proves that the tree only grew in between; None: there are no such two."""
    query = select(Checkpoint.size, Checkpoint.note)
    query = query.where(Checkpoint.size.in_([first, second]))
    with read_connection() as connection:
        notes = {row.size: row.note for row in connection.execute(query)}
        if first not in notes or second not in notes or first > second:
            return None
        path = consistency_path(first, second, Tiles(connection))
        opened = [_opened(notes[size], connection) for size in (first, second)]
    return {
        "first": opened[0]._asdict(),
        "second": opened[1]._asdict(),
        "path": [one.hex() for one in path],
        "keys": verifier_keys(),
    }
