"""Records about permits in the audit trail.

The target of a record is the path of the permit, ``@permits/{id}``, or of ``@permits``.
"""

from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import record_at_once
from dataclasses import dataclass
from typing import Any
from zope.component.hooks import getSite
from zope.sqlalchemy import mark_changed


@dataclass(frozen=True)
class Target:
    """The target of a record: one permit, or the registry if ``permit_id`` is None."""

    permit_id: str | None = None

    def getPhysicalPath(self) -> tuple[str, ...]:
        site = getSite()
        there = site.getPhysicalPath() if site is not None else ("",)
        mine = (self.permit_id,) if self.permit_id else ()
        return (*there, "@permits", *mine)

    def UID(self) -> str | None:
        return self.permit_id


def record_permit_event(
    action: str, acting_user: str, permit_id: str | None = None, **detail: Any
) -> None:
    """Write a record ``permit.{action}`` with ``detail`` in the running transaction.

    Each look-up writes one, so this marks the transaction as one that writes.
    """
    records = session()
    mark_changed(records)
    record_at_once(
        records.connection(),
        f"permit.{action}",
        target=Target(permit_id),
        acting_user=acting_user,
        detail=detail,
    )
