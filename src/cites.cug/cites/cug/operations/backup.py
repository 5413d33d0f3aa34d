"""Makes a backup of content and records at the same instant, while the portal serves.

A request writes content first, then the records that follow from it, so the two stores
must not be copied one after the other. The instant is found so: the file of content ends
with a whole transaction, a snapshot of the records is opened, and the file still ends
there. The copies made afterwards are what both stores held at that instant.
"""

import errno
import os
import sqlite3
import subprocess
import tempfile
import time
from cites.cug.core.encryption.keys import ENVIRONMENT, keyring
from cites.cug.core.plone_internals.blobs import is_blob
from cites.cug.core.settings.deployment import message_keys_file
from cites.cug.core.sql.schema import find_schema
from cites.cug.core.sql.session import engine
from cites.cug.operations.archive import (
    Archive,
    Encryption,
    Manifest,
    private_folder,
    write_private,
    Writer,
)
from cites.cug.operations.content_file import end_of_content
from cites.cug.operations.faults import Fault, OperationFailed
from cites.cug.operations.progress import Progress
from cites.cug.operations.stores import Stores
from cites.cug.operations.working_copies import working_copy
from collections.abc import Iterator
from contextlib import contextmanager, ExitStack
from datetime import datetime, UTC
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO, cast, NamedTuple
from ZODB.blob import FilesystemHelper
from ZODB.FileStorage import FileIterator
from ZODB.utils import oid_repr


CONTENT, RECORDS, DATABASE, BLOBS = "content/Data.fs", "records.sqlite", "dump", "blobs/"
#: Seconds to look for an instant between two commits, and between two attempts.
PATIENCE = 60.0
PAUSE = 0.01
TRIES = 3
TEMPORARY = "tmp"


class Gone(OperationFailed):
    """A file was removed while it was copied, because the database was packed."""


class Backup(NamedTuple):
    """A finished backup: its manifest, and how many bytes were added to the archive."""

    manifest: Manifest
    added_bytes: int
    #: Files that the content names and that are not in the backup, as they are not there.
    missing: list[Fault]


def back_up(
    stores: Stores,
    archive: Archive,
    progress: Progress,
    recipient: str | None = None,
    full: bool = False,
) -> Backup:
    """Add a backup of the deployment to the archive.

    Raises OperationFailed.
    """
    with archive.alone(), naming_full_disks(archive.place):
        for left in reversed(range(TRIES)):
            writer = Writer(archive, recipient, full)
            try:
                manifest, missing = _back_up(stores, writer, progress)
            except Gone:
                if not left:
                    raise
                progress.say("The database is being packed: once more.")
            else:
                return Backup(manifest, writer.added_bytes, missing)
    raise AssertionError


@contextmanager
def naming_full_disks(place: Path) -> Iterator[None]:
    """Say of a full disk what to do. Raises OperationFailed instead."""
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        is_full = getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT)
        if (
            not is_full
            and getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_FULL
        ):
            raise
        raise OperationFailed(
            f"A disk is full ({error}): there is no new backup, and those in {place} are"
            " whole. Free some space there and beside the records, then run this again."
        ) from error


def _back_up(
    stores: Stores, writer: Writer, progress: Progress
) -> tuple[Manifest, list[Fault]]:
    missing: list[Fault] = []
    with ExitStack() as stack:
        content = (
            stack.enter_context(stores.content.open("rb")) if stores.content else None
        )
        kind = PostgresqlRecords if stores.is_postgresql else SqliteRecords
        records: Any = kind(stores)
        stack.callback(records.close)
        made = datetime.now(UTC)
        end = _find_instant(content, records)
        progress.say("records")
        records.copy(writer)
        if content is not None and stores.blobs is not None:
            progress.say("content")
            content.seek(0)
            writer.add(CONTENT, content, end.position)
            copied = _copy_blobs(stores.blobs, end.tid, writer, progress)
            missing = list(_find_missing(stores, content, end, copied, progress))
    name = f"{made:%Y-%m-%dT%H-%M-%S-%f}.json"
    return writer.finish(name, _facts(stores, made, end)), missing


class End(NamedTuple):
    """End of the last transaction in the file of content: position in bytes, and id."""

    position: int
    tid: str


def _find_instant(content: BinaryIO | None, records: Any) -> End:
    if content is None:
        records.begin()
        return End(0, "")
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        before = end_of_content(content)
        if before is not None:
            records.begin()
            if end_of_content(content) == before:
                return End(before[0], before[1].hex())
            records.rollback()
        time.sleep(PAUSE)
    raise OperationFailed(
        f"For {PATIENCE:.0f} seconds somebody was in the middle of a commit."
    )


class SqliteRecords:
    """A snapshot of the records in SQLite."""

    def __init__(self, stores: Stores):
        self._path = stores.records_file
        address = f"file:{self._path}?mode=rw"
        self._connection = sqlite3.connect(address, uri=True, isolation_level=None)

    def begin(self) -> None:
        self._connection.execute("BEGIN")
        self._connection.execute("SELECT count(*) FROM sqlite_master").fetchall()

    def rollback(self) -> None:
        self._connection.execute("ROLLBACK")

    def copy(self, writer: Writer) -> None:
        # In the folder of the records, which only the portal's account reads.
        with working_copy(self._path.parent, "backup-") as place:
            copy = place / "copy"
            target = sqlite3.connect(copy)
            # Inside the transaction, SQLite copies its snapshot.
            self._connection.backup(target)
            target.close()
            self.rollback()
            with copy.open("rb") as file:
                writer.add(RECORDS, file)

    def close(self) -> None:
        self._connection.close()


class PostgresqlRecords:
    """A snapshot of the PostgreSQL database, which may hold content and files too."""

    def __init__(self, stores: Stores):
        self._environment = stores.libpq
        url = stores.records.render_as_string(hide_password=False)
        self._connection = engine(url).connect()
        self._connection.execution_options(isolation_level="REPEATABLE READ")
        self._snapshot = ""

    def begin(self) -> None:
        found = self._connection.exec_driver_sql("SELECT pg_export_snapshot()")
        self._snapshot = found.scalar_one()

    def rollback(self) -> None:
        self._connection.rollback()

    def copy(self, writer: Writer) -> None:
        command = ["pg_dump", "--format=custom", "--compress=0", "--no-password"]
        command += [f"--snapshot={self._snapshot}", "--no-owner", "--no-privileges"]
        try:
            with tempfile.TemporaryFile() as said:
                dump = subprocess.Popen(  # noqa: S603 - our own command, and no shell
                    command, stdout=subprocess.PIPE, stderr=said, env=self._environment
                )
                with dump:
                    writer.add(DATABASE, cast(BinaryIO, dump.stdout))
                if dump.returncode:
                    said.seek(0)
                    words = said.read().decode(errors="replace").strip()
                    raise OperationFailed(f"pg_dump failed: {words[-500:]}")
        except FileNotFoundError as error:
            words = "pg_dump is not installed: apt-get install postgresql-client"
            raise OperationFailed(words) from error

    def close(self) -> None:
        self._connection.close()


def blob_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Each complete file of a blob folder, with its path below the folder."""
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != TEMPORARY)
        for name in sorted(names):
            if name.endswith(".blob") or name == ".layout":
                path = Path(here) / name
                yield path.relative_to(folder).as_posix(), path


def _copy_blobs(folder: Path, tid: str, writer: Writer, progress: Progress) -> set[str]:
    copied = set()
    for path, file in progress.each("files", blob_files(folder)):
        # The name is the transaction's id: files stored after the instant are left out.
        if file.stem.removeprefix("0x").rjust(16, "0") > tid and file.suffix:
            continue
        try:
            with file.open("rb") as source:
                writer.add(f"{BLOBS}{path}", source)
        except FileNotFoundError as error:
            raise Gone(path) from error
        copied.add(path)
    return copied


def _find_missing(
    stores: Stores, content: BinaryIO, end: End, copied: set[str], progress: Progress
) -> Iterator[Fault]:
    """Compare the files that the content names with those that were copied."""
    files = FilesystemHelper(str(stores.blobs))
    # The file that was copied, whatever has its name now.
    copy = f"/proc/self/fd/{content.fileno()}"
    transactions = FileIterator(copy, stop=bytes.fromhex(end.tid))
    for transaction in progress.each("transactions", transactions):
        for record in transaction:
            if record.data is None or not is_blob(record.data):
                continue
            path = Path(files.getBlobFilename(record.oid, transaction.tid))
            if path.relative_to(files.base_dir).as_posix() in copied:
                continue
            if not os.path.samestat(os.fstat(content.fileno()), stores.content.stat()):
                raise Gone(path)  # the database was packed meanwhile
            place = f"file of object {oid_repr(record.oid)}"
            yield Fault(place, f"is missing, and so in no backup from now on: {path}")


def _facts(stores: Stores, made: datetime, end: End) -> dict[str, Any]:
    url = stores.records.render_as_string(hide_password=False)
    with engine(url).connect() as connection:
        schema = find_schema(connection).revision
    return {
        "made": made.isoformat(),
        "version": version("cites.cug"),
        "schema": schema,
        "records": "postgresql" if stores.is_postgresql else "sqlite",
        "content": "file" if stores.content else "records",
        "end": end._asdict(),
        # Ids tell nothing of the keys, which lie elsewhere.
        "keys": list(keyring().ids),
    }


def keys_on_disk_of(folder: Path) -> bool:
    """Whether the file of message keys lies on the same disk as the folder."""
    if ENVIRONMENT in os.environ:
        return False
    return message_keys_file().stat().st_dev == folder.stat().st_dev


def save_keys(place: Path, recipient: str | None) -> Path:
    """Copy the keys to a folder, encrypted for the recipient if there is one.

    Copies of other keys there stay. Returns the file.
    """
    private_folder(place)
    words = os.environ.get(ENVIRONMENT)
    if words is None:
        words = message_keys_file().read_text(encoding="ascii")
    data = "".join(f"{word}\n" for word in words.split()).encode()
    name = f"message-keys-{keyring().newest_id}"
    if recipient is not None:
        name, data = f"{name}.age", Encryption(recipient).close(data)
    write_private(place / name, data)
    return place / name
