"""Checks the SQL records: each row, each sealed part, each proof, each count."""

from cites.cug.core.codelists.models import (
    KINDS,
    ListState,
    NameKind,
    TaxonList,
    TaxonName,
    TaxonRow,
)
from cites.cug.core.encryption.keys import KeyTrouble
from cites.cug.core.encryption.sealing import Owner, Untrusted, unwrap, Wrapped
from cites.cug.core.sql.schema import find_schema, import_models, SchemaState
from cites.cug.core.sql.session import Base
from cites.cug.core.trail.tree_check import check_trail
from cites.cug.login.models import (
    code_generator_place,
    CodeGenerator,
    hook_place,
    WebHook,
)
from cites.cug.messaging.content import details_in, open_body, open_head, seal_of
from cites.cug.messaging.files import files_of, pieces_of
from cites.cug.messaging.mailbox import FILING_COLUMNS
from cites.cug.messaging.models import Delivery, FolderCount, Mailbox, Message, SHOWN
from cites.cug.operations.faults import Fault
from cites.cug.operations.progress import Progress
from cites.cug.permits.models import AttachmentRow, ChunkRow
from collections.abc import Iterator
from functools import partial
from sqlalchemy import and_, case, Connection, func, inspect, select, Table
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from typing import Any


AT_A_TIME = 500


def check_database(connection: Connection, progress: Progress) -> Iterator[Fault]:
    """Check by the database's own functions, then read each row of each table."""
    schema = find_schema(connection)
    if schema.state is not SchemaState.CURRENT:
        words = f"schema {schema.revision}, where {schema.newest} is needed"
        yield Fault("records", words)
        return
    checks = {"sqlite": _check_sqlite, "postgresql": _check_postgresql}
    yield from checks[connection.dialect.name](connection)
    there = set(inspect(connection).get_table_names())
    import_models()
    for table in Base.metadata.sorted_tables:
        if table.name not in there:
            yield Fault(f"table {table.name}", "is missing")
        else:
            yield from _read_rows(connection, table, progress)


def _check_sqlite(connection: Connection) -> Iterator[Fault]:
    for (words,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if words != "ok":
            yield Fault("records", words)
    for table, row, parent, _key in connection.exec_driver_sql(
        "PRAGMA foreign_key_check"
    ):
        yield Fault(f"table {table}, row {row}", f"belongs to no {parent}")


#: Compares each index with its table, if the server's owner has installed amcheck.
AMCHECK = """
    SELECT c.relname, bt_index_check(c.oid, true) FROM pg_class c
    JOIN pg_am a ON a.oid = c.relam
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE a.amname = 'btree' AND n.nspname = 'public' AND c.relkind = 'i'
"""
HAS_AMCHECK = "SELECT 1 FROM pg_extension WHERE extname = 'amcheck'"


def _check_postgresql(connection: Connection) -> Iterator[Fault]:
    if connection.exec_driver_sql(HAS_AMCHECK).scalar() is None:
        return
    try:
        with connection.begin_nested():
            connection.exec_driver_sql(AMCHECK).all()
    except SQLAlchemyError as error:
        yield Fault("indexes", str(error).partition("\n")[0])


def _read_rows(
    connection: Connection, table: Table, progress: Progress
) -> Iterator[Fault]:
    rows = connection.execution_options(yield_per=AT_A_TIME)
    try:
        for _row in progress.each(f"rows of {table.name}", rows.execute(select(table))):
            pass
    except Exception as error:  # whatever damaged values make of their reader
        yield Fault(f"table {table.name}", f"cannot be read: {error!r}"[:300])


def check_audit_trail(connection: Connection, progress: Progress) -> Iterator[Fault]:
    """Compare each event with its leaf, and the tree with what was signed."""
    try:
        outcome = check_trail(
            connection, watch=partial(progress.each, "thousands of events")
        )
    except KeyTrouble as trouble:
        yield Fault("audit trail", str(trouble))
        return
    for finding in outcome.findings:
        yield Fault(finding.place, finding.words)


def check_messages(_portal: Any, records: Session, progress: Progress) -> Iterator[Fault]:
    """Open each message in each mailbox, and each of its files."""
    query = select(Message.__table__, *FILING_COLUMNS, Mailbox.user_id)
    query = query.join(Delivery, Delivery.message_id == Message.id)
    query = query.join(Mailbox, Mailbox.id == Delivery.mailbox_id)
    query = query.where(Delivery.folder.in_(SHOWN)).order_by(Message.id)
    rows = records.connection().execution_options(yield_per=AT_A_TIME).execute(query)
    opened = ""
    for row in progress.each("messages in mailboxes", rows):
        place = f"message {row.id} of {row.user_id}"
        try:
            seal = seal_of(row, Owner(row.group_uid, row.user_id))
            if row.sealed_key is not None and details_in(row) != row.details:
                raise Untrusted(row.id)
            # Open it once for all mailboxes that it lies in.
            if row.id != opened:
                _open_all(records, seal, row)
                opened = row.id
        except Untrusted:
            yield Fault(place, "is not what was sent, or a part of it is missing")
        except KeyTrouble as trouble:
            yield Fault(place, str(trouble))
        except Exception as error:  # whatever damaged values make of their reader
            yield Fault(place, f"cannot be opened: {error!r}"[:300])


def _open_all(records: Session, seal: Any, row: Any) -> None:
    open_head(seal, row)
    open_body(seal, row)
    seal.open("words", row.words)
    for file in files_of(records, seal, row.attachments_total):
        for _piece in pieces_of(records, seal, file):
            pass


def check_login(_portal: Any, records: Session, progress: Progress) -> Iterator[Fault]:
    """Check sealed second factors and web hooks."""
    table = CodeGenerator.__table__
    for row in progress.each("second factors", records.execute(select(table))):
        try:
            unwrap(code_generator_place(row.user_id), Wrapped(row.key_id, row.sealed))
        except (Untrusted, KeyTrouble):
            yield Fault(f"second factor of {row.user_id}", "cannot be opened")
    for row in progress.each("web hooks", records.execute(select(WebHook.__table__))):
        try:
            unwrap(hook_place(row.id), Wrapped(row.key_id, row.sealed))
        except (Untrusted, KeyTrouble):
            yield Fault(f"web hook {row.id}", "cannot be opened")


def check_counts(_portal: Any, records: Session, _progress: Progress) -> Iterator[Fault]:
    """Check the counts of mailboxes, and the sizes of scans of permits."""
    kept = {
        (row.mailbox_id, row.folder): (row.total, row.unread)
        for row in records.execute(select(FolderCount.__table__))
        if row.total or row.unread
    }
    found = count_folders(records)
    for key in sorted(kept.keys() | found.keys()):
        if kept.get(key) != found.get(key):
            words = f"counts {kept.get(key)}, holds {found.get(key)}"
            yield Fault(f"mailbox {key[0]}, folder {key[1]}", words)
    size = func.coalesce(func.sum(func.length(ChunkRow.data)), 0)
    same = (
        ChunkRow.permit_id == AttachmentRow.permit_id,
        ChunkRow.number == AttachmentRow.number,
    )
    key = (AttachmentRow.permit_id, AttachmentRow.number)
    query = select(*key, AttachmentRow.size, size).outerjoin(
        ChunkRow, (same[0] & same[1])
    )
    query = query.group_by(*key, AttachmentRow.size).having(size != AttachmentRow.size)
    for permit_id, number, _said, _found in records.execute(query):
        yield Fault(f"scan {number} of permit {permit_id}", "a piece of it is missing")


def count_folders(records: Session) -> dict[tuple[int, str], tuple[int, int]]:
    """Count messages: (mailbox id, folder) → (all, unread)."""
    unread = func.sum(case((Delivery.unread, 1), else_=0))
    query = select(Delivery.mailbox_id, Delivery.folder, func.count(), unread)
    query = query.where(Delivery.folder.in_(SHOWN))
    rows = records.execute(query.group_by(Delivery.mailbox_id, Delivery.folder))
    return {(box, folder): (total, int(unread)) for box, folder, total, unread in rows}


def check_taxa(connection: Connection, _progress: Progress) -> Iterator[Fault]:
    """One list of taxa counts at most, and it has all its taxa, with a name for each."""
    lists = connection.execute(
        select(TaxonList.id, TaxonList.taxa).where(
            TaxonList.state == ListState.CURRENT.value
        )
    ).all()
    if len(lists) > 1:
        yield Fault("lists of taxa", f"{len(lists)} count at once")
    for list_id, taxa in lists:
        place = f"list of taxa {list_id}"
        of_list = TaxonRow.list_id == list_id
        found = connection.scalar(select(func.count()).where(of_list))
        if found != taxa:
            yield Fault(place, f"has {found} taxa, and not {taxa}")
        named = (
            select(func.count())
            .select_from(TaxonRow)
            .join(
                TaxonName,
                and_(
                    TaxonName.list_id == TaxonRow.list_id,
                    TaxonName.taxon == TaxonRow.name,
                    TaxonName.kind == KINDS.index(NameKind.ACCEPTED),
                ),
            )
            .where(of_list)
        )
        if (known := connection.scalar(named)) != found:
            yield Fault(place, f"finds {known} of {found} taxa by their names")
