"""Encryption at rest: each message under a key of its own, which is wrapped for readers.

AES-GCM (NIST SP 800-38D) with 256-bit keys and random 96-bit nonces. The message's id and
the part's name are authenticated with each part, so that nothing sealed can be put in
another place.

The message's own key is wrapped once for each mailbox that it lies in, under a key that
is derived from the keyring and the mailbox's owner (``wrap_for``). What stands in the
open beside the message is authenticated with it: who changes that, or writes a row for
another mailbox, finds that it opens nothing. A rotation wraps the messages' keys anew and
leaves the messages alone.
"""

import hmac
import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from cites.cug.core.encryption.keys import Keyring, keyring, UnknownKey
from collections.abc import Sequence
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from functools import lru_cache
from typing import NamedTuple


NONCE_BYTES = 12
TAG_BYTES = 16
DATA_KEY_BITS = 256
#: Half of the hexadecimal digits of a key's id.
KEY_ID_BYTES = 8
#: A key that is wrapped for a mailbox: which key wraps it, nonce, what is sealed.
WRAPPED_BYTES = KEY_ID_BYTES + NONCE_BYTES + DATA_KEY_BITS // 8 + TAG_BYTES

#: The lengths of sealed words are multiples of so many bytes.
WORD_STEP = 64


class Untrusted(InvalidTag):
    """A row or a part of a message was changed outside the portal."""

    def __init__(self, message_id: str = ""):
        super().__init__(message_id)
        self.message_id = message_id


class Wrapped(NamedTuple):
    """A wrapped secret as it is stored, and the id of the key that wraps it."""

    key_id: str
    key: bytes


class Owner(NamedTuple):
    """Of a mailbox."""

    group_uid: str
    user_id: str


def _seal(cipher: AESGCM, data: bytes, place: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, data, place)


def _open(cipher: AESGCM, sealed: bytes, place: bytes) -> bytes:
    if len(sealed) <= NONCE_BYTES:
        raise Untrusted  # not even the beginning is there
    try:
        return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place)
    except InvalidTag as error:
        raise Untrusted from error


class Seal:
    """Seals and opens the parts of one message.

    ``open`` raises Untrusted where a part was changed or moved.
    """

    __slots__ = ("_cipher", "data_key", "message_id")

    def __init__(self, message_id: str, data_key: bytes):
        self.message_id = message_id
        self.data_key = data_key
        self._cipher = AESGCM(data_key)

    @classmethod
    def new(cls, message_id: str) -> "Seal":
        """For a message that is being made."""
        return cls(message_id, AESGCM.generate_key(DATA_KEY_BITS))

    def close(self, part: str, data: bytes) -> bytes:
        return _seal(self._cipher, data, f"{self.message_id}:{part}".encode())

    def open(self, part: str, sealed: bytes) -> bytes:
        try:
            return _open(self._cipher, sealed, f"{self.message_id}:{part}".encode())
        except Untrusted as error:
            raise Untrusted(self.message_id) from error


def wrap_for(owners: Sequence[Owner], data_key: bytes, bound: bytes) -> list[bytes]:
    """A message's key, under the newest key of the keyring, for each of these mailboxes.

    ``bound`` is what stands in the open: it must be the same when the key is unwrapped.
    """
    keys = keyring()
    newest = keys.newest_id
    begins = bytes.fromhex(newest)
    return [
        begins + _seal(_mailbox_cipher(keys, newest, owner), data_key, bound)
        for owner in owners
    ]


def unwrap_for(
    owner: Owner, wrapped: bytes | None, bound: bytes, keys: Keyring | None = None
) -> bytes:
    """The key of a message in the mailbox of that owner.

    ``keys`` saves looking for the keyring each time. Raises Untrusted where the mailbox,
    or what is bound, is not that for which the key was wrapped; UnknownKey if the keyring
    lacks the key that wraps it.
    """
    if wrapped is None or len(wrapped) != WRAPPED_BYTES:
        raise Untrusted
    keys = keys or keyring()
    cipher = _mailbox_cipher(keys, wrapped[:KEY_ID_BYTES].hex(), owner)
    return _open(cipher, wrapped[KEY_ID_BYTES:], bound)


def _mailbox_cipher(keys: Keyring, key_id: str, owner: Owner) -> AESGCM:
    return _cipher_of(keys.derived("keys of mailboxes", key_id), owner)


@lru_cache(maxsize=2048)
def _cipher_of(master: bytes, owner: Owner) -> AESGCM:
    # HKDF-Expand (RFC 5869) to one block.
    info = json.dumps(owner).encode() + b"\x01"
    return AESGCM(hmac.digest(master, info, "sha256"))


def wrap(place: str, secret: bytes) -> Wrapped:
    """Wrap a secret that belongs to no mailbox, with the newest key."""
    key_id, cipher = keyring().newest()
    return Wrapped(key_id, _seal(cipher, secret, f"{place}:key".encode()))


def unwrap(place: str, wrapped: Wrapped, keys: Keyring | None = None) -> bytes:
    """The secret; ``keys`` saves looking for the keyring each time.

    So were the keys of messages wrapped, under the message's id, before they were bound
    to mailboxes.
    """
    cipher = (keys or keyring()).cipher(wrapped.key_id)
    if cipher is None:
        raise UnknownKey(wrapped.key_id)
    return _open(cipher, wrapped.key, f"{place}:key".encode())


def seal_word(purpose: str, owner: str, text: str) -> str:
    """Seal a text, with the newest key, as a word for an address.

    It opens for the same purpose and owner only. Its length says little of the text's.
    """
    keys = keyring()
    padded = text.encode().ljust(-(-len(text) // WORD_STEP) * WORD_STEP)
    cipher = AESGCM(keys.derived(purpose))
    sealed = bytes.fromhex(keys.newest_id) + _seal(cipher, padded, owner.encode())
    return urlsafe_b64encode(sealed).decode().rstrip("=")


def open_word(purpose: str, owner: str, word: str) -> str:
    """The text of a sealed word. Raises Untrusted if the portal has not sealed it so."""
    try:
        sealed = urlsafe_b64decode(word + "=" * (-len(word) % 4))
        key = keyring().derived(purpose, sealed[:KEY_ID_BYTES].hex())
    except (ValueError, UnknownKey) as error:
        raise Untrusted from error
    return _open(AESGCM(key), sealed[KEY_ID_BYTES:], owner.encode()).decode().rstrip()
