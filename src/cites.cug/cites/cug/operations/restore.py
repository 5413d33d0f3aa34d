"""Restores a portal from a backup into an empty place."""

import os
import shutil
import subprocess
from cites.cug.core.encryption.keys import (
    ENVIRONMENT,
    keyring,
    KeyTrouble,
    saved_keyring,
    source,
)
from cites.cug.core.settings.deployment import message_keys_file
from cites.cug.core.sql.schema import revisions
from cites.cug.core.sql.session import engine
from cites.cug.operations.archive import (
    Archive,
    Damaged,
    decrypt,
    Manifest,
    private_folder,
    read_secrets,
    StoredFile,
    write_private,
)
from cites.cug.operations.backup import blob_files, BLOBS, CONTENT, DATABASE, RECORDS
from cites.cug.operations.faults import OperationFailed
from cites.cug.operations.progress import Progress
from cites.cug.operations.stores import Stores
from cites.cug.trail_desk.streaming.claims import renew_ids
from importlib.metadata import version
from pathlib import Path
from sqlalchemy import inspect
from typing import BinaryIO, cast


#: How a file begins that age has encrypted.
ENCRYPTED = b"age-encryption.org/"


def restore(
    stores: Stores,
    archive: Archive,
    manifest: Manifest,
    progress: Progress,
    keys: Path | None = None,
) -> None:
    """Restore all of a backup. An interrupted restore is run again from the beginning.

    Raises OperationFailed, Damaged among them, and KeyTrouble.
    """
    _check_version(manifest)
    files = archive.files(manifest)
    _check_kind(stores, manifest)
    _clear_interrupted(stores)
    _require_empty(stores)
    if _has_keys():
        keys = None
    words = _read_keys(archive, keys) if keys else b""
    _require_keys(manifest, keys, words)
    private_folder(stores.var)
    if keys is not None:
        _put_keys(words)
    write_private(stores.marker, f"{manifest.name}\n".encode())
    unpack(stores, archive, manifest, files, progress)
    _begin_streams(stores)
    stores.marker.unlink()


def _begin_streams(stores: Stores) -> None:
    """Let receivers of the trail tell what comes after a restore from what was before."""
    url = stores.records.render_as_string(hide_password=False)
    with engine(url).begin() as connection:
        renew_ids(connection)
    engine(url).dispose()


def unpack(
    stores: Stores,
    archive: Archive,
    manifest: Manifest,
    files: dict[str, StoredFile],
    progress: Progress,
) -> None:
    """Write all files of a backup to the places of the stores. Raises Damaged."""
    targets = {CONTENT: stores.content, RECORDS: stores.records_file}
    for path, file in progress.each("files", files.items()):
        if path == DATABASE:
            _restore_database(stores, archive, manifest, file)
            continue
        if path.startswith(BLOBS) and stores.blobs is not None:
            target = stores.blobs / _inside(path.removeprefix(BLOBS))
        else:
            target = targets.get(path)
        if target is None:
            raise Damaged(f"{manifest.name} has a file that belongs nowhere")
        _write(archive, manifest, file, target)


def _inside(path: str) -> Path:
    """Refuse a path that leads out of the folder. Raises Damaged."""
    parts = Path(path).parts
    if ".." in parts or Path(path).is_absolute():
        raise Damaged("A backup names a file outside its folder")
    return Path(*parts)


def _write(archive: Archive, manifest: Manifest, file: StoredFile, target: Path) -> None:
    private_folder(target.parent)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with open(os.open(target, flags, 0o600), "wb") as opened:
        archive.extract(manifest, file, opened)
        opened.flush()
        os.fsync(opened.fileno())


def _restore_database(
    stores: Stores, archive: Archive, manifest: Manifest, file: StoredFile
) -> None:
    command = ["pg_restore", "--single-transaction", "--exit-on-error", "--no-owner"]
    command += ["--no-privileges", "--no-password"]
    command += [f"--dbname={stores.libpq['PGDATABASE']}"]
    run_pg_restore(command, archive, manifest, file, stores.libpq)


def run_pg_restore(
    command: list[str],
    archive: Archive,
    manifest: Manifest,
    file: StoredFile,
    environment: dict[str, str],
) -> None:
    """Run pg_restore and give it the dump in pieces. Raises OperationFailed."""
    try:
        process = subprocess.Popen(  # noqa: S603 - our own command, and no shell
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=environment,
        )
    except FileNotFoundError as error:
        words = "pg_restore is not installed: apt-get install postgresql-client"
        raise OperationFailed(words) from error
    with process:
        try:
            with cast(BinaryIO, process.stdin) as dump:
                archive.extract(manifest, file, dump)
        except BrokenPipeError:
            pass  # pg_restore says why
        except BaseException:
            process.kill()  # it restores in one transaction, so nothing stays
            raise
        said = cast(BinaryIO, process.stderr).read().decode(errors="replace").strip()
    if process.returncode:
        raise OperationFailed(f"pg_restore failed: {said[-500:]}")


def is_of_earlier_version(manifest: Manifest) -> bool:
    """Whether the records of a backup must be upgraded before the portal can start."""
    newest, _known = revisions()
    return manifest.said["schema"] != newest


def _check_version(manifest: Manifest) -> None:
    """Raise OperationFailed for a backup that these programs cannot bring up to date."""
    newest, known = revisions()
    said = manifest.said
    if said["schema"] not in known:
        raise OperationFailed(
            f"The backup is of version {said['version']} (schema {said['schema']}). These"
            f" programs are of version {version('cites.cug')} and know schemas from"
            f" {min(known)} to {newest}. Restore it with the programs of version"
            f" {said['version']}. Nothing was changed."
        )


def _check_kind(stores: Stores, manifest: Manifest) -> None:
    kind = "postgresql" if stores.is_postgresql else "sqlite"
    place = "file" if stores.content else "records"
    said = manifest.said
    if (said["records"], said["content"]) != (kind, place):
        raise OperationFailed(
            f"The backup is of a deployment with records in {said['records']} and content"
            f" in a {said['content']}; this one is another: use the same profile."
        )


def _clear_interrupted(stores: Stores) -> None:
    """Delete what an interrupted restore has left, which the backup has complete.

    It had found the place empty before it began.
    """
    if not stores.marker.exists():
        return
    if stores.is_postgresql:
        # pg_restore keeps all or nothing: there may be all, and the rest not done.
        url = stores.records.render_as_string(hide_password=False)
        with engine(url).begin() as connection:
            connection.exec_driver_sql("DROP OWNED BY CURRENT_USER CASCADE")
        engine(url).dispose()
    else:
        stores.records_file.unlink(missing_ok=True)
    if stores.content is not None:
        stores.content.unlink(missing_ok=True)
    if stores.blobs is not None:
        shutil.rmtree(stores.blobs, ignore_errors=True)


def _require_empty(stores: Stores) -> None:
    found = list[object]()
    if stores.content is not None and stores.content.exists():
        found.append(stores.content)
    if stores.blobs is not None:
        found += [path for name, path in blob_files(stores.blobs) if name != ".layout"][
            :1
        ]
    if stores.is_postgresql or stores.records_file.exists():
        url = stores.records.render_as_string(hide_password=False)
        if inspect(engine(url)).get_table_names():
            found.append(stores.records.render_as_string(hide_password=True))
        engine(url).dispose()
    if found:
        raise OperationFailed(
            f"There is something in {', '.join(map(str, found))} already. A backup is put"
            " back into an empty place: move that away first. Nothing was changed."
        )
    _remove_empty_files(stores)


def _remove_empty_files(stores: Stores) -> None:
    """Remove empty files, which a start of the portal without records leaves."""
    if not stores.is_postgresql:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{stores.records_file}{suffix}").unlink(missing_ok=True)
    if stores.content is not None:
        Path(f"{stores.content}.index").unlink(missing_ok=True)
    if stores.blobs is not None:
        (stores.blobs / ".layout").unlink(missing_ok=True)


def _has_keys() -> bool:
    return ENVIRONMENT in os.environ or message_keys_file().exists()


def _read_keys(archive: Archive, saved: Path) -> bytes:
    """Read a file of saved keys, decrypted. Raises OperationFailed."""
    data = saved.read_bytes()
    if data.startswith(ENCRYPTED):
        return decrypt(data, read_secrets(archive.identity))
    return data


def _require_keys(manifest: Manifest, saved: Path | None, words: bytes) -> None:
    """Check the portal's keys, or the saved ones that it is about to get."""
    try:
        found = saved_keyring(words) if saved else keyring()
    except KeyTrouble as trouble:
        raise KeyTrouble(f"{trouble} Say by --keys where they are saved.") from trouble
    if missing := set(manifest.said["keys"]).difference(found.ids):
        raise KeyTrouble(
            f"The keys {', '.join(sorted(missing))} are needed to open what is in this"
            f" backup, and are not in {saved or source()}. Nothing was changed."
        )


def _put_keys(words: bytes) -> None:
    private_folder(message_keys_file().parent)
    write_private(message_keys_file(), words)
