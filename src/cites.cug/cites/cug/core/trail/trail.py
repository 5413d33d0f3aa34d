"""The audit trail, written in the same transaction as the action that it records."""

from Acquisition import aq_base, aq_inner, aq_parent
from cites.cug.core.encryption.closed_content import is_closed
from cites.cug.core.sql.session import Base, session
from cites.cug.core.trail.networks import network_of
from datetime import datetime, UTC
from sqlalchemy import Connection, exists, insert, JSON, select, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import DateTime
from typing import Any
from zope.globalrequest import getRequest


class AuditEvent(Base):
    """One recorded action. Rows are added and never changed."""

    __tablename__ = "audit_event"
    #: Or SQLite would give the number of the newest event again once that was deleted.
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(primary_key=True)
    time: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
    #: Actor and action have indexes too, with the time that readers see.
    actor: Mapped[str] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(String(60))
    target: Mapped[str] = mapped_column(String(2000))
    target_uid: Mapped[str | None] = mapped_column(String(32), index=True)
    #: The network that it was done from, not the address.
    ip: Mapped[str | None] = mapped_column(String(45))
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)
    #: What the request was let in by; None without one.
    credential: Mapped[str | None] = mapped_column(String(60))


class ConcernedMember(FunctionElement[str]):
    """The user id of the account that an event was done to, which has an index.

    Written for each database as the index has it, or that would not be used.
    """

    name = "concerned_member"
    inherit_cache = True
    type = String()


@compiles(ConcernedMember, "postgresql")
def _in_postgresql(_element: Any, _compiler: Any, **_options: Any) -> str:
    return "(audit_event.detail ->> 'member')"


@compiles(ConcernedMember)
def _in_sqlite(_element: Any, _compiler: Any, **_options: Any) -> str:
    # Damaged details must not hide all others.
    value = "json_extract(audit_event.detail, '$.member')"
    return f"(CASE WHEN json_valid(audit_event.detail) THEN {value} END)"


#: Who acts where no member does: the clock, a command, the making of a site.
SYSTEM = "system"
#: Key of ``request.other`` under which a log-in says what it was: a kind of credential
#: and, after a space, the id of a token.
CREDENTIAL = "cites.cug.audit.credential"
#: Content that is named after its file in its address.
NAMED_BY_FILE = ("File", "Image")
#: Built once, because events are frequent.
_INSERT = insert(AuditEvent.__table__)


def record(
    action: str, *, target: Any, acting_user: str, detail: dict[str, Any] | None = None
) -> None:
    """Write one event about a content object. It is undone with the transaction."""
    session().add(AuditEvent(**_event(action, target, acting_user, detail)))


def has_events(path: str) -> bool:
    """Whether something at this path, or below it, was ever recorded."""
    target = AuditEvent.target
    below = target.startswith(f"{path}/", autoescape=True)
    return bool(session().scalar(select(exists().where((target == path) | below))))


def record_at_once(
    connection: Connection,
    action: str,
    *,
    target: Any,
    acting_user: str,
    detail: dict[str, Any] | None = None,
) -> None:
    """Write one event on the connection, without waiting for the transaction's end.

    For frequent events, as it skips the work of an ORM session. With a connection of its
    own also for refused requests, whose transaction is rolled back.
    """
    connection.execute(_INSERT, _event(action, target, acting_user, detail))


def _event(
    action: str, target: Any, acting_user: str, detail: dict[str, Any] | None
) -> dict[str, Any]:
    request = getRequest()
    uid = getattr(aq_base(target), "UID", None)
    return {
        "time": datetime.now(UTC),
        "actor": acting_user,
        "action": action,
        "target": "/".join(_place_of(target).getPhysicalPath()),
        # Zope's root has no UID.
        "target_uid": target.UID() if uid is not None else None,
        "ip": network_of(request.getClientAddr()) if request is not None else None,
        "detail": detail or {},
        "credential": request.other.get(CREDENTIAL) if request is not None else None,
    }


def _place_of(target: Any) -> Any:
    """What the address of an event names: of a TLP:RED file, what holds the file.

    The name of a file is written by a member, and the trail is not encrypted. The event
    has the file's UID in any case.
    """
    is_file = getattr(aq_base(target), "portal_type", None) in NAMED_BY_FILE
    return aq_parent(aq_inner(target)) if is_file and is_closed(target) else target
