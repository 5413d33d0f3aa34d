"""Checkpoints as signed notes (C2SP signed-note and tlog-checkpoint), by Ed25519.

Anybody can check one who has the public key, and a witness can sign the same text.
"""

import base64
from cites.cug.core.encryption.keys import keyring, KeyTrouble, source
from cites.cug.core.settings.deployment import public_url
from collections.abc import Iterable, Sequence
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from datetime import datetime, UTC
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import urlsplit


#: Begins a line with a signature.
DASH = "\N{EM DASH} "
#: Stands where a checkpoint has its size, so that no file is taken for one.
FILE = "file of events"
#: C2SP's number of this kind of signature.
ED25519 = b"\1"


class BadNote(Exception):
    """It is no checkpoint, or none of the portal's keys has signed it."""


class SignedTree(NamedTuple):
    """What a checkpoint says."""

    origin: str
    size: int
    root: bytes
    time: datetime


def origin() -> str:
    """The name of the tree and of its key: the portal's address without a scheme."""
    address = urlsplit(public_url())
    return f"{address.netloc}{address.path}".rstrip("/")


def sign(size: int, root: bytes, now: datetime) -> str:
    """Write a checkpoint. Raises KeyTrouble where there is no key of the trail."""
    time = now.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    # The time is an extension line: a moment beside it could be changed.
    return _signed(f"{origin()}\n{size}\n{_encode(root)}\n{time}\n")


def sign_file(lines: int, digest: bytes) -> str:
    """Sign a file of events. Raises KeyTrouble where there is no key of the trail."""
    return _signed(f"{origin()}\n{FILE}\n{lines}\n{_encode(digest)}\n")


def _signed(text: str) -> str:
    name = text.partition("\n")[0]
    key = Ed25519PrivateKey.from_private_bytes(newest_key(keyring().trail_keys))
    signature = _key_id(name, key.public_key()) + key.sign(text.encode())
    return f"{text}\n{DASH}{name} {_encode(signature)}\n"


def open_note(note: str) -> SignedTree:
    """What a checkpoint says, if a key of this portal signed it. Raises BadNote."""
    tree = read_note(note)
    if not is_signed_by(note, (NoteKey(tree.origin, key) for key in _public_keys())):
        raise BadNote("is signed by no key of this portal")
    return tree


def read_note(note: str) -> SignedTree:
    """What a checkpoint says, whoever signed it. Raises BadNote."""
    try:
        name, size, root, time = note.partition("\n\n")[0].splitlines()
        moment = datetime.fromisoformat(time)
        return SignedTree(name, int(size), base64.b64decode(root), moment)
    except ValueError as error:
        raise BadNote("is no checkpoint") from error


class NoteKey(NamedTuple):
    """The public key of a portal, and the name that it signs with."""

    name: str
    key: Ed25519PublicKey


def read_key(words: str) -> NoteKey:
    """A public key as ``NAME+ID+KEY``. Raises ValueError."""
    name, key_id, encoded = words.split("+", 2)
    data = base64.b64decode(encoded, validate=True)
    if data[:1] != ED25519:
        raise ValueError(f"{words} is no Ed25519 key")
    key = Ed25519PublicKey.from_public_bytes(data[1:])
    if _key_id(name, key).hex() != key_id:
        raise ValueError(f"the id of the key {words} is not its own")
    return NoteKey(name, key)


def is_signed_by(note: str, keys: Iterable[NoteKey]) -> bool:
    """Whether one of the keys has signed the note."""
    text, _separator, signatures = note.partition("\n\n")
    known = list(keys)
    return any(
        _signs(one, f"{text}\n", line)
        for line in signatures.splitlines()
        for one in known
    )


def _signs(by: NoteKey, text: str, line: str) -> bool:
    signer, _space, signature = line.removeprefix(DASH).rpartition(" ")
    if signer != by.name or not line.startswith(DASH):
        return False
    try:
        given = base64.b64decode(signature, validate=True)
        if not given.startswith(_key_id(by.name, by.key)):
            return False
        by.key.verify(given[4:], text.encode())
    except (ValueError, InvalidSignature):
        return False
    return True


def verifier_keys(name: str = "") -> list[str]:
    """The public keys as ``docs/verify.py`` and witnesses take them, the newest last."""
    name = name or origin()
    return [
        f"{name}+{_key_id(name, key).hex()}+{_encode(ED25519 + _raw(key))}"
        for key in _public_keys()
    ]


def newest_key(keys: Sequence[bytes]) -> bytes:
    """The last of the keys. Raises KeyTrouble where there is none."""
    if not keys:
        raise KeyTrouble(
            f"There is no key of the audit trail in {source()}: bin/cug trail-key"
        )
    return keys[-1]


def _public_keys() -> list[Ed25519PublicKey]:
    keys = keyring()
    lost = map(Ed25519PublicKey.from_public_bytes, keys.trail_public_keys)
    own = map(Ed25519PrivateKey.from_private_bytes, keys.trail_keys)
    return [*lost, *(key.public_key() for key in own)]


def _key_id(name: str, key: Ed25519PublicKey) -> bytes:
    return sha256(name.encode() + b"\n" + ED25519 + _raw(key)).digest()[:4]


def _raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes_raw()


def _encode(data: bytes) -> str:
    return base64.b64encode(data).decode()
