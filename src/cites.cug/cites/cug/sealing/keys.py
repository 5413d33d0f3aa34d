"""The keys that messages are sealed with: in a file or the environment, never in SQL.

One key a line (in the environment: a word), in base64; the last is the one that new
messages get. A key's id is a digest of it, so that no other key can stand for it.
"""

import base64
import logging
import os
from binascii import Error as NotBase64
from cites.cug.settings.deployment import message_keys_file
from collections.abc import Collection
from collections.abc import Iterable
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from functools import lru_cache
from hashlib import sha256
from pathlib import Path


logger = logging.getLogger(__name__)

ENVIRONMENT = "CUG_MESSAGE_KEYS"
KEY_BYTES = 32
FILE_MODE = 0o600
READABLE_BY_OTHERS = 0o007


class KeyTrouble(Exception):
    """The portal must not start: messages could not be opened, or not be kept safe."""


class UnknownKey(KeyTrouble):
    """A message is sealed with a key that the keyring does not hold."""

    def __init__(self, *key_ids: str):
        super().__init__(
            f"Messages are sealed with keys that are missing from {source()}:"
            f" {', '.join(key_ids)}. Put the right keys there and start again; without"
            " them these messages cannot be opened."
        )


class Keyring:
    """Ciphers by key id, oldest first."""

    def __init__(self, keys: Iterable[bytes]):
        self._ciphers = {key_id(key): AESGCM(key) for key in keys}

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(self._ciphers)

    def newest(self) -> tuple[str, AESGCM]:
        newest = self.ids[-1]
        return newest, self._ciphers[newest]

    def cipher(self, wanted: str) -> AESGCM | None:
        return self._ciphers.get(wanted)


def key_id(key: bytes) -> str:
    """Sixteen hexadecimal digits that belong to this key alone."""
    return sha256(b"cites.cug message key" + key).hexdigest()[:16]


def source() -> str:
    """Where the keys come from, for messages to the administrator."""
    if ENVIRONMENT in os.environ:
        return f"the environment variable {ENVIRONMENT}"
    return str(message_keys_file())


def keyring() -> Keyring:
    """The keys as they are now: a key that a rotation adds counts at once."""
    words = os.environ.get(ENVIRONMENT)
    if words is not None:
        return _keyring(words)
    path = message_keys_file()
    try:
        found = path.stat()
    except FileNotFoundError as error:
        raise KeyTrouble(f"There is no file of message keys at {path}.") from error
    return _keyring_of_file(path, (found.st_mtime_ns, found.st_size, found.st_ino))


def make_keys() -> None:
    """Write the file with a first key, unless there are keys already."""
    if ENVIRONMENT not in os.environ and not message_keys_file().exists():
        message_keys_file().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        add_key()


def add_key() -> str:
    """Add a new key, which new messages get from now on; its id."""
    _require_file()
    key = AESGCM.generate_key(KEY_BYTES * 8)
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    with open(os.open(message_keys_file(), flags, FILE_MODE), "wb") as file:
        file.write(base64.b64encode(key) + b"\n")
        file.flush()
        # A message that is sealed with it must not outlive it.
        os.fsync(file.fileno())
    return key_id(key)


def remove_keys(key_ids: Collection[str]) -> None:
    """Forget these keys for ever; the others stay in their order."""
    _require_file()
    path = message_keys_file()
    words = path.read_text(encoding="ascii").split()
    kept = [word for word in words if key_id(_decode(word)) not in key_ids]
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with open(os.open(new, flags, FILE_MODE), "w", encoding="ascii") as file:
        file.writelines(f"{word}\n" for word in kept)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def _require_file() -> None:
    if ENVIRONMENT in os.environ:
        raise KeyTrouble(f"Change {source()} itself, for all processes: no command can.")


@lru_cache(maxsize=4)
def _keyring_of_file(path: Path, _version: tuple[int, ...]) -> Keyring:
    if path.stat().st_mode & READABLE_BY_OTHERS:
        raise KeyTrouble(f"Everybody on this machine can read {path}: chmod 600 {path}")
    return _keyring(path.read_text(encoding="ascii", errors="replace"))


@lru_cache(maxsize=4)
def _keyring(words: str) -> Keyring:
    keys = [_decode(word) for word in words.split()]
    if not keys:
        raise KeyTrouble(f"There is no message key in {source()}.")
    return Keyring(keys)


def _decode(word: str) -> bytes:
    try:
        key = base64.b64decode(word, validate=True)
    except (NotBase64, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise KeyTrouble(
            f"A message key in {source()} is not {KEY_BYTES} bytes in base64."
        )
    return key
