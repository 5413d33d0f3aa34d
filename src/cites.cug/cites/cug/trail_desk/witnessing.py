"""The portal as a witness of others: it signs their checkpoints (C2SP tlog-witness).

It keeps the last tree that it signed of each portal that the operator names, and signs
another only if a proof shows that this one goes on from it. Strangers may ask: what they
send must be signed by the portal that it is of.
"""

import base64
import re
from cites.cug.core.settings.witnesses import witnessed_keys
from cites.cug.core.sql.moments import Moment
from cites.cug.core.sql.rate import address_block, Rate, take, Use
from cites.cug.core.sql.session import autonomous_transaction, Base
from cites.cug.core.trail.cosignatures import cosign
from cites.cug.core.trail.merkle import is_consistent
from cites.cug.core.trail.notes import is_signed_by, read_key
from cites.cug.core.trail.trail import record_at_once
from datetime import datetime, timedelta
from sqlalchemy import Connection, insert, LargeBinary, select, String, update
from sqlalchemy.orm import Mapped, mapped_column
from typing import Any, NamedTuple


#: Bytes of a request: a path of 63 hashes and a checkpoint are less.
LONGEST = 8 * 1024
MOST_HASHES = 63
#: Of a block of addresses, and of a portal.
ASKED, SIGNED = Rate(120, timedelta(hours=1)), Rate(30, timedelta(hours=1))
OLD = re.compile(r"old (0|[1-9][0-9]{0,14})")
SIZE = re.compile(r"0|[1-9][0-9]{0,14}")
HASH_BYTES = 32
TEXT, SIZE_TEXT = "text/plain; charset=utf-8", "text/x.tlog.size"
ACTION = "audit.witness"


class Witnessed(Base):
    """The last tree of another portal that was signed here."""

    __tablename__ = "audit_witnessed"

    origin: Mapped[str] = mapped_column(String(200), primary_key=True)
    size: Mapped[int]
    root: Mapped[bytes] = mapped_column(LargeBinary(32))
    time: Mapped[datetime] = mapped_column(Moment)


WITNESSED = Witnessed.__table__


class WitnessAnswer(NamedTuple):
    """As the protocol has them."""

    status: int
    text: str = ""
    content_type: str = TEXT


class Submitted(NamedTuple):
    """A checkpoint with what proves that it goes on from another tree."""

    old: int
    path: list[bytes]
    note: str
    origin: str
    size: int
    root: bytes


UNKNOWN, FORGED, BAD = WitnessAnswer(404), WitnessAnswer(403), WitnessAnswer(400)
UNPROVEN, TOO_OFTEN = WitnessAnswer(422), WitnessAnswer(429)


def is_witness() -> bool:
    """Whether the operator has named a portal whose checkpoints are signed."""
    return bool(witnessed_keys())


def add_checkpoint(
    portal: Any, body: bytes, address: str, now: datetime
) -> WitnessAnswer:
    """Sign a checkpoint, or say why not."""
    with autonomous_transaction() as connection:
        use = Use("witness", address_block(address), ASKED)
        if take(connection, [use], now) is not None:
            return TOO_OFTEN
    try:
        asked = _read(body)
    except ValueError:
        return BAD
    keys = [key for key in map(read_key, witnessed_keys()) if key.name == asked.origin]
    if not keys:
        return UNKNOWN
    if not is_signed_by(asked.note, keys):
        return FORGED
    if asked.old > asked.size:
        return BAD
    with autonomous_transaction() as connection:
        return _sign(portal, connection, asked, now)


def _read(body: bytes) -> Submitted:
    """Raises ValueError."""
    if len(body) > LONGEST:
        raise ValueError("it is too long")
    head, separator, note = body.decode().partition("\n\n")
    first, *proof = head.split("\n")
    old = OLD.fullmatch(first)
    lines = note.partition("\n\n")[0].split("\n")
    if not separator or old is None or len(proof) > MOST_HASHES or len(lines) < 3:
        raise ValueError("it is no checkpoint")
    if SIZE.fullmatch(lines[1]) is None:
        raise ValueError("it has no size")
    path, root = [_hash(one) for one in proof], _hash(lines[2])
    return Submitted(int(old[1]), path, note, lines[0], int(lines[1]), root)


def _hash(words: str) -> bytes:
    found = base64.b64decode(words, validate=True)
    if len(found) != HASH_BYTES:
        raise ValueError("it is no hash")
    return found


def _sign(
    portal: Any, connection: Connection, asked: Submitted, now: datetime
) -> WitnessAnswer:
    here = WITNESSED.c.origin == asked.origin
    # On PostgreSQL others wait here; on SQLite nobody else writes at all.
    last = connection.execute(select(WITNESSED).where(here).with_for_update()).first()
    size, root = (last.size, bytes(last.root)) if last else (0, b"")
    if asked.old != size:
        return WitnessAnswer(409, f"{size}\n", SIZE_TEXT)
    if asked.old == asked.size and last and asked.root != root:
        return WitnessAnswer(409, f"{size}\n", SIZE_TEXT)
    if not is_consistent(size, root, asked.size, asked.root, asked.path):
        return UNPROVEN
    if take(connection, [Use("witnessed", asked.origin, SIGNED)], now) is not None:
        return TOO_OFTEN
    values = {"size": asked.size, "root": asked.root, "time": now}
    if last is None:
        connection.execute(insert(WITNESSED).values(origin=asked.origin, **values))
    else:
        connection.execute(update(WITNESSED).where(here).values(**values))
    detail = {"origin": asked.origin, "size": asked.size}
    record_at_once(connection, ACTION, target=portal, acting_user="", detail=detail)
    return WitnessAnswer(200, f"{cosign(asked.note, now)}\n")
