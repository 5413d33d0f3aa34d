"""Changes of a permit's status: used, cancelled, replaced, lost, suspected to be
forged.
"""

from cites.cug import _
from cites.cug.core.sql.proofs import change_proven
from cites.cug.core.sql.session import write_session
from cites.cug.core.validation.errors import invalid, Missing
from cites.cug.core.validation.permit_number import normal_number
from cites.cug.permits.audit_records import record_permit_event
from cites.cug.permits.change_order import take_moment
from cites.cug.permits.models import PermitRow
from cites.cug.permits.permit import Status
from cites.cug.permits.registry import get, Registered, STATUS
from cites.cug.permits.rows import PERMIT
from sqlalchemy import Connection, func, insert, select


def change_status(
    permit_id: str,
    status: Status,
    reason: str,
    *,
    replaced_by: str | None = None,
    acting_user: str,
) -> None:
    """Give a permit a new status, and add the change to its history.

    ``replaced_by`` is the number of the permit that replaces this one, in the same
    country. That permit need not be in the registry: it may be stored later. Raises
    Missing if there is no permit ``permit_id``, InvalidValues if both numbers are the
    same.
    """
    connection = write_session().connection()
    now = take_moment(connection)
    before = locked(connection, permit_id)
    number = before.permit.number
    if replaced_by and normal_number(replaced_by) == normal_number(number):
        text = _("permits_status_number_permit_itself_text")
        raise invalid("replaced_by", text)
    step = {"status": status.value, "reason": reason, "replaced_by": replaced_by}
    place = {"permit_id": permit_id, "position": _next_position(connection, permit_id)}
    by = {"changed": now, "changed_by": acting_user}
    connection.execute(insert(STATUS), {**place, **step, **by})
    mine = PERMIT.c.id == permit_id
    change_proven(connection, PermitRow, mine, **step, changed=now)
    which = {"country": before.permit.country, "number": number}
    record_permit_event(
        "status", acting_user, permit_id, **which, before=before.status.value, **step
    )


def locked(connection: Connection, permit_id: str) -> Registered:
    """The permit, whose row is locked until the transaction ends. Raises Missing."""
    mine = PERMIT.c.id == permit_id
    connection.execute(select(PERMIT.c.id).where(mine).with_for_update())
    found = get(permit_id)
    if found is None:
        raise Missing(permit_id)
    return found


def _next_position(connection: Connection, permit_id: str) -> int:
    mine = STATUS.c.permit_id == permit_id
    last = connection.scalar(select(func.max(STATUS.c.position)).where(mine))
    return 0 if last is None else last + 1
