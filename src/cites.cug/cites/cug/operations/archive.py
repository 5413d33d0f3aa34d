"""The folder of backups: pieces of files, each stored once, and manifests of them.

A piece is named by its content and never changed, so that a backup adds only what is new
since the last one. Each manifest lists all pieces of its backup, with the SHA-256 of each
as stored, and the files that they make up. The manifest's own SHA-256 is in the file
``newest`` and in the next manifest.

Pieces may be encrypted for a recipient whose secret is elsewhere. A key of the portal
then makes their names, so that nobody who has the folder can tell which files are in it.
"""

import fcntl
import json
import os
import pyrage
import re
import tempfile
import zlib
from cites.cug.core.encryption.authentic import keyed_digest
from cites.cug.operations.faults import OperationFailed
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from pyrage import ssh, x25519
from typing import Any, BinaryIO, NamedTuple


FORMAT = 1
PIECE_BYTES = 2**20
NEWEST = "newest"
#: Content of that file: the name of a manifest, which is no path, and its SHA-256.
NEWEST_LINE = re.compile(rb"([\w-]+\.json) ([0-9a-f]{64})\n", re.ASCII)
#: Level of zlib: quick, with most of the gain.
LEVEL = 1
#: How a recipient of SSH begins, and a line with a secret of age.
SSH, SECRET = "ssh-", "AGE-SECRET-KEY-"


class Damaged(OperationFailed):
    """A backup is damaged; says which part of it, and how."""


class Piece(NamedTuple):
    """A piece as it is stored: bytes, and SHA-256 in hexadecimal."""

    size: int
    sha256: str


class StoredFile(NamedTuple):
    """A file in a backup: bytes, SHA-256 in hexadecimal, and names of its pieces."""

    size: int
    sha256: str
    pieces: list[str]


class Encryption:
    """Encryption by age for a recipient; ``identity``: the file of the secret."""

    def __init__(self, recipient: str, identity: Path | None = None):
        self._identity = identity
        kind = ssh.Recipient if recipient.startswith(SSH) else x25519.Recipient
        try:
            self._recipient = kind.from_str(recipient)
        except pyrage.RecipientError as error:
            raise OperationFailed(
                f"{recipient} is no recipient of age: age1… or ssh-… is expected."
            ) from error

    def close(self, data: bytes) -> bytes:
        return pyrage.encrypt(data, [self._recipient])

    def open(self, data: bytes) -> bytes:
        return decrypt(data, self._secrets)

    @cached_property
    def _secrets(self) -> list[Any]:
        return read_secrets(self._identity)


def read_secrets(identity: Path | None) -> list[Any]:
    """Read the secrets of age in a file. Raises OperationFailed."""
    if identity is None:
        raise OperationFailed("Say by --identity which file has the secret of age.")
    data = identity.read_bytes()
    try:
        if data.startswith(b"-----"):
            return [ssh.Identity.from_buffer(data)]
        lines = data.decode(errors="replace").split("\n")
        words = [line.strip() for line in lines if line.startswith(SECRET)]
        return [x25519.Identity.from_str(word) for word in words]
    except pyrage.IdentityError as error:
        raise OperationFailed(f"{identity} holds no secret of age: {error}") from error


def decrypt(data: bytes, secrets: list[Any]) -> bytes:
    """Decrypt what was encrypted by age. Raises OperationFailed."""
    try:
        return pyrage.decrypt(data, secrets)
    except pyrage.DecryptError as error:
        raise OperationFailed(f"The secret of age does not open it: {error}") from error


def private_folder(path: Path) -> Path:
    """Make a folder and its missing parents, for the owner alone (mode 700)."""
    if not path.exists():
        private_folder(path.parent)
        path.mkdir(mode=0o700, exist_ok=True)
    return path


def write_private(path: Path, data: bytes) -> None:
    """Write a file for the owner alone (mode 600), whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with open(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


class Archive:
    """The folder of backups."""

    def __init__(self, place: Path, identity: Path | None = None):
        self.place = place
        self.identity = identity

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Lock the folder. Raises OperationFailed if another backup runs."""
        private_folder(self.place)
        with open(self.place / ".lock", "w", opener=_private) as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise OperationFailed("Another backup into this folder runs.") from error
            yield

    def piece_path(self, name: str) -> Path:
        return self.place / "pieces" / name[:2] / name

    def manifest_path(self, name: str) -> Path:
        return self.place / "manifests" / name

    def newest(self) -> tuple[str, str] | None:
        """Name and SHA-256 of the newest manifest; None for an empty folder.

        Raises Damaged.
        """
        path = self.place / NEWEST
        if not path.exists():
            if self._manifests():
                raise Damaged(f"{path} is missing")
            return None
        said = NEWEST_LINE.fullmatch(path.read_bytes())
        if said is None:
            raise Damaged(f"{path} is damaged")
        return said[1].decode(), said[2].decode()

    def _manifests(self) -> list[Path]:
        return sorted((self.place / "manifests").glob("*.json"))

    def manifest(self, name: str, digest: str) -> "Manifest":
        """Read a manifest. Raises Damaged if its SHA-256 is another."""
        path = self.manifest_path(name)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise Damaged(f"{path} is missing") from error
        if sha256(data).hexdigest() != digest:
            raise Damaged(f"{path} is damaged, or {self.place / NEWEST} is")
        return Manifest(name, digest, json.loads(data))

    def newest_manifest(self) -> "Manifest | None":
        found = self.newest()
        return self.manifest(*found) if found else None

    def all_manifests(self) -> "Iterator[Manifest]":
        """All manifests, from the newest to the oldest. Raises Damaged."""
        found, seen = self.newest(), set()
        while found is not None:
            manifest = self.manifest(*found)
            seen.add(manifest.name)
            yield manifest
            found = manifest.previous
        if others := {path.name for path in self._manifests()} - seen:
            raise Damaged(f"{self.place / NEWEST} does not lead to {min(others)}")

    def find(self, name: str | None) -> "Manifest":
        """The newest manifest, or that of the name. Raises OperationFailed."""
        for manifest in self.all_manifests():
            if name in (None, manifest.name, manifest.name.removesuffix(".json")):
                return manifest
        raise OperationFailed(f"There is no such backup in {self.place}.")

    def check_piece(self, name: str, piece: Piece) -> bytes:
        """Read a piece as it is stored, and compare its SHA-256. Raises Damaged."""
        path = self.piece_path(name)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise Damaged(f"{path} is missing") from error
        if len(data) != piece.size or sha256(data).hexdigest() != piece.sha256:
            raise Damaged(f"{path} is damaged")
        return data

    def read(self, manifest: "Manifest", pieces: Iterable[str]) -> Iterator[bytes]:
        """Read pieces, decrypted and unpacked. Raises OperationFailed."""
        encryption = manifest.encryption(self.identity)
        for name in pieces:
            data = self.check_piece(name, manifest.pieces[name])
            if encryption is not None:
                data = encryption.open(data)
            yield zlib.decompress(data)

    def files(self, manifest: "Manifest") -> dict[str, StoredFile]:
        """The files of a backup, by their paths. Raises OperationFailed."""
        listed = json.loads(b"".join(self.read(manifest, manifest.index)))
        return {path: StoredFile(*values) for path, values in listed.items()}

    def extract(self, manifest: "Manifest", file: StoredFile, target: BinaryIO) -> None:
        """Write a file's content to ``target``. Raises OperationFailed."""
        digest = sha256()
        for data in self.read(manifest, file.pieces):
            digest.update(data)
            target.write(data)
        if digest.hexdigest() != file.sha256:
            raise Damaged("A file is not what was backed up")


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


class Manifest:
    """The manifest of one backup: its pieces and its index of files."""

    def __init__(self, name: str, digest: str, said: dict[str, Any]):
        self.name, self.digest, self.said = name, digest, said
        if said["format"] != FORMAT:
            raise Damaged(f"{name} is of a newer version of the portal")
        self.pieces = {key: Piece(*values) for key, values in said["pieces"].items()}
        self.index: list[str] = said["index"]

    @property
    def previous(self) -> tuple[str, str] | None:
        found = self.said["previous"]
        return tuple(found) if found else None

    def encryption(self, identity: Path | None = None) -> Encryption | None:
        recipient = self.said["encrypted_for"]
        return Encryption(recipient, identity) if recipient else None


class Writer:
    """Adds one backup to an archive."""

    def __init__(self, archive: Archive, recipient: str | None, full: bool):
        self._archive = archive
        self._recipient = recipient
        self._encryption = Encryption(recipient) if recipient else None
        self._before = archive.newest_manifest()
        self._pieces: dict[str, Piece] = {}
        self._files: dict[str, StoredFile] = {}
        self._known = self._reusable(full)
        self.added_bytes = 0

    def _reusable(self, full: bool) -> dict[str, Piece]:
        before = self._before
        if full or before is None or before.said["encrypted_for"] != self._recipient:
            return {}
        return before.pieces

    def add(self, path: str, source: BinaryIO, size: int | None = None) -> StoredFile:
        """Add a file, or its first ``size`` bytes."""
        digest, pieces, total = sha256(), [], 0
        while data := source.read(_next(size, total)):
            digest.update(data)
            total += len(data)
            pieces.append(self._store(data))
        stored = StoredFile(total, digest.hexdigest(), pieces)
        self._files[path] = stored
        return stored

    def _store(self, data: bytes) -> str:
        name = sha256(data).hexdigest()
        if self._encryption is not None:
            name = keyed_digest("backups", name)
        if name not in self._pieces:
            self._pieces[name] = self._kept(name) or self._write(name, data)
        return name

    def _kept(self, name: str) -> Piece | None:
        known = self._known.get(name)
        path = self._archive.piece_path(name)
        if known and path.exists() and path.stat().st_size == known.size:
            return known
        return None

    def _write(self, name: str, data: bytes) -> Piece:
        packed = zlib.compress(data, LEVEL)
        if self._encryption is not None:
            packed = self._encryption.close(packed)
        path = self._archive.piece_path(name)
        private_folder(path.parent)
        write_private(path, packed)
        self.added_bytes += len(packed)
        return Piece(len(packed), sha256(packed).hexdigest())

    def finish(self, name: str, said: dict[str, Any]) -> Manifest:
        """Write the manifest: from now on the backup exists."""
        listed = json.dumps(self._files).encode()
        index = [
            self._store(listed[start : start + PIECE_BYTES])
            for start in range(0, len(listed), PIECE_BYTES)
        ]
        before = self._before
        said = {
            "format": FORMAT,
            **said,
            "encrypted_for": self._recipient,
            "previous": [before.name, before.digest] if before else None,
            "index": index,
            "pieces": self._pieces,
        }
        data = json.dumps(said, indent=1).encode()
        digest = sha256(data).hexdigest()
        path = self._archive.manifest_path(name)
        private_folder(path.parent)
        write_private(path, data)
        try:
            write_private(self._archive.place / NEWEST, f"{name} {digest}\n".encode())
        except OSError:
            path.unlink()  # a manifest to which nothing leads is told as a damage
            raise
        return Manifest(name, digest, json.loads(data))


def _next(size: int | None, total: int) -> int:
    return PIECE_BYTES if size is None else min(PIECE_BYTES, size - total)
