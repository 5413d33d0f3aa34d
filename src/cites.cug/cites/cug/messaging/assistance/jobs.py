"""Tells of requests whose day has passed without an answer, once each."""

import transaction
from cites.cug.access.all_groups import all_groups
from cites.cug.core.sql.session import count_changed, write_session
from cites.cug.core.trail.trail import record, SYSTEM
from cites.cug.mailing.outbox import queue_notices
from cites.cug.messaging.addressing import active_members
from cites.cug.messaging.assistance.audience import readers
from cites.cug.messaging.assistance.models import AssistanceRequest
from cites.cug.messaging.assistance.notices import OVERDUE, OVERDUE_IN_COUNTRY
from cites.cug.messaging.assistance.queries import IS_OPEN
from cites.cug.messaging.models import Message
from datetime import datetime
from sqlalchemy import select, update
from typing import Any


NOT_TOLD = AssistanceRequest.overdue_told.is_(None)


def tell_all_overdue(now: datetime) -> None:
    """Tells of requests whose day has passed without an answer. It can be repeated."""
    for group in all_groups():
        tell_overdue(group, now)
        # A transaction for each group, so that writers in others need not wait.
        transaction.commit()


def tell_overdue(group: Any, now: datetime) -> int:
    """Tell asker, those who were asked, and the contact points of their countries.

    Returns of how many requests. It can be repeated.
    """
    query = (
        select(Message.id, Message.sender)
        .join(AssistanceRequest, AssistanceRequest.message_id == Message.id)
        .where(
            Message.group_uid == group.UID(),
            IS_OPEN,
            NOT_TOLD,
            Message.answer_by < now.date(),
        )
    )
    rows = write_session().execute(query).all()
    return sum(_tell(group, row.id, row.sender, now) for row in rows)


def _tell(group: Any, request_id: str, asker: str, now: datetime) -> bool:
    """Whether this run tells of it, and not another one at the same time."""
    table = AssistanceRequest.__table__
    claim = update(table).where(table.c.message_id == request_id, NOT_TOLD)
    if not count_changed(write_session(), claim.values(overdue_told=now)):
        return False
    asked = readers(group, request_id)
    countries = {entry["country"] for name, entry in asked.items() if name != asker}
    points = {
        name
        for name, entry in active_members(group).items()
        if entry.get("contact_point") and entry["country"] in countries - {None, ""}
    }
    uid = group.UID()
    queue_notices(OVERDUE, request_id, uid, sorted(asked), at=now)
    others = sorted(points - set(asked))
    queue_notices(OVERDUE_IN_COUNTRY, request_id, uid, others, at=now)
    detail = {"message": request_id}
    record("assistance.overdue", target=group, acting_user=SYSTEM, detail=detail)
    return True
