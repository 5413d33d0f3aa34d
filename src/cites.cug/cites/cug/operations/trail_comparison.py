"""Compares rows with the trail: what was made and never removed is there, as it was left.

A proof tells of a row that was changed; what was deleted has none. Events whose
content was removed after their time tell of nothing any more.
"""

import json
from cites.cug.core.sql.proofs import Proven
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.exchange.illegal_trade.models import ReportChoice
from cites.cug.library.tools.corrections.models import Correction
from cites.cug.library.tools.sightings.models import Sighting
from cites.cug.login.models import Account
from cites.cug.mailing.jobs import KEEP_DONE
from cites.cug.mailing.models import Notice, NoticeChoice
from cites.cug.membership.access_requests.models import AccessRequest, RequestState
from cites.cug.membership.institutions.models import Institution
from cites.cug.messaging.assistance.models import AssistanceRequest
from cites.cug.messaging.models import Delivery, DeliveryKind, Mailbox, Message, Retention
from cites.cug.messaging.notices import MESSAGE
from cites.cug.operations.faults import Fault
from cites.cug.operations.progress import Progress
from cites.cug.permits.models import AttachmentRow, PermitRow, RevisionRow, StatusRow
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta, UTC
from plone.app.uuid.utils import uuidToObject
from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session
from typing import Any, NamedTuple


EVENT = AuditEvent.__table__.c


class Told(NamedTuple):
    """What an event tells of a row."""

    actor: str
    target_uid: str | None
    detail: dict[str, Any]


def told_by(records: Connection | Session, *actions: str) -> Iterator[Told]:
    """The events of these actions, the oldest first."""
    query = select(EVENT.actor, EVENT.target_uid, EVENT.detail)
    rows = records.execute(query.where(EVENT.action.in_(actions)).order_by(EVENT.id))
    for actor, target_uid, detail in rows:
        read = json.loads(detail) if isinstance(detail, str) else detail
        yield Told(actor, target_uid, read if isinstance(read, dict) else {})


def _is_content(told: Told, _records: Session) -> bool:
    return uuidToObject(told.target_uid, unrestricted=True) is not None


def _is_message(told: Told, records: Session) -> bool:
    message = records.get(Message, told.detail.get("message", ""))
    return message is not None and _is_content(told, records)


class Made(NamedTuple):
    """Rows that one event makes and another removes, unless they go with something."""

    model: type[Proven]
    key: str
    #: The name in the events' details under which they have the key.
    name: str
    made_by: str
    removed_by: tuple[str, ...]
    #: Whether what the row is of is still there.
    is_of_something: Callable[[Told, Session], bool]


MADE = (
    Made(
        Sighting,
        "id",
        "sighting",
        "library.sighting",
        ("library.sighting_delete",),
        _is_content,
    ),
    Made(Correction, "id", "correction", "library.correction", (), _is_content),
    Made(
        AssistanceRequest,
        "message_id",
        "message",
        "assistance.ask",
        (),
        _is_message,
    ),
    Made(
        Institution,
        "id",
        "institution",
        "institution.add",
        ("institution.delete",),
        _is_content,
    ),
    Made(
        AccessRequest,
        "id",
        "request",
        "request.approve",
        ("request.undo",),
        _is_content,
    ),
)


def compare_made(_portal: Any, records: Session, progress: Progress) -> Iterator[Fault]:
    """Name rows that the trail tells of and that are not there."""
    for one in progress.each("tables and the trail", MADE):
        present = set(records.scalars(select(one.model.__table__.c[one.key])))
        present.update(
            told.detail.get(one.name) for told in told_by(records, *one.removed_by)
        )
        for told in told_by(records, one.made_by):
            key = told.detail.get(one.name)
            if key not in present and one.is_of_something(told, records):
                place = f"table {one.model.__tablename__}, row {key}"
                yield Fault(place, f"is missing; the trail tells of it ({one.made_by})")


def compare_approved(
    portal: Any, records: Session, progress: Progress
) -> Iterator[Fault]:
    """Name approved requests whose account neither exists nor was deleted."""
    deleted = {told.detail.get("member") for told in told_by(records, "account.delete")}
    approved = select(AccessRequest.__table__).where(
        AccessRequest.state == RequestState.APPROVED.value,
        AccessRequest.settled.is_(True),
    )
    for row in progress.each("approved requests", records.execute(approved)):
        if uuidToObject(row.group_uid, unrestricted=True) is None:
            continue
        known = portal.acl_users.getUserById(row.user_id or "") is not None
        if not known and row.user_id not in deleted:
            yield Fault(f"request {row.id}", "is approved; its account does not exist")


def compare_receipts(
    _portal: Any, records: Session, progress: Progress
) -> Iterator[Fault]:
    """Name messages that somebody has opened and that count as never opened."""
    opened = {
        (told.actor, told.detail.get("message"))
        for told in told_by(records, "message.open")
    }
    unopened = (
        select(Mailbox.user_id, Delivery.message_id)
        .join(Mailbox, Mailbox.id == Delivery.mailbox_id)
        .where(
            Delivery.kind == DeliveryKind.RECEIVED.value, Delivery.first_read.is_(None)
        )
    )
    for reader, message in progress.each("receipts", records.execute(unopened)):
        if (reader, message) in opened:
            words = f"was opened by {reader}, as the trail tells, and has no receipt"
            yield Fault(f"message {message}", words)


def compare_notices(
    _portal: Any, records: Session, progress: Progress
) -> Iterator[Fault]:
    """Name messages of which a recipient has no notice, while notices are kept.

    Whoever has chosen when to get notices is left out: the choice may have been another.
    """
    told = select(Notice.reference, Notice.user_id).where(Notice.kind == MESSAGE)
    kept = set(map(tuple, records.execute(told)))
    received = (
        select(Delivery.message_id, Mailbox.user_id)
        .join(Mailbox, Mailbox.id == Delivery.mailbox_id)
        .outerjoin(NoticeChoice, NoticeChoice.user_id == Mailbox.user_id)
        .where(
            Delivery.kind == DeliveryKind.RECEIVED.value,
            Delivery.time > datetime.now(UTC) - KEEP_DONE + timedelta(days=1),
            NoticeChoice.user_id.is_(None),
        )
    )
    for message_id, reader in progress.each("notices", records.execute(received)):
        if (message_id, reader) not in kept:
            yield Fault(f"message {message_id}", f"its notice to {reader} is missing")


def compare_chosen(_portal: Any, records: Session, progress: Progress) -> Iterator[Fault]:
    """Name settings that the trail tells of and that are not there, or say otherwise."""
    for told in told_by(records, "message.retention"):
        row = records.get(Retention, told.target_uid)
        if row is None and _is_content(told, records):
            words = "is missing; the trail tells of it (message.retention)"
            yield Fault(f"table message_retention, row {told.target_uid}", words)
    last: dict[tuple[Any, ...], Told] = {}
    for told in told_by(records, "exchange.iccwc"):
        last[told.target_uid, told.detail.get("country"), told.detail.get("year")] = told
    for key, told in progress.each("choices", last.items()):
        choice = records.get(ReportChoice, key)
        wanted = told.detail.get("share_iccwc")
        if _is_content(told, records) and getattr(choice, "share_iccwc", None) != wanted:
            place = f"table illegal_trade_choice, row {' '.join(map(str, key))}"
            yield Fault(place, "is not what the trail tells (exchange.iccwc)")


#: What ends all that was given out to an account: by its owner, and by others.
ENDED_BY_OWNER = ("password.change", "password.reset")
ENDED_BY_OTHERS = ("member.end-sessions", "account.delete")


def compare_accounts(connection: Connection, progress: Progress) -> Iterator[Fault]:
    """Name accounts whose sessions were ended, where nothing says so any more."""
    ended = {told.actor for told in told_by(connection, *ENDED_BY_OWNER)}
    for told in told_by(connection, *ENDED_BY_OTHERS):
        ended.add(told.detail.get("member", ""))
    known = {"", *connection.scalars(select(Account.user_id))}
    for user_id in progress.each("accounts", sorted(ended - known)):
        yield Fault(f"table account, row {user_id}", "is missing; sessions ended")


def compare_permits(connection: Connection, progress: Progress) -> Iterator[Fault]:
    """Compare how many permits, changes and scans there are with what the trail tells."""
    stored = [told.detail for told in told_by(connection, "permit.store")]
    created = sum(detail.get("created", 0) for detail in stored)
    present = connection.scalar(select(func.count()).select_from(PermitRow.__table__))
    if created > (present or 0):
        words = f"has {present} rows; the trail tells of {created}"
        yield Fault("table permit", words)
    for model, action in ((StatusRow, "permit.status"), (AttachmentRow, "permit.scan")):
        told = Counter(one.target_uid for one in told_by(connection, action))
        rows = connection.scalars(select(model.permit_id))
        yield from _fewer(model, told, Counter(rows))
    query = select(PermitRow.id, PermitRow.revision - 1).where(PermitRow.revision > 1)
    revisions = Counter({row[0]: row[1] for row in connection.execute(query)})
    rows = connection.scalars(select(RevisionRow.permit_id))
    yield from _fewer(RevisionRow, revisions, Counter(rows))
    last = {one.target_uid: one.detail for one in told_by(connection, "permit.status")}
    status = select(PermitRow.id, PermitRow.status)
    for permit_id, now in progress.each("permits", connection.execute(status)):
        if permit_id in last and last[permit_id].get("status") != now:
            words = f"is {now}; the trail says {last[permit_id].get('status')}"
            yield Fault(f"permit {permit_id}", words)


def _fewer(model: type[Proven], told: Counter, present: Counter) -> Iterable[Fault]:
    for permit_id in sorted((told - present).keys(), key=str):
        place = f"table {model.__tablename__}, permit {permit_id}"
        words = f"has {present[permit_id]} rows; {told[permit_id]} were written"
        yield Fault(place, words)
