"""Encryption at rest: each message under a key of its own, which the keyring wraps.

AES-GCM (NIST SP 800-38D) with 256-bit keys and random 96-bit nonces. The message's id and
the part's name are authenticated with each part, so that nothing sealed can be put in
another place. A rotation wraps the messages' keys anew and leaves the messages alone.
"""

import os
from cites.cug.sealing.keys import Keyring
from cites.cug.sealing.keys import keyring
from cites.cug.sealing.keys import UnknownKey
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from typing import NamedTuple


NONCE_BYTES = 12
DATA_KEY_BITS = 256


class Wrapped(NamedTuple):
    """A message's key as it is stored, and the id of the key that wraps it."""

    key_id: str
    key: bytes


def _seal(cipher: AESGCM, data: bytes, place: str) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, data, place.encode())


def _open(cipher: AESGCM, sealed: bytes, place: str) -> bytes:
    if len(sealed) <= NONCE_BYTES:
        raise InvalidTag  # not even the beginning is there
    return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode())


class Seal:
    """Seals and opens the parts of one message.

    ``open`` raises cryptography's InvalidTag where a part was changed or moved.
    """

    __slots__ = ("_cipher", "message_id", "wrapped")

    def __init__(self, message_id: str, data_key: bytes, wrapped: Wrapped):
        self.message_id = message_id
        self.wrapped = wrapped
        self._cipher = AESGCM(data_key)

    @classmethod
    def new(cls, message_id: str) -> "Seal":
        """For a message that is being made."""
        data_key = AESGCM.generate_key(DATA_KEY_BITS)
        return cls(message_id, data_key, wrap(message_id, data_key))

    @classmethod
    def of(
        cls,
        message_id: str,
        key_id: str,
        wrapped_key: bytes,
        keys: Keyring | None = None,
    ) -> "Seal":
        """For a stored message; raises UnknownKey if the keyring lacks its key."""
        wrapped = Wrapped(key_id, wrapped_key)
        return cls(message_id, unwrap(message_id, wrapped, keys), wrapped)

    def close(self, part: str, data: bytes) -> bytes:
        return _seal(self._cipher, data, f"{self.message_id}:{part}")

    def open(self, part: str, sealed: bytes) -> bytes:
        return _open(self._cipher, sealed, f"{self.message_id}:{part}")


def wrap(message_id: str, data_key: bytes) -> Wrapped:
    """A message's key under the newest key of the keyring."""
    key_id, cipher = keyring().newest()
    return Wrapped(key_id, _seal(cipher, data_key, f"{message_id}:key"))


def unwrap(message_id: str, wrapped: Wrapped, keys: Keyring | None = None) -> bytes:
    """The key of a message; ``keys`` saves looking for the keyring each time."""
    cipher = (keys or keyring()).cipher(wrapped.key_id)
    if cipher is None:
        raise UnknownKey(wrapped.key_id)
    return _open(cipher, wrapped.key, f"{message_id}:key")
