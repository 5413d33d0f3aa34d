"""Compares the trail with its tree, and the tree with what was signed.

Each event is hashed anew and compared with its leaf, each leaf with the portal's proof of
its row, the hashes above with those below, and the roots with the signed checkpoints. So
what was changed, removed, added or moved in the database is found, and is named.

What it cannot know: whether somebody who could write to the database has cut the end
off, with its checkpoints, as if it had never been. Whoever keeps a checkpoint sees it.
"""

from cites.cug.core.encryption.keys import keyring
from cites.cug.core.trail.leaves import hashes_of, leaf_of
from cites.cug.core.trail.merkle import Growing
from cites.cug.core.trail.notes import BadNote, open_note
from cites.cug.core.trail.removal import removed_positions
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.core.trail.tree import (
    Checkpoint,
    Leaf,
    MissingHash,
    Node,
    row_keys,
    row_proof,
    size_of,
    STEP,
    TILE,
    Tiles,
    Unsealed,
)
from collections.abc import Callable, Iterable
from sqlalchemy import Connection, func, select, true
from typing import Any, NamedTuple


#: So many leaves are read at once: whole tiles.
AT_ONCE = 4 * TILE
#: So many findings are told.
MOST_FINDINGS = 100
EVENT, LEAF, WAITS = AuditEvent.__table__, Leaf.__table__, Unsealed.__table__
COLUMNS = (LEAF.c.position, LEAF.c.event_id, LEAF.c.salt, LEAF.c.hash, LEAF.c.proof)

CHANGED = "was changed since it was sealed"
REMOVED = "was removed since it was sealed"
REMOVED_BEFORE = "was removed before it was sealed"
ADDED = "was added behind the portal's back"
LEAF_CHANGED = "has a leaf that the portal did not write so"
LEAF_MISSING = "has no leaf any more"
TWICE = "is to be sealed once more"
NODE_CHANGED = "is below a hash that was changed"
NOT_SIGNED = "is in a tree whose root is not what was signed"
UNSIGNED_END = "is behind the newest checkpoint"


class Finding(NamedTuple):
    """Something that is not as the portal left it."""

    words: str
    #: Where the first such leaf is in the tree; None for what is not in it.
    position: int | None = None
    event_id: int | None = None
    #: For what cannot be told more exactly: the last leaf that it may be.
    last: int | None = None

    @property
    def place(self) -> str:
        if self.event_id is not None and self.last is None:
            return f"event {self.event_id}"
        if self.last is not None and self.last != self.position:
            return f"one of the leaves {self.position} to {self.last}"
        return f"leaf {self.position}" if self.position is not None else "audit trail"


class Outcome(NamedTuple):
    """What was checked and found; the first findings first."""

    findings: list[Finding]
    size: int
    root: bytes
    #: How many leaves were compared with their events.
    checked: int
    #: From where to go on; None at the end.
    next: int | None
    #: How many events wait to be sealed.
    waiting: int

    @property
    def is_whole(self) -> bool:
        return not self.findings


def check_trail(
    connection: Connection,
    begin: int = 0,
    most: int | None = None,
    watch: Callable[[Iterable[Any]], Iterable[Any]] = iter,
) -> Outcome:
    """Check from the tile of this leaf on, at most so many leaves (whole tiles).

    ``watch`` is given the portions, to tell how far it is.
    """
    begin -= begin % TILE
    size, signed = _read_end(connection)
    end = size if most is None else min(size, begin + max(most, TILE) // TILE * TILE)
    check = _Check(connection, begin, end, size)
    root = check.compare_end(signed)
    for start in watch(range(begin, end, AT_ONCE)):
        check.portion(start, min(start + AT_ONCE, end))
    if end == size:
        check.end()
    findings = sorted(check.findings, key=_first)[:MOST_FINDINGS]
    waiting = connection.scalar(select(func.count()).select_from(WAITS)) or 0
    more = end if end < size else None
    return Outcome(findings, size, root, end - begin, more, waiting)


def _read_end(connection: Connection) -> tuple[int, Any]:
    """The size of the tree, and the newest checkpoint; at one moment, as it grows."""
    newest = select(Checkpoint.size, Checkpoint.note).order_by(Checkpoint.size.desc())
    last = newest.limit(1).subquery()
    leaves = select(func.max(LEAF.c.position).label("position")).subquery()
    query = select(leaves.c.position, last.c.size, last.c.note)
    row = connection.execute(query.outerjoin_from(leaves, last, true())).one()
    return 0 if row.position is None else row.position + 1, row


def _first(finding: Finding) -> tuple[bool, int, int]:
    position, event_id = finding.position, finding.event_id
    return position is None, position or 0, event_id or 0


class _Check:
    """One walk along the leaves, from the first to the last that it takes."""

    def __init__(self, connection: Connection, begin: int, end: int, size: int):
        self._connection = connection
        self._size = size
        self.findings: list[Finding] = []
        #: The last leaf whose hash is wrong: what is above it must be wrong too.
        self._wrong_leaf = -1
        try:
            self._tree = Growing(begin, Tiles(connection))
        except MissingHash:
            self._tree = Growing()
            self._tree.size = begin
            self._tell(NODE_CHANGED, 0, last=begin - 1)
            self._wrong_leaf = begin - 1
        self._removed = removed_positions(connection)
        #: None where a key was lost: proofs of rows cannot be checked then.
        self._row_keys = None if keyring().trail_public_keys else row_keys()
        self._notes = self._read_notes(begin, end)
        self._last_signed = begin

    def _tell(self, words: str, position: int | None = None, **more: Any) -> None:
        self.findings.append(Finding(words, position, **more))

    def _read_notes(self, begin: int, end: int) -> list[Any]:
        """The checkpoints of sizes that are passed, the next one last."""
        size = Checkpoint.size
        query = select(size, Checkpoint.note).where(size > begin, size <= end)
        return list(self._connection.execute(query.order_by(size.desc())))

    def compare_end(self, newest: Any) -> bytes:
        """The root signed last, which must be that of all that there is."""
        signed = newest.size or 0
        if signed < self._size:
            self._tell(UNSIGNED_END, signed, last=self._size - 1)
        elif signed > self._size:
            self._tell(LEAF_MISSING, self._size)
        try:
            return open_note(newest.note or "").root
        except BadNote:
            return b""  # told with the other checkpoints

    def portion(self, start: int, end: int) -> None:
        rows = self._rows(start, end)
        nodes = self._nodes(start, end)
        for position in range(start, end):
            row = rows.get(position)
            if row is None:
                self._tell(LEAF_MISSING, position)
                self._wrong_leaf = position
            elif words := self._wrong_with(row):
                self._tell(words, position, event_id=row.event_id)
            for height, one in self._tree.add(bytes(row.hash) if row else b""):
                if height % STEP == 0:
                    kept = nodes.get((height // STEP, position >> height))
                    self._compare_node(height, position, one, kept)
            if self._notes and self._notes[-1].size == self._tree.size:
                self._compare_root(self._notes.pop())

    def _rows(self, start: int, end: int) -> dict[int, Any]:
        """The leaves with their events, by position."""
        query = select(*COLUMNS, EVENT).outerjoin(EVENT, EVENT.c.id == LEAF.c.event_id)
        within = LEAF.c.position >= start, LEAF.c.position < end
        try:
            rows = self._connection.execute(query.where(*within)).all()
        except Exception:  # whatever damaged values make of their reader
            return self._rows_one_by_one(start, end)
        return {row.position: row for row in rows}

    def _rows_one_by_one(self, start: int, end: int) -> dict[int, Any]:
        found = {}
        for position in range(start, end):
            one = select(*COLUMNS).where(LEAF.c.position == position)
            leaf = self._connection.execute(one).first()
            if leaf is None:
                continue
            query = select(*COLUMNS, EVENT).join(EVENT, EVENT.c.id == LEAF.c.event_id)
            try:
                row = self._connection.execute(
                    query.where(LEAF.c.position == position)
                ).first()
            except Exception:
                row = None
            found[position] = row or _Unreadable(*leaf)
        return found

    def _wrong_with(self, row: Any) -> str:
        leaf = bytes(row.hash)
        if not self._is_own(row, leaf):
            self._wrong_leaf = row.position
            return LEAF_CHANGED
        if row.id is None:
            is_removed = row.salt is None and row.position in self._removed
            return "" if is_removed else REMOVED
        if row.salt is None:
            return CHANGED
        try:
            same = leaf_of(hashes_of(row, bytes(row.salt))) == leaf
        except Exception:  # whatever damaged values make of their reader
            same = False
        return "" if same else CHANGED

    def _is_own(self, row: Any, leaf: bytes) -> bool:
        """Whether the portal wrote this leaf."""
        place = row.position, row.event_id, leaf
        keys = self._row_keys
        return keys is None or any(row_proof(one, *place) == row.proof for one in keys)

    def _nodes(self, start: int, end: int) -> dict[tuple[int, int], bytes]:
        """The hashes kept of subtrees that end among these leaves."""
        found = {}
        for level in range(1, self._size.bit_length() // STEP + 1):
            height = STEP * level
            query = select(Node.number, Node.hash).where(
                Node.level == level,
                Node.number >= start >> height,
                Node.number < end >> height,
            )
            for number, one in self._connection.execute(query):
                found[level, number] = bytes(one)
        return found

    def _compare_node(
        self, height: int, position: int, above: bytes, kept: bytes | None
    ) -> None:
        first = position + 1 - (1 << height)
        if kept != above and self._wrong_leaf < first:
            self._tell(NODE_CHANGED, first, last=position)

    def _compare_root(self, row: Any) -> None:
        begin, self._last_signed = self._last_signed, row.size
        try:
            signed = open_note(row.note)
        except BadNote as error:
            self._tell(f"has a checkpoint that {error}", begin, last=row.size - 1)
            return
        if self._wrong_leaf < 0 and signed[1:3] != (row.size, self._tree.root()):
            self._tell(NOT_SIGNED, begin, last=row.size - 1)
            self._wrong_leaf = row.size - 1

    def end(self) -> None:
        """What is not in the tree, and should be or not."""
        nodes = self._connection.execute(select(Node.level, Node.number)).all()
        # The tree may have grown meanwhile.
        size = size_of(self._connection)
        for level, number in nodes:
            if level < 1 or number < 0 or number >= size >> STEP * level:
                self._tell(NODE_CHANGED, self._size)
        leaf = select(LEAF.c.event_id).where(LEAF.c.event_id == EVENT.c.id).exists()
        waits = select(WAITS.c.event_id).where(WAITS.c.event_id == EVENT.c.id).exists()
        added = select(EVENT.c.id).where(~leaf, ~waits).order_by(EVENT.c.id)
        for event_id in self._connection.scalars(added.limit(MOST_FINDINGS)):
            self._tell(ADDED, event_id=event_id)
        query = select(WAITS.c.event_id, EVENT.c.id, LEAF.c.position)
        query = query.outerjoin(EVENT, EVENT.c.id == WAITS.c.event_id)
        query = query.outerjoin(LEAF, LEAF.c.event_id == WAITS.c.event_id)
        query = query.where(EVENT.c.id.is_(None) | LEAF.c.position.is_not(None))
        for row in self._connection.execute(query.limit(MOST_FINDINGS)):
            words = REMOVED_BEFORE if row.position is None else TWICE
            self._tell(words, row.position, event_id=row.event_id)


class _Unreadable(NamedTuple):
    """A leaf whose event cannot be read."""

    position: int
    event_id: int
    salt: bytes | None
    hash: bytes
    proof: bytes
    id: int = -1
