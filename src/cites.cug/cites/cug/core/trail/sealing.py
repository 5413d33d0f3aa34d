"""Seals events: appends them to the tree and signs its new root, a batch at a time.

Writers of events do nothing of it. A trigger notes each event as unsealed in the
transaction that writes it, so what waits is exactly what has been committed and is in no
tree: an event whose transaction commits late, after others with greater ids, comes after
them. The order of the tree is that in which events became visible, and within a batch
that of their ids.

A batch is one transaction: whoever is killed in it has sealed nothing.
"""

from cites.cug.core.sql.session import autonomous_transaction, read_connection
from cites.cug.core.trail.leaves import hashes_of, leaf_of, new_salt
from cites.cug.core.trail.merkle import Growing
from cites.cug.core.trail.notes import BadNote, newest_key, open_note, sign
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.core.trail.tree import (
    Checkpoint,
    Leaf,
    Node,
    row_keys,
    row_proof,
    size_of,
    STEP,
    Tiles,
    Unsealed,
)
from collections.abc import Sequence
from datetime import datetime, UTC
from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.exc import IntegrityError
from typing import Any


#: So many events are sealed at once. SQLite's writers wait meanwhile, for milliseconds.
BATCH = 500
#: Any number, the same for all: one process seals at a time.
ADVISORY_LOCK = "SELECT pg_try_advisory_xact_lock(2121)"
EVENT, WAITS = AuditEvent.__table__, Unsealed.__table__


class RewrittenTrail(Exception):
    """The trail is not what was signed: nothing more is sealed until it is put right."""


def seal_waiting(now: datetime | None = None) -> bool:
    """Seal one batch; whether more wait. Raises KeyTrouble, RewrittenTrail.

    What waits without its event was removed before it was sealed: it stays, and
    ``tree_check`` finds it.
    """
    with read_connection() as connection:
        waiting = _waiting(connection)
        leaves = [_leaf(event) for event in waiting]
    if not leaves:
        return False
    with autonomous_transaction() as connection:
        if _is_alone(connection) and _still_wait(connection, leaves):
            _append(connection, leaves, now or datetime.now(UTC))
    return len(leaves) == BATCH


def _waiting(connection: Connection) -> Sequence[Any]:
    # A sum has no index: the database must begin with those that wait, and not go through
    # all events there are to see which of them do.
    query = select(EVENT).join(WAITS, EVENT.c.id == WAITS.c.event_id + 0)
    return connection.execute(query.order_by(WAITS.c.event_id).limit(BATCH)).all()


def _leaf(event: Any) -> dict[str, Any]:
    salt = new_salt()
    return {
        "event_id": event.id,
        "salt": salt,
        "hash": leaf_of(hashes_of(event, salt)),
    }


def _is_alone(connection: Connection) -> bool:
    """Whether no other process seals. On SQLite nobody else writes at all."""
    if connection.dialect.name != "postgresql":
        return True
    return bool(connection.exec_driver_sql(ADVISORY_LOCK).scalar())


def _still_wait(connection: Connection, leaves: list[dict[str, Any]]) -> bool:
    """Whether no other process has sealed them since they were read."""
    ids = [leaf["event_id"] for leaf in leaves]
    found = connection.scalars(
        select(WAITS.c.event_id).where(WAITS.c.event_id.in_(ids))
    ).all()
    return len(found) == len(ids)


def _append(connection: Connection, leaves: list[dict[str, Any]], now: datetime) -> None:
    size = size_of(connection)
    tree = Growing(size, Tiles(connection))
    _check_end(connection, tree)
    nodes, key = [], newest_key(row_keys())
    for position, leaf in enumerate(leaves, size):
        event_id, one = leaf["event_id"], leaf["hash"]
        proof = row_proof(key, position, event_id, one)
        leaf |= {"position": position, "proof": proof}
        nodes += [
            {"level": height // STEP, "number": position >> height, "hash": above}
            for height, above in tree.add(one)
            if height % STEP == 0
        ]
    _insert_leaves(connection, leaves)
    if nodes:
        connection.execute(insert(Node.__table__), nodes)
    note = {"size": tree.size, "note": sign(tree.size, tree.root(), now)}
    connection.execute(insert(Checkpoint.__table__), note)
    ids = [leaf["event_id"] for leaf in leaves]
    connection.execute(delete(WAITS).where(WAITS.c.event_id.in_(ids)))


def _insert_leaves(connection: Connection, leaves: list[dict[str, Any]]) -> None:
    """Raises RewrittenTrail where an event has the number of a sealed one.

    The portal gives no number twice: somebody has written to the database.
    """
    try:
        connection.execute(insert(Leaf.__table__), leaves)
    except IntegrityError:  # which tells salts
        raise RewrittenTrail("A sealed event was deleted: bin/cug verify") from None


def _check_end(connection: Connection, tree: Growing) -> None:
    """Refuse to sign what is not what was signed last. Raises RewrittenTrail."""
    newest = select(Checkpoint.note).order_by(Checkpoint.size.desc()).limit(1)
    note = connection.scalar(newest)
    if note is None and not tree.size:
        return
    try:
        signed = open_note(note or "")
    except BadNote as error:
        raise RewrittenTrail(f"The newest checkpoint {error}: bin/cug verify") from error
    if (signed.size, signed.root) != (tree.size, tree.root()):
        raise RewrittenTrail("Its end is not what was signed: bin/cug verify")
