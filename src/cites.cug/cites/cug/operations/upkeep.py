"""Whether the portal is backed up and verified, as the audit trail tells.

Both read all there is, for minutes, with memory and a read-only storage of their own. So
they are programs that a timer starts beside the portal, and no job of its clock, whose
threads serve members. Each leaves an event in the trail, which all processes see.
"""

import logging
from cites.cug import _
from cites.cug.core.sql.moments import in_utc
from cites.cug.core.sql.session import engine
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.operations.stores import Stores
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, UTC
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import SQLAlchemyError
from types import MappingProxyType
from typing import Any, NamedTuple
from zope.i18nmessageid import Message


logger = logging.getLogger("cites.cug.operations")

#: Whose deed it is in the trail.
ACTOR = "bin/cug"
BACKUP = "operations.backup"
VERIFY = "operations.verify"
VERIFY_BACKUP = "operations.verify_backup"
RESTORE = "operations.restore"
UPGRADE = "operations.upgrade"
REBUILD = "operations.rebuild"
SKIP = "operations.journal_skip"
ACCEPT = "operations.journal_accept"
TRAIL_KEY = "operations.trail_key"
EXPORT_TRAIL = "operations.export_trail"
TRAIL_STREAM = "operations.trail_stream"


class Upkeep(NamedTuple):
    """What is done from time to time, and the words where it is not."""

    action: str
    title: Message
    command: str
    #: Twice what is between two runs of its timer, and a day.
    longest: timedelta
    late: Message
    faulty: Message


KINDS = (
    Upkeep(
        BACKUP,
        _("operations_upkeep_backup"),
        "bin/cug backup FOLDER",
        timedelta(days=3),
        _("operations_upkeep_no_backup_made_days_text"),
        _("operations_upkeep_the_last_backup_failed"),
    ),
    Upkeep(
        VERIFY,
        _("operations_upkeep_verification_of_the_portal"),
        "bin/cug verify",
        timedelta(days=15),
        _("operations_upkeep_portal_verified_days_text"),
        _("operations_upkeep_last_verification_portal_found_text"),
    ),
    Upkeep(
        VERIFY_BACKUP,
        _("operations_upkeep_verification_of_the_backups"),
        "bin/cug verify FOLDER",
        timedelta(days=15),
        _("operations_upkeep_no_backup_verified_days_text"),
        _("operations_upkeep_last_verification_backups_found_text"),
    ),
)


class LastRun(NamedTuple):
    """When something was done last; where it never was, when the trail begins."""

    kind: Upkeep
    at: datetime
    faults: int
    is_done: bool
    detail: Mapping[str, Any] = MappingProxyType({})


def note_done(stores: Stores, action: str, faults: int = 0, **facts: bool) -> None:
    """Tell the trail that it was done, in a transaction of its own, if it can be told."""
    if not stores.is_postgresql and not stores.records_file.exists():
        return
    values = {
        "time": datetime.now(UTC),
        "actor": ACTOR,
        "action": action,
        "target": "/",
        "detail": {"faults": faults, **facts},
    }
    url = stores.records.render_as_string(hide_password=False)
    try:
        with engine(url).begin() as connection:
            connection.execute(insert(AuditEvent.__table__), values)
    except SQLAlchemyError as error:
        logger.error("The audit trail cannot be told of it: %s", type(error).__name__)


def find_last_runs(connection: Connection) -> Iterator[LastRun]:
    first = connection.scalar(select(AuditEvent.time).order_by(AuditEvent.id).limit(1))
    for kind in KINDS:
        done = connection.execute(
            select(AuditEvent.time, AuditEvent.detail)
            .where(AuditEvent.action == kind.action)
            .order_by(AuditEvent.id.desc())
            .limit(1)
        ).first()
        at, detail = (done.time, done.detail) if done else (first, {})
        if at is not None:
            faults = detail.get("faults", 0)
            yield LastRun(kind, in_utc(at), faults, done is not None, detail)
