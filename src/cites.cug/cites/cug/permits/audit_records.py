"""What of permits stands in the audit trail.

The target is the address of the permit at the site, or of all permits.
"""

from cites.cug.audit.trail import record_at_once
from cites.cug.sql.session import session
from dataclasses import dataclass
from typing import Any
from zope.component.hooks import getSite
from zope.sqlalchemy import mark_changed


@dataclass(frozen=True)
class Target:
    """What the trail says a record is about: one permit, or the registry."""

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
    """Write a record, kept if the transaction is; there is one with each look-up."""
    records = session()
    mark_changed(records)
    record_at_once(
        records.connection(),
        f"permit.{action}",
        target=Target(permit_id),
        acting_user=acting_user,
        detail=detail,
    )
