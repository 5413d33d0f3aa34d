"""What is streamed: each leaf of the tree in its order, and a checkpoint every day.

That is the order of commits, and it has no gaps: a leaf whose content is not there any
more says so. The checkpoint that is signed first on a day stands behind its last leaf. So
the same leaves always give the same records.
"""

import logging
from cites.cug.core.trail.leaves import written
from cites.cug.core.trail.notes import BadNote, origin, read_note, SignedTree
from cites.cug.core.trail.proof_files import read_leaves
from cites.cug.core.trail.removal import removed_positions
from cites.cug.core.trail.tree import Checkpoint, Leaf
from cites.cug.trail_desk.events import event_of
from collections.abc import Iterator
from enum import StrEnum
from sqlalchemy import Connection, select
from typing import Any, NamedTuple


logger = logging.getLogger(__name__)

#: So many leaves are sent at once.
BATCH = 500
LEAF = Leaf.__table__


class StreamProblem(StrEnum):
    """Why a stream stands still until somebody has looked."""

    #: What arrived last is not in the trail: a backup was restored, or it was rewritten.
    AHEAD = "ahead"
    #: A leaf of the tree is missing.
    GAP = "gap"
    #: The file ends with something else.
    FOREIGN = "foreign"


class StreamStuck(Exception):
    """Somebody has to look before anything more is sent."""

    def __init__(self, problem: StreamProblem):
        super().__init__(problem.value)
        self.problem = problem


class StreamRecord(NamedTuple):
    """One line."""

    #: Of the leaf that it tells of, or stands behind.
    position: int
    #: The action; ``CHECKPOINT``, ``REMOVED`` or ``MISSING`` for what is no event.
    action: str
    content: dict[str, Any]


class Portion(NamedTuple):
    """Records in their order, and how far they lead."""

    records: list[StreamRecord]
    #: The leaf behind the last one.
    end: int
    #: The last one's hash.
    leaf: bytes | None


CHECKPOINT, REMOVED, MISSING = "trail.checkpoint", "trail.removed", "trail.missing"


def read_portion(connection: Connection, begin: int) -> Portion:
    """What stands in the tree from that leaf on. Raises StreamStuck."""
    rows = list(read_leaves(connection, begin, begin + BATCH))
    for number, row in enumerate(rows):
        if row.position != begin + number:
            raise StreamStuck(StreamProblem.GAP)
    if not rows:
        return Portion([], begin, None)
    end, name = begin + len(rows), origin()
    notes = _daily_notes(connection, begin, end)
    removed = None
    records = []
    for row in rows:
        if removed is None and (row.id is None or row.salt is None):
            removed = removed_positions(connection)
        records.append(_record(row, name, removed or set()))
        if row.position + 1 in notes:
            note, tree = notes[row.position + 1]
            records.append(_checkpoint(row.position, note, tree))
    return Portion(records, end, bytes(rows[-1].hash))


def _record(row: Any, name: str, removed: set[int]) -> StreamRecord:
    place = {"portal": name, "position": row.position, "event": row.event_id}
    content: dict[str, Any] = {**place, "leaf": bytes(row.hash).hex()}
    if row.id is not None and row.salt is not None:
        try:
            return StreamRecord(row.position, row.action, {**content, **_event(row)})
        except Exception as error:  # whatever damaged values make of their reader
            logger.warning("Event %s is damaged: %s", row.id, type(error).__name__)
    is_removed = row.salt is None and row.position in removed
    action = REMOVED if is_removed else MISSING
    return StreamRecord(row.position, action, {**content, "action": action})


def _event(row: Any) -> dict[str, Any]:
    """What the trail's readers see of it, and no more."""
    told = event_of(row)._asdict()
    del told["id"]
    return {**told, "time": written(told["time"]), "uid": row.target_uid}


def _checkpoint(position: int, note: str, tree: SignedTree) -> StreamRecord:
    content = {
        "portal": tree.origin,
        "position": position,
        "action": CHECKPOINT,
        "time": written(tree.time),
        "size": tree.size,
        "root": tree.root.hex(),
        "checkpoint": note,
    }
    return StreamRecord(position, CHECKPOINT, content)


def _daily_notes(
    connection: Connection, begin: int, end: int
) -> dict[int, tuple[str, SignedTree]]:
    """By the size of the tree: the first checkpoint of each day among these leaves."""
    query = select(Checkpoint.size, Checkpoint.note)
    before = query.where(Checkpoint.size <= begin).order_by(Checkpoint.size.desc())
    within = query.where(Checkpoint.size > begin, Checkpoint.size <= end)
    rows = [*connection.execute(before.limit(1))]
    rows += connection.execute(within.order_by(Checkpoint.size))
    found, day = {}, None
    for size, note, tree in _read(rows):
        if tree.time.date() != day and size > begin:
            found[size] = note, tree
        day = tree.time.date()
    return found


def _read(rows: list[Any]) -> Iterator[tuple[int, str, SignedTree]]:
    for size, note in rows:
        try:
            yield size, note, read_note(note)
        except BadNote:
            continue  # the check of the trail tells so


def leaf_at(connection: Connection, position: int) -> bytes | None:
    """The hash of a leaf; None where there is none."""
    query = select(LEAF.c.hash).where(LEAF.c.position == position)
    found = connection.scalar(query)
    return None if found is None else bytes(found)
