"""The keys that messages are sealed with: in a file or the environment, never in SQL.

One key a line (in the environment: a word), in base64; the last is the one that new
messages get. A key's id is a digest of it, so that no other key can stand for it.

Beside them stand the keys that sign checkpoints of the audit trail: ``trail:`` and the
seed of an Ed25519 key; the last one signs. ``trail-public:`` and a public key stands for
one that was lost: it checks what it signed.
"""

import base64
import logging
import os
from binascii import Error as NotBase64
from cites.cug.core.settings.deployment import message_keys_file
from collections.abc import Collection, Iterable
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from functools import lru_cache
from hashlib import sha256
from pathlib import Path


logger = logging.getLogger(__name__)

ENVIRONMENT = "CUG_MESSAGE_KEYS"
KEY_BYTES = 32
FILE_MODE = 0o600
READABLE_BY_OTHERS = 0o007
TRAIL, TRAIL_PUBLIC = "trail:", "trail-public:"


class KeyTrouble(Exception):
    """The keys are missing or unsafe, so the portal must not start."""


class UnknownKey(KeyTrouble):
    """A message is sealed with a key that the keyring does not hold."""

    def __init__(self, *key_ids: str):
        super().__init__(
            f"Messages are sealed with keys that are missing from {source()}:"
            f" {', '.join(key_ids)}. Put the right keys there and start again; without"
            " them these messages cannot be opened."
        )


class Keyring:
    """The keys by their ids, oldest first."""

    def __init__(
        self,
        keys: Iterable[bytes],
        trail_keys: Iterable[bytes] = (),
        trail_public_keys: Iterable[bytes] = (),
    ):
        self._keys = {key_id(key): key for key in keys}
        #: Seeds of Ed25519 keys, and public keys whose seeds are lost; oldest first.
        self.trail_keys = tuple(trail_keys)
        self.trail_public_keys = tuple(trail_public_keys)

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(self._keys)

    @property
    def newest_id(self) -> str:
        return self.ids[-1]

    def newest(self) -> tuple[str, AESGCM]:
        return self.newest_id, AESGCM(self._keys[self.newest_id])

    def cipher(self, wanted: str) -> AESGCM | None:
        key = self._keys.get(wanted)
        return None if key is None else AESGCM(key)

    def derived(self, purpose: str, wanted: str | None = None) -> bytes:
        """Derive a key for one purpose, from the newest key or from the one with this id.

        Raises UnknownKey.
        """
        key_id = wanted or self.newest_id
        key = self._keys.get(key_id)
        if key is None:
            raise UnknownKey(key_id)
        return _derived(key, purpose)


@lru_cache
def _derived(key: bytes, purpose: str) -> bytes:
    info = f"cites.cug {purpose}".encode()
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=info).derive(key)


def key_id(key: bytes) -> str:
    """Compute the id of a key: 16 hexadecimal digits of its digest."""
    return sha256(b"cites.cug message key" + key).hexdigest()[:16]


def source() -> str:
    """Where the keys come from, for messages to the administrator."""
    if ENVIRONMENT in os.environ:
        return f"the environment variable {ENVIRONMENT}"
    return str(message_keys_file())


def keyring() -> Keyring:
    """Read the keys. A key that a rotation adds is used at once, without a restart."""
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
    """Write the file of a new portal with a first key, unless there are keys already."""
    if ENVIRONMENT not in os.environ and not message_keys_file().exists():
        message_keys_file().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write([_encode(AESGCM.generate_key(KEY_BYTES * 8))])


def add_key() -> str:
    """Add a key, which new messages use from now on. Return its id."""
    _require_file()
    key = AESGCM.generate_key(KEY_BYTES * 8)
    _add_word(_encode(key))
    return key_id(key)


def has_trail_key() -> bool:
    return bool(keyring().trail_keys)


def make_trail_key() -> None:
    """Add a key that checkpoints of the audit trail are signed with from now on."""
    _require_file()
    _add_word(new_trail_key())


def new_trail_key() -> str:
    """A new key of the audit trail, as the word that stands among the keys."""
    return f"{TRAIL}{_encode(AESGCM.generate_key(KEY_BYTES * 8))}"


def _add_word(word: str) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    with open(os.open(message_keys_file(), flags, FILE_MODE), "wb") as file:
        # The line before, if written by hand, may lack its end.
        file.write(f"\n{word}\n".encode())
        file.flush()
        # What is sealed or signed with it must not outlive it.
        os.fsync(file.fileno())


def remove_keys(key_ids: Collection[str]) -> None:
    """Forget these keys for ever; the others stay in their order."""
    _require_file()
    words = _words()
    _write([w for w in words if not _is_key(w) or key_id(_decode(w)) not in key_ids])


def _is_key(word: str) -> bool:
    """Whether it is a key that messages are sealed with."""
    return not word.startswith((TRAIL, TRAIL_PUBLIC))


def _words() -> list[str]:
    return message_keys_file().read_text(encoding="ascii").split()


def _write(words: Iterable[str]) -> None:
    """Replace the file in one step: a crash leaves the old one or the new one whole."""
    path = message_keys_file()
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with open(os.open(new, flags, FILE_MODE), "w", encoding="ascii") as file:
        file.writelines(f"{word}\n" for word in words)
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


def saved_keyring(words: bytes) -> Keyring:
    """Read saved keys, which are not the portal's own. Raises KeyTrouble."""
    return _keyring(words.decode("ascii", errors="replace"))


@lru_cache(maxsize=4)
def _keyring(words: str) -> Keyring:
    all_words = words.split()
    keys = [_decode(word) for word in all_words if _is_key(word)]
    if not keys:
        raise KeyTrouble(f"There is no message key in {source()}.")
    trail, public = (
        [_decode(word.removeprefix(kind)) for word in all_words if word.startswith(kind)]
        for kind in (TRAIL, TRAIL_PUBLIC)
    )
    return Keyring(keys, trail, public)


def _encode(key: bytes) -> str:
    return base64.b64encode(key).decode()


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
