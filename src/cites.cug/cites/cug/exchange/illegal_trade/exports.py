"""Which reports were taken as files, and what has changed since.

Of a member's last file a digest of each row is kept. A contact point is told of the files
of the country's contact points alone, and of their rows only of those that it may read:
the others' existence would tell of alerts that are closed to it.
"""

import secrets
from cites.cug.access.guard import may
from cites.cug.access.policy import Permission
from cites.cug.core.encryption.authentic import keyed_digest, keyed_digests
from cites.cug.core.sql.session import session, write_session
from cites.cug.exchange.illegal_trade.models import (
    ReportChoice,
    ReportExport,
    ReportExportRow,
)
from cites.cug.exchange.illegal_trade.report import Report, ReportRow
from datetime import datetime, UTC
from sqlalchemy import delete, insert, select
from typing import Any, NamedTuple


EXPORTS, ROWS = ReportExport.__table__, ReportExportRow.__table__
PURPOSE = "rows of illegal trade reports"
#: So many files are told of.
SHOWN = 20


class ExportLine(NamedTuple):
    """A file that was taken; ``rows`` is None for whom the number is not for."""

    id: str
    user_id: str
    time: datetime
    kind: str
    rows: int | None


COLUMNS = tuple(EXPORTS.c[name] for name in ExportLine._fields)


class Changes(NamedTuple):
    """The rows that are others than in a file."""

    export: ExportLine
    added: list[ReportRow]
    changed: list[ReportRow]
    #: How many rows are gone; None where the caller may not know.
    removed: int | None


def keep_export(report: Report, kind: str, *, acting_user: str) -> None:
    """Keep that the caller has taken the report as a file, in place of the one before."""
    records, export_id = write_session(), secrets.token_hex(16)
    mine = select(EXPORTS.c.id).where(*_of(report), EXPORTS.c.user_id == acting_user)
    records.execute(delete(ROWS).where(ROWS.c.export_id.in_(mine)))
    row = {
        "id": export_id,
        "group_uid": report.group.UID(),
        "country": report.country,
        "year": report.year,
        "user_id": acting_user,
        "time": datetime.now(UTC),
        "kind": kind,
        "rows": len(report.rows),
        "by_office": _is_office(report.group),
    }
    records.execute(insert(EXPORTS).values(row))
    rows = [
        {
            "export_id": export_id,
            "item_uid": one.uid,
            "line": one.line,
            "digest": keyed_digest(PURPOSE, one.written),
        }
        for one in report.rows
    ]
    if rows:
        records.execute(insert(ROWS), rows)


def list_exports(report: Report, user_id: str) -> list[ExportLine]:
    """The last files that the caller may know of, the latest first."""
    query = select(*COLUMNS).where(*_of(report)).order_by(EXPORTS.c.time.desc())
    sees_all = _is_office(report.group)
    if not sees_all:
        query = query.where(EXPORTS.c.by_office.is_(False))
    found = [ExportLine(*row) for row in session().execute(query.limit(SHOWN))]
    return [
        one if sees_all or one.user_id == user_id else one._replace(rows=None)
        for one in found
    ]


def changes_since_export(report: Report, exports: list[ExportLine]) -> Changes | None:
    """What has changed since the latest of these files; None without a file."""
    if not exports:
        return None
    export = exports[0]
    query = select(ROWS.c.item_uid, ROWS.c.line, ROWS.c.digest)
    kept = session().execute(query.where(ROWS.c.export_id == export.id))
    before = {(uid, line): digest for uid, line, digest in kept}
    added, changed = [], []
    for row in report.rows:
        digest = before.pop((row.uid, row.line), None)
        if digest is None:
            added.append(row)
        elif digest not in keyed_digests(PURPOSE, row.written):
            changed.append(row)
    removed = None if export.rows is None else len(before)
    return Changes(export, added, changed, removed)


def forget_group(group: Any) -> None:
    """Forget the reports of a group that is removed."""
    records, uid = write_session(), group.UID()
    theirs = select(EXPORTS.c.id).where(EXPORTS.c.group_uid == uid)
    records.execute(delete(ROWS).where(ROWS.c.export_id.in_(theirs)))
    for table in (EXPORTS, ReportChoice.__table__):
        records.execute(delete(table).where(table.c.group_uid == uid))


def _of(report: Report) -> tuple[Any, ...]:
    of_group = EXPORTS.c.group_uid == report.group.UID()
    return of_group, EXPORTS.c.country == report.country, EXPORTS.c.year == report.year


def _is_office(group: Any) -> bool:
    return may(Permission.PUBLISH, group)
