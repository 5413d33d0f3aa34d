"""The tree in the records: leaves, hashes above them, checkpoints, and what waits.

Kept above the leaves are the hashes of complete subtrees of 256, 65,536 ... leaves, so
that a root or a proof needs a few hundred rows, however large the tree has grown.
"""

import hmac
from cites.cug.core.encryption.keys import keyring
from cites.cug.core.sql.session import Base
from cites.cug.core.trail.merkle import node_hash
from functools import lru_cache
from hashlib import sha256
from sqlalchemy import Connection, func, LargeBinary, select, Text
from sqlalchemy.orm import Mapped, mapped_column


#: Heights are kept in steps of so many: a tile has 256 hashes.
STEP = 8
ROWS = b"cites.cug rows of the audit trail"
TILE = 1 << STEP


class Unsealed(Base):
    """An event that is in no tree yet. A trigger of the database adds the row."""

    __tablename__ = "audit_unsealed"

    event_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class Leaf(Base):
    """A leaf of the tree. It stays when the content of its event is removed."""

    __tablename__ = "audit_leaf"

    #: From 0 on, without a gap.
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    event_id: Mapped[int] = mapped_column(unique=True)
    #: None: removed with the content.
    salt: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    #: Shows that the portal wrote the row: see ``row_proof``.
    proof: Mapped[bytes] = mapped_column(LargeBinary(16))


class Node(Base):
    """The hash of a complete subtree of ``256 ** level`` leaves."""

    __tablename__ = "audit_node"

    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class Checkpoint(Base):
    """A signed note: how large the tree was at a moment, and its root."""

    __tablename__ = "audit_checkpoint"

    size: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    note: Mapped[str] = mapped_column(Text)


def row_keys() -> list[bytes]:
    """The keys of proofs of rows, the newest last."""
    return [sha256(ROWS + seed).digest() for seed in keyring().trail_keys]


def row_proof(key: bytes, position: int, event_id: int, leaf: bytes) -> bytes:
    """What proves that the portal wrote a leaf.

    The signed root says that something was changed; this says what.
    """
    return hmac.digest(key, b"%d %d " % (position, event_id) + leaf, "sha256")[:16]


class MissingHash(Exception):
    """A hash that the tree must have is not in the records."""


class Tiles:
    """The hashes of complete subtrees, as ``merkle`` asks for them."""

    def __init__(self, connection: Connection):
        self._connection = connection
        self._tile = lru_cache(64)(self._read_tile)

    def __call__(self, height: int, number: int) -> bytes:
        level, above = divmod(height, STEP)
        width = 1 << (STEP - above)
        tile = self._tile(level, number // width)
        try:
            return tile[above][number % width]
        except IndexError as error:
            raise MissingHash(f"{height}, {number}") from error

    def _read_tile(self, level: int, number: int) -> list[list[bytes]]:
        """The hashes of one tile, and those above them, by height."""
        first = number * TILE
        if level:
            place, kept = Node.number, select(Node.number, Node.hash)
            kept = kept.where(Node.level == level)
        else:
            place, kept = Leaf.position, select(Leaf.position, Leaf.hash)
        kept = kept.where(place >= first, place < first + TILE).order_by(place)
        hashes: list[bytes] = []
        for position, one in self._connection.execute(kept):
            if position != first + len(hashes):
                break
            hashes.append(bytes(one))
        heights = [hashes]
        for _height in range(STEP - 1):
            below = heights[-1]
            pairs = zip(below[::2], below[1::2], strict=False)
            heights.append([node_hash(left, right) for left, right in pairs])
        return heights


def size_of(connection: Connection) -> int:
    """How many leaves the tree has."""
    last = connection.scalar(select(func.max(Leaf.position)))
    return 0 if last is None else last + 1
