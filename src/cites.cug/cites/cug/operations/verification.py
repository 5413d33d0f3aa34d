"""Reads a whole backup, or the whole portal, and compares it with its records."""

import transaction
import zlib
import Zope2
from App.config import getConfiguration
from cites.cug.core.encryption.keys import keyring, KeyTrouble
from cites.cug.core.settings.deployment import records_url, SECTION
from cites.cug.core.sql.proofs import is_proven, Proven, proven_tables
from cites.cug.core.sql.schema import import_models
from cites.cug.core.sql.session import engine
from cites.cug.operations import (
    content_checks,
    policy_checks,
    record_checks,
    rights_checks,
    schema_checks,
    trail_comparison,
)
from cites.cug.operations.archive import (
    Archive,
    Damaged,
    Manifest,
    StoredFile,
)
from cites.cug.operations.backup import DATABASE
from cites.cug.operations.faults import Fault, OperationFailed
from cites.cug.operations.journal import try_again
from cites.cug.operations.portals import find_portals
from cites.cug.operations.progress import Progress
from cites.cug.operations.restore import run_pg_restore, unpack
from cites.cug.operations.start import NotReady, RESTORE
from cites.cug.operations.store_comparison import compare_stores
from cites.cug.operations.stores import content_section, find_stores, Stores
from cites.cug.operations.working_copies import working_copy
from cites.cug.permits.registry import read_permits
from cites.cug.permits.rows import LINE, line_rows, PERMIT
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from sqlalchemy import Connection, inspect, make_url, select
from sqlalchemy.orm import Session
from Testing.makerequest import makerequest
from typing import Any
from zope.component.hooks import setSite
from zope.globalrequest import setRequest


AT_A_TIME = 500
#: A table that holds the content in PostgreSQL.
RELSTORAGE_TABLE = "object_state"


def check_proofs(connection: Connection, progress: Progress) -> Iterator[Fault]:
    """Compare each row with its proof."""
    import_models()
    for model in proven_tables():
        table = model.__table__
        query = select(table)
        if model.PROVEN_IF is not None:
            query = query.where(table.c[model.PROVEN_IF].is_not(None))
        rows = connection.execution_options(yield_per=AT_A_TIME).execute(query)
        for row in progress.each(f"proofs of {table.name}", rows):
            if not is_proven(model, row):
                yield Fault(_place(model, row), "was not written by the portal")


def _place(model: type[Proven], row: Any) -> str:
    """Table and key; of a binary or secret one only the beginning."""
    key = (getattr(row, one.name) for one in model.__table__.primary_key)
    words = (one.hex() if isinstance(one, bytes) else str(one) for one in key)
    return f"table {model.__tablename__}, row {' '.join(word[:32] for word in words)}"


def check_permits(connection: Connection, progress: Progress) -> Iterator[Fault]:
    """Compare each permit with the digest of its values, and its lines with these."""
    ids = connection.execution_options(yield_per=AT_A_TIME).scalars(select(PERMIT.c.id))
    for some in ids.partitions(AT_A_TIME):
        found = read_permits(connection, some)
        lines: dict[str, list[Any]] = defaultdict(list)
        query = select(LINE).where(LINE.c.permit_id.in_(some)).order_by(LINE.c.position)
        for line in connection.execute(query):
            lines[line.permit_id].append(line._asdict())
        for permit_id in progress.each("permits", some):
            one = found.get(permit_id)
            if one is None:
                yield Fault(f"permit {permit_id}", "is not what was stored")
            elif lines[permit_id] != list(line_rows(permit_id, one.permit)):
                yield Fault(f"permit {permit_id}", "is found by other lines than it has")


def verify_backup(
    stores: Stores,
    archive: Archive,
    name: str | None,
    progress: Progress,
    files_only: bool,
) -> Iterator[Fault]:
    """Check each piece of all backups in the folder, then the content of the newest."""
    faults = list(check_archive(archive, progress))
    yield from faults
    if faults or files_only:
        return
    manifest = archive.find(name)
    files = archive.files(manifest)
    if DATABASE in files:
        yield from _read_dump(stores, archive, manifest, files[DATABASE])
        return
    # Beside the portal's data, where only its account reads.
    with working_copy(stores.var, "verify-") as place:
        copied = _copied(stores, place)
        unpack(copied, archive, manifest, files, progress)
        yield from _check_keys(manifest)
        _work_on(copied)
        yield from verify_portal(copied, progress)
        engine(records_url()).dispose()


def check_archive(archive: Archive, progress: Progress) -> Iterator[Fault]:
    """Compare every file with the manifests, and these with each other."""
    checked: dict[str, Any] = {}
    try:
        manifests = list(archive.all_manifests())
    except (Damaged, ValueError, KeyError) as damage:
        yield Fault(str(archive.place), str(damage))
        return
    if not manifests:
        yield Fault(str(archive.place), "there is no backup")
    for manifest in manifests:
        new = [
            (name, piece)
            for name, piece in manifest.pieces.items()
            if checked.get(name) != piece
        ]
        for name, piece in progress.each(f"pieces of {manifest.name}", new):
            checked[name] = piece
            try:
                archive.check_piece(name, piece)
            except Damaged as damage:
                yield Fault(
                    manifest.name, f"{damage}; bin/cug backup --full makes it anew"
                )


def _check_keys(manifest: Manifest) -> Iterator[Fault]:
    try:
        missing = set(manifest.said["keys"]).difference(keyring().ids)
    except KeyTrouble as trouble:
        yield Fault("keys", str(trouble))
        return
    for key_id in sorted(missing):
        yield Fault("keys", f"{key_id} is missing: what it seals cannot be opened")


def _read_dump(
    stores: Stores, archive: Archive, manifest: Manifest, file: StoredFile
) -> Iterator[Fault]:
    """Read the dump as text, since there may be no empty database to restore it to."""
    command = ["pg_restore", "--file=/dev/null"]
    try:
        run_pg_restore(command, archive, manifest, file, stores.libpq)
    except (OperationFailed, zlib.error) as damage:
        yield Fault(manifest.name, str(damage))
    yield from _check_keys(manifest)


def _copied(stores: Stores, place: Path) -> Stores:
    records = make_url(f"sqlite:///{place}/records.sqlite")
    content, blobs = place / "Data.fs", place / "blobs"
    return replace(stores, records=records, content=content, blobs=blobs)


def _work_on(stores: Stores) -> None:
    """Let this process, which has opened nothing yet, use these stores."""
    section = content_section()
    section.config.blob_dir = str(stores.blobs)
    section.config.base.config.path = str(stores.content)
    getConfiguration().product_config[SECTION]["records-url"] = str(stores.records)


def open_content(*, read_only: bool) -> Any:
    """Open Zope's root. A read-only FileStorage opens beside a running portal.

    Raises NotReady: the storages would begin an empty database, and ``restore`` refuse.
    """
    section = content_section()
    base = getattr(section.config, "base", section)
    path = getattr(base.config, "path", None)
    if path is not None:
        if not Path(path).exists():
            raise NotReady(f"{path} is missing. {RESTORE}")
        base.config.read_only = read_only
    elif find_stores().content is None and not _holds_content():
        raise NotReady(f"The database holds no content. {RESTORE}")
    app = makerequest(Zope2.app())
    setRequest(app.REQUEST)
    return app


def _holds_content() -> bool:
    return inspect(engine(records_url())).has_table(RELSTORAGE_TABLE)


def verify_portal(stores: Stores, progress: Progress) -> Iterator[Fault]:
    """Read all stores and compare them; changes nothing but what the journal says."""
    if stores.marker.exists():
        yield Fault(str(stores.marker), "a restore was interrupted: run it again")
        return
    yield from verify_records(progress)
    if stores.content is not None:
        if not stores.content.exists():
            yield Fault(str(stores.content), "is missing")
            return
        faults = list(content_checks.check_content_file(stores.content, progress))
        yield from faults
        if faults:
            return
    app = open_content(read_only=True)
    with closing(app._p_jar):
        yield from try_again(app._p_jar.root())
        yield from content_checks.check_records(app._p_jar.db(), progress)
        for portal in find_portals(app):
            yield from verify_content(portal, progress)
        transaction.abort()


def verify_records(progress: Progress) -> Iterator[Fault]:
    """Run each check of the records by themselves; damaged tables end it."""
    with engine(records_url()).connect() as connection:
        faults = list(record_checks.check_database(connection, progress))
        yield from faults
        if not faults:
            for check in RECORD_CHECKS:
                yield from _run(check, connection, progress)
                # After a failure PostgreSQL reads nothing more in its transaction.
                connection.rollback()


def verify_content(portal: Any, progress: Progress) -> Iterator[Fault]:
    """Run each check of a portal's content and of the records of it."""
    setSite(portal)
    try:
        with Session(engine(records_url())) as records:
            for check in PORTAL_CHECKS:
                yield from _run(check, portal, records, progress)
    finally:
        setSite(None)


def _run(check: Callable[..., Iterator[Fault]], *arguments: Any) -> Iterator[Fault]:
    """The faults that a check finds; one that fails is a fault, and the others run."""
    try:
        yield from check(*arguments)
    except Exception as error:  # whatever damaged values make of their reader
        yield Fault(check.__name__, f"broke off: {error!r}"[:300])


#: Checks of the records by themselves: (connection, progress).
RECORD_CHECKS: tuple[Callable[[Connection, Progress], Iterator[Fault]], ...] = (
    record_checks.check_audit_trail,
    record_checks.check_taxa,
    check_proofs,
    check_permits,
    schema_checks.check_schema,
    trail_comparison.compare_accounts,
    trail_comparison.compare_permits,
)
#: Checks of a portal and the records of it: (portal, records, progress).
PORTAL_CHECKS: tuple[Callable[[Any, Session, Progress], Iterator[Fault]], ...] = (
    content_checks.check_catalog,
    content_checks.check_rosters,
    rights_checks.check_rights,
    rights_checks.check_grants,
    policy_checks.check_policy,
    record_checks.check_messages,
    record_checks.check_login,
    record_checks.check_counts,
    compare_stores,
    trail_comparison.compare_made,
    trail_comparison.compare_approved,
    trail_comparison.compare_receipts,
    trail_comparison.compare_notices,
    trail_comparison.compare_chosen,
)
