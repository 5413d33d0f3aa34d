"""Read permits of the registry, by country and number or by id."""

from cites.cug.core.sql.proofs import count_untrusted, is_proven, trusted
from cites.cug.core.sql.session import session
from cites.cug.core.validation.permit_number import normal_number
from cites.cug.permits.models import AttachmentRow, PermitRow, PermitSource, StatusRow
from cites.cug.permits.permit import Permit, Status
from cites.cug.permits.rows import LINE, PERMIT, to_permit
from cites.cug.permits.serialization import digest
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from sqlalchemy import bindparam, Connection, Select, select
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
    """The permit with this country and number, in any spelling.

    None if there is none, or if its entry was changed outside the portal.
    """
    return _one(_BY_NUMBER, country=country.upper(), key=normal_number(number))


def get(permit_id: str) -> Registered | None:
    """The permit with this id; None if there is none that the portal has stored."""
    return _one(_BY_ID, id=permit_id)


def registered_with(ids: Sequence[str]) -> dict[str, Registered]:
    """The permits with these ids, by id, without their scans.

    Unknown ids are left out, and entries that were changed outside the portal.
    """
    return read_permits(session().connection(), ids)


def read_permits(connection: Connection, ids: Sequence[str]) -> dict[str, Registered]:
    """The same, over that connection."""
    lines: dict[str, list[Any]] = defaultdict(list)
    query = select(LINE).where(LINE.c.permit_id.in_(ids)).order_by(LINE.c.position)
    for line in connection.execute(query):
        lines[line.permit_id].append(line)
    rows = connection.execute(select(PERMIT).where(PERMIT.c.id.in_(ids)))
    found = (_registered(row, lines[row.id]) for row in rows)
    return {one.id: one for one in found if one is not None}


def is_altered(country: str, number: str) -> bool:
    """Whether there is an entry of a permit that ``find_permit`` does not answer."""
    key = {"country": country.upper(), "key": normal_number(number)}
    row = session().connection().execute(_BY_NUMBER, key).first()
    return row is not None and find_permit(country, number) is None


def status_history(found: Registered) -> list[StatusChange]:
    """All changes of status, newest first; [] if the status never changed."""
    # Most permits have none. Then no query is needed: each change has a reason.
    if not found.reason:
        return []
    rows = session().connection().execute(_HISTORY, {"id": found.id})
    return [
        StatusChange(
            status=Status(row.status),
            reason=row.reason,
            replaced_by=row.replaced_by,
            changed=row.changed,
            changed_by=row.changed_by,
        )
        for row in trusted(StatusRow, rows)
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
) -> Registered | None:
    """None: the portal has not stored the row, or not with these lines."""
    permit = _proven_permit(row, lines)
    if permit is None:
        return None
    return Registered(
        id=row.id,
        permit=permit,
        status=Status(row.status),
        reason=row.reason,
        changed=row.changed,
        source=PermitSource(row.source),
        revision=row.revision,
        replaced_by=row.replaced_by,
        attachments=attachments,
    )


def _proven_permit(row: Any, lines: Iterable[Any]) -> Permit | None:
    if not is_proven(PermitRow, row):
        return None
    try:
        permit = to_permit(row, lines)
        if digest(permit) == row.digest:
            return permit
    except (TypeError, ValueError):  # values that no permit has
        pass
    count_untrusted(PermitRow)
    return None


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
        for row in trusted(AttachmentRow, session().connection().execute(query))
    )
