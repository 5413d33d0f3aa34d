"""Removes the content of sealed events and keeps their hashes, so that the tree holds.

An event of the trail says which contents were removed, and why. What is missing and
stands in none of these was not removed by the portal: ``tree_check`` finds it.
"""

import hmac
import logging
from cites.cug.core.encryption.keys import keyring
from cites.cug.core.sql.session import autonomous_transaction, read_connection
from cites.cug.core.trail.trail import AuditEvent, record_at_once
from cites.cug.core.trail.tree import Leaf
from collections.abc import Iterable, Iterator
from hashlib import sha256
from sqlalchemy import ColumnElement, Connection, delete, select, update
from typing import Any


logger = logging.getLogger(__name__)

REMOVE = "audit.remove"
REMOVALS = b"cites.cug removals from the audit trail"
#: So many contents are removed at once.
BATCH = 500
EVENT, LEAF = AuditEvent.__table__, Leaf.__table__


def remove_contents(
    target: Any, limit: ColumnElement[bool], reason: str, *, acting_user: str
) -> int:
    """Remove a batch of contents that the limit finds; how many there were.

    Only of sealed events, and never of those that tell of removals.
    """
    # In a long trail that takes seconds, in which others write.
    with read_connection() as connection:
        wanted = [row.event_id for row in _find(connection, limit)]
    with autonomous_transaction() as connection:
        # Another process may have removed some of them meanwhile.
        found = _find(connection, EVENT.c.id.in_(wanted))
        if not found:
            return 0
        positions = [row.position for row in found]
        ids = [row.event_id for row in found]
        words = in_words(positions)
        proof = _proofs(words)[-1]
        detail = {"positions": words, "reason": reason, "proof": proof}
        record_at_once(
            connection, REMOVE, target=target, acting_user=acting_user, detail=detail
        )
        connection.execute(delete(EVENT).where(EVENT.c.id.in_(ids)))
        # Without its salt nobody can guess what a hash was made of.
        forget = update(LEAF).where(LEAF.c.position.in_(positions))
        connection.execute(forget.values(salt=None))
    return len(found)


def _find(connection: Connection, limit: ColumnElement[bool]) -> Any:
    query = select(LEAF.c.position, LEAF.c.event_id)
    query = query.join(EVENT, EVENT.c.id == LEAF.c.event_id)
    query = query.where(limit, EVENT.c.action != REMOVE)
    return connection.execute(query.order_by(LEAF.c.position).limit(BATCH)).all()


def in_words(positions: Iterable[int]) -> str:
    """Positions in their order, as ``0-5,9``."""
    spans: list[list[int]] = []
    for position in positions:
        if spans and spans[-1][1] == position - 1:
            spans[-1][1] = position
        else:
            spans.append([position, position])
    return ",".join(f"{a}-{b}" if a != b else f"{a}" for a, b in spans)


def removed_positions(connection: Connection) -> set[int]:
    """The leaves whose contents the portal removed, as the trail says."""
    found: set[int] = set()
    ids = connection.scalars(select(EVENT.c.id).where(EVENT.c.action == REMOVE)).all()
    for event_id in ids:
        query = select(EVENT.c.detail).where(EVENT.c.id == event_id)
        try:
            detail = connection.scalar(query) or {}
            words = detail["positions"]
            if keyring().trail_public_keys or detail["proof"] in _proofs(words):
                found.update(_positions(words))
        except Exception as error:  # somebody has damaged it: its leaf tells so
            logger.warning("Event %s cannot be read: %s", event_id, type(error).__name__)
    return found


def _proofs(words: str) -> list[str]:
    """What proves that the portal removed these, by each of its keys, the newest last."""
    return [
        hmac.digest(sha256(REMOVALS + seed).digest(), words.encode(), "sha256").hex()
        for seed in keyring().trail_keys
    ]


def _positions(words: str) -> Iterator[int]:
    for span in words.split(","):
        first, _dash, last = span.partition("-")
        yield from range(int(first), int(last or first) + 1)
