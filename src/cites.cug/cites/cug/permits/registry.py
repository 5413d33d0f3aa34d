"""Read permits of the registry, by country and number or by id."""

from cites.cug.permits.models import AttachmentRow, PermitSource, StatusRow
from cites.cug.permits.permit import Permit, Status
from cites.cug.permits.rows import LINE, PERMIT, to_permit
from cites.cug.sql.session import session
from cites.cug.validation.permit_number import normal_number
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from sqlalchemy import bindparam, Select, select
from typing import Any


ATTACHMENT = AttachmentRow.__table__
STATUS = StatusRow.__table__


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """Facts about a scan of the printed permit."""

    number: int
    filename: str
    content_type: str
    size: int
    added: datetime


@dataclass(frozen=True, kw_only=True)
class Registered:
    """A permit with what the registry knows of it."""

    id: str
    permit: Permit
    status: Status
    #: Reason of the last change of status; "" if the status never changed.
    reason: str
    changed: datetime
    source: PermitSource
    revision: int
    #: Number of the permit that replaces this one, in the same country.
    replaced_by: str | None
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StatusChange:
    """One change of status."""

    status: Status
    reason: str
    replaced_by: str | None
    changed: datetime
    changed_by: str


def find_permit(country: str, number: str) -> Registered | None:
    """The permit with this country and number, in any spelling; None if there is none."""
    return _one(_BY_NUMBER, country=country.upper(), key=normal_number(number))


def get(permit_id: str) -> Registered | None:
    """The permit with this id; None if there is none."""
    return _one(_BY_ID, id=permit_id)


def registered_with(ids: Sequence[str]) -> dict[str, Registered]:
    """The permits with these ids, by id, without their scans. Unknown ids are left
    out.
    """
    connection = session().connection()
    lines: dict[str, list[Any]] = defaultdict(list)
    query = select(LINE).where(LINE.c.permit_id.in_(ids)).order_by(LINE.c.position)
    for line in connection.execute(query):
        lines[line.permit_id].append(line)
    return {
        row.id: _registered(row, lines[row.id])
        for row in connection.execute(select(PERMIT).where(PERMIT.c.id.in_(ids)))
    }


def status_history(found: Registered) -> list[StatusChange]:
    """All changes of status, newest first; [] if the status never changed."""
    # Most permits have none. Then no query is needed: each change has a reason.
    if not found.reason:
        return []
    return [
        StatusChange(
            status=Status(row.status),
            reason=row.reason,
            replaced_by=row.replaced_by,
            changed=row.changed,
            changed_by=row.changed_by,
        )
        for row in session().connection().execute(_HISTORY, {"id": found.id})
    ]


#: Built once: each look-up uses them.
_BY_NUMBER = select(PERMIT).where(
    PERMIT.c.country == bindparam("country"), PERMIT.c.key == bindparam("key")
)
_BY_ID = select(PERMIT).where(PERMIT.c.id == bindparam("id"))
_LINES = select(LINE).where(LINE.c.permit_id == bindparam("id")).order_by(LINE.c.position)
_HISTORY = (
    select(STATUS)
    .where(STATUS.c.permit_id == bindparam("id"))
    .order_by(STATUS.c.position.desc())
)


def _one(query: Select[Any], **wanted: str) -> Registered | None:
    connection = session().connection()
    row = connection.execute(query, wanted).first()
    if row is None:
        return None
    lines = connection.execute(_LINES, {"id": row.id})
    # Most permits have no scans. Then no query is needed.
    return _registered(row, lines, _attachments(row.id) if row.attachments_total else ())


def _registered(
    row: Any, lines: Iterable[Any], attachments: tuple[Attachment, ...] = ()
) -> Registered:
    return Registered(
        id=row.id,
        permit=to_permit(row, lines),
        status=Status(row.status),
        reason=row.reason,
        changed=row.changed,
        source=PermitSource(row.source),
        revision=row.revision,
        replaced_by=row.replaced_by,
        attachments=attachments,
    )


def _attachments(permit_id: str) -> tuple[Attachment, ...]:
    query: Any = (
        select(ATTACHMENT)
        .where(ATTACHMENT.c.permit_id == permit_id)
        .order_by(ATTACHMENT.c.number)
    )
    return tuple(
        Attachment(
            number=row.number,
            filename=row.filename,
            content_type=row.content_type,
            size=row.size,
            added=row.added,
        )
        for row in session().connection().execute(query)
    )
