"""Signatures of witnesses under checkpoints (C2SP tlog-cosignature), by Ed25519.

A witness signs a checkpoint of which it has seen that it goes on from the last one that
it signed. So who trusts a witness needs to keep no checkpoint: the portal cannot have
shown one history to it and another to somebody else.
"""

import base64
from cites.cug.core.encryption.keys import keyring
from cites.cug.core.sql.moments import Moment
from cites.cug.core.sql.session import Base
from cites.cug.core.trail.notes import DASH, newest_key, origin
from collections.abc import Iterable
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from datetime import datetime, UTC
from hashlib import sha256
from sqlalchemy import Connection, select, String, Text
from sqlalchemy.orm import Mapped, mapped_column
from typing import Any, NamedTuple


#: C2SP's number of this kind of signature.
COSIGNATURE = b"\4"
#: Of a key's id, of the moment, and of the signature itself.
ID_BYTES, TIME_BYTES, SIGNATURE_BYTES = 4, 8, 64
KEY_BYTES = 32
WITNESS = b"cites.cug witness of other trails"


class Cosignature(Base):
    """The line of a witness under a checkpoint."""

    __tablename__ = "audit_cosignature"

    size: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    witness: Mapped[str] = mapped_column(String(200), primary_key=True)
    #: When the witness signed, as it says.
    time: Mapped[datetime] = mapped_column(Moment)
    line: Mapped[str] = mapped_column(Text)


class WitnessKey(NamedTuple):
    """The public key of a witness."""

    name: str
    raw: bytes

    @property
    def id(self) -> bytes:
        named = self.name.encode() + b"\n" + COSIGNATURE + self.raw
        return sha256(named).digest()[:ID_BYTES]


def read_witness_key(words: str) -> WitnessKey:
    """A key as ``NAME+ID+KEY``. Raises ValueError."""
    name, key_id, encoded = words.split("+", 2)
    data = base64.b64decode(encoded, validate=True)
    if data[:1] != COSIGNATURE or len(data) != 1 + KEY_BYTES:
        raise ValueError(f"{words} is no key of a witness")
    key = WitnessKey(name, data[1:])
    if key.id.hex() != key_id:
        raise ValueError(f"the id of the key {words} is not its own")
    return key


def cosigned_at(note: str, line: str, key: WitnessKey) -> datetime | None:
    """When this witness has signed the checkpoint by this line; None if it has not."""
    signer, _space, encoded = line.removeprefix(DASH).rpartition(" ")
    if not line.startswith(DASH) or signer != key.name:
        return None
    try:
        data = base64.b64decode(encoded, validate=True)
        moment = data[ID_BYTES : ID_BYTES + TIME_BYTES]
        if (
            data[:ID_BYTES] != key.id
            or len(data) != ID_BYTES + TIME_BYTES + SIGNATURE_BYTES
        ):
            return None
        seconds = int.from_bytes(moment, "big")
        signature, text = data[ID_BYTES + TIME_BYTES :], _signed_text(note, seconds)
        Ed25519PublicKey.from_public_bytes(key.raw).verify(signature, text)
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError, InvalidSignature):
        return None


def own_key() -> str:
    """The public key by which this portal signs others' checkpoints, for their settings.

    Raises KeyTrouble.
    """
    secret, name = _own()
    key = WitnessKey(name, secret.public_key().public_bytes_raw())
    encoded = base64.b64encode(COSIGNATURE + key.raw).decode()
    return f"{name}+{key.id.hex()}+{encoded}"


def cosign(note: str, now: datetime) -> str:
    """The portal's own line under another's checkpoint. Raises KeyTrouble."""
    secret, name = _own()
    key = WitnessKey(name, secret.public_key().public_bytes_raw())
    seconds = int(now.timestamp())
    signature = secret.sign(_signed_text(note, seconds))
    whole = key.id + seconds.to_bytes(TIME_BYTES, "big") + signature
    return f"{DASH}{name} {base64.b64encode(whole).decode()}"


def _own() -> tuple[Ed25519PrivateKey, str]:
    """From the first key of the trail, so that it stays when another is added."""
    seeds = keyring().trail_keys
    newest_key(seeds)
    secret = Ed25519PrivateKey.from_private_bytes(sha256(WITNESS + seeds[0]).digest())
    return secret, f"{origin()}/witness"


def _signed_text(note: str, seconds: int) -> bytes:
    text = note.partition("\n\n")[0]
    return f"cosignature/v1\ntime {seconds}\n{text}\n".encode()


def last_cosigned(connection: Connection, witness: str) -> tuple[int, datetime] | None:
    """The size of the largest tree that this witness signed, and when; None for none."""
    query = select(Cosignature.size, Cosignature.time)
    query = query.where(Cosignature.witness == witness).order_by(Cosignature.size.desc())
    row = connection.execute(query.limit(1)).first()
    return None if row is None else (row.size, row.time)


def add_lines(note: str, cosignatures: Iterable[Any]) -> str:
    """The checkpoint with the lines of witnesses under it."""
    return "".join([note, *(f"{one.line}\n" for one in cosignatures)])


def cosignatures_of(connection: Connection, sizes: Iterable[int]) -> dict[int, list[Any]]:
    """The lines of witnesses by the size of the tree, those of one in order of names."""
    table = Cosignature.__table__
    query = select(table).where(table.c.size.in_(list(sizes)))
    found: dict[int, list[Any]] = {}
    for row in connection.execute(query.order_by(table.c.size, table.c.witness)):
        found.setdefault(row.size, []).append(row)
    return found
