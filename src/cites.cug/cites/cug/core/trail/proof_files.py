"""Events as a file with which their readers can prove them, without the portal.

A line of JSON each: first what the file is, with a checkpoint; then the events; at last a
signature over all lines, so that none can be left out, added or moved. ``docs/verify.py``
checks it.

A selection proves each event by its path to the root. The whole trail needs no paths: the
roots follow from all leaves, and all checkpoints stand between them.
"""

import json
from cites.cug.core.trail.cosignatures import add_lines, cosignatures_of
from cites.cug.core.trail.leaves import part_hash, part_salt, parts_of
from cites.cug.core.trail.merkle import inclusion_path
from cites.cug.core.trail.notes import BadNote, read_note, sign_file, verifier_keys
from cites.cug.core.trail.removal import removed_positions
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.core.trail.tree import Checkpoint, Leaf, Tiles, Unsealed
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from sqlalchemy import Connection, literal, select
from typing import Any, NamedTuple


FORMAT = "cites.cug audit trail 1"
SELECTION, WHOLE = "selection", "whole"
AT_ONCE = 1000
EVENT, LEAF, WAITS = AuditEvent.__table__, Leaf.__table__, Unsealed.__table__
#: Names of the parts of an event that a reader may see.
Shown = Callable[[Any], Iterable[str]]


class Newest(NamedTuple):
    """The newest checkpoint, whose signature is for its readers to check."""

    note: str | None
    size: int
    keys: list[str]


def newest_note(connection: Connection) -> Newest:
    """The newest checkpoint; one that cannot be read counts as none."""
    query = select(Checkpoint.note).order_by(Checkpoint.size.desc()).limit(1)
    note = connection.scalar(query)
    try:
        tree = read_note(note or "")
    except BadNote:
        return Newest(None, 0, verifier_keys())
    return Newest(note, tree.size, verifier_keys(tree.origin))


def shown_parts(event: Any, salt: bytes, shown: Iterable[str] | None) -> dict[str, Any]:
    """The parts with what is needed to prove them; of the others the hash alone.

    ``None`` shows them all.
    """
    named = None if shown is None else set(shown)
    parts = {}
    for name, value in parts_of(event).items():
        own = part_salt(salt, name)
        if named is None or name in named:
            parts[name] = {"salt": own.hex(), "value": value}
        else:
            parts[name] = {"hash": part_hash(own, value)}
    return parts


def proof_of(
    connection: Connection, event_id: int, shown: Shown
) -> dict[str, Any] | None:
    """Everything that proves one event; None for one that is not sealed."""
    newest = newest_note(connection)
    query = select(LEAF.c.position, LEAF.c.salt, EVENT)
    query = query.join(EVENT, EVENT.c.id == LEAF.c.event_id)
    query = query.where(LEAF.c.event_id == event_id, LEAF.c.position < newest.size)
    row = connection.execute(query).first()
    if row is None:
        return None
    signed = {"checkpoint": newest.note, "keys": newest.keys}
    return {**_proven(row, newest.size, Tiles(connection), shown), **signed}


def _proven(row: Any, size: int, tiles: Tiles, shown: Shown) -> dict[str, Any]:
    path = inclusion_path(row.position, size, tiles)
    return {
        "position": row.position,
        "event": row.id,
        "parts": shown_parts(row, bytes(row.salt), shown(row)),
        "path": [one.hex() for one in path],
    }


def selection_lines(
    connection: Connection, ids: Iterable[list[int]], shown: Shown
) -> Iterator[bytes]:
    """A file of the sealed events with these ids, which come in portions."""
    newest = newest_note(connection)
    lines = _Lines()
    yield lines.line(_head(SELECTION, newest))
    size, tiles = newest.size, Tiles(connection)
    query = select(LEAF.c.position, LEAF.c.salt, EVENT)
    query = query.join(EVENT, EVENT.c.id == LEAF.c.event_id)
    for some in ids:
        within = query.where(LEAF.c.event_id.in_(some), LEAF.c.position < size)
        for row in connection.execute(within.order_by(LEAF.c.position.desc())).all():
            yield lines.line(_proven(row, size, tiles, shown))
    yield lines.end()


def whole_lines(connection: Connection) -> Iterator[bytes]:
    """A file of all leaves; of those whose content was removed the hash alone."""
    newest = newest_note(connection)
    lines = _Lines()
    yield lines.line(_head(WHOLE, newest))
    size = newest.size
    removed = removed_positions(connection)
    for start in range(0, size, AT_ONCE):
        end = min(start + AT_ONCE, size)
        notes = _notes(connection, start, end)
        for row in read_leaves(connection, start, end):
            yield lines.line(_leaf_line(row, removed))
            if row.position + 1 in notes:
                yield lines.line({"checkpoint": notes[row.position + 1]})
    for event_id, waits in connection.execute(_without_leaf()):
        yield lines.line({"without_leaf": event_id, "waits": waits is not None})
    yield lines.end()


def _notes(connection: Connection, start: int, end: int) -> dict[int, str]:
    query = select(Checkpoint.size, Checkpoint.note)
    within = Checkpoint.size > start, Checkpoint.size <= end
    rows = connection.execute(query.where(*within)).all()
    lines = cosignatures_of(connection, (row.size for row in rows))
    return {row.size: add_lines(row.note, lines.get(row.size, ())) for row in rows}


def read_leaves(connection: Connection, start: int, end: int) -> Iterator[Any]:
    """Rows of leaves with their events; ``id`` is None where that is missing."""
    query = select(LEAF.c.position, LEAF.c.event_id, LEAF.c.salt, LEAF.c.hash, EVENT)
    query = query.outerjoin(EVENT, EVENT.c.id == LEAF.c.event_id)
    query = query.order_by(LEAF.c.position)
    within = LEAF.c.position >= start, LEAF.c.position < end
    try:
        yield from connection.execute(query.where(*within)).all()
    except Exception:
        if end - start > 1:
            for position in range(start, end):
                yield from read_leaves(connection, position, position + 1)
        else:  # damaged values
            bare = select(*query.selected_columns[:4], literal(None).label("id"))
            yield from connection.execute(bare.where(*within)).all()


def _leaf_line(row: Any, removed: set[int]) -> dict[str, Any]:
    leaf = bytes(row.hash).hex()
    place = {"position": row.position, "event": row.event_id, "leaf": leaf}
    if row.id is None or row.salt is None:
        is_removed = row.salt is None and row.position in removed
        return {**place, "removed" if is_removed else "missing": True}
    return {**place, "parts": shown_parts(row, bytes(row.salt), None)}


def _without_leaf() -> Any:
    """Events that are in no tree, and whether they wait for it."""
    leaf = select(LEAF.c.event_id).where(LEAF.c.event_id == EVENT.c.id).exists()
    query = select(EVENT.c.id, WAITS.c.event_id)
    query = query.outerjoin(WAITS, WAITS.c.event_id == EVENT.c.id)
    return query.where(~leaf).order_by(EVENT.c.id)


def _head(kind: str, newest: Newest) -> dict[str, Any]:
    signed = {"checkpoint": newest.note, "keys": newest.keys}
    return {"format": FORMAT, "kind": kind, **signed}


class _Lines:
    """The lines of a file, and a signature over them at the end."""

    def __init__(self) -> None:
        self._digest = sha256()
        self._number = 0

    def line(self, content: dict[str, Any]) -> bytes:
        numbered = {"line": self._number, **content}
        self._number += 1
        line = json.dumps(numbered, ensure_ascii=False).encode() + b"\n"
        self._digest.update(line)
        return line

    def end(self) -> bytes:
        note = sign_file(self._number, self._digest.digest())
        return json.dumps({"line": self._number, "end": note}).encode() + b"\n"
