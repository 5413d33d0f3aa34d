"""The latest messages of an inbox: those not read yet, and those to be answered by a day.

Only so many of the latest are looked at, so that it takes the same time for each mailbox.
"""

from cites.cug.core.sql.session import session
from cites.cug.messaging.assistance.models import AssistanceRequest, State
from cites.cug.messaging.filters import LATEST_FIRST, MAILBOX, SIZE
from cites.cug.messaging.mailbox import (
    find_mailbox,
    in_mailbox,
    LINE_COLUMNS,
    lines_of,
    MailboxLine,
    owner_of,
)
from cites.cug.messaging.models import Delivery, DeliveryKind, Folder, Message
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from sqlalchemy import bindparam, Date, or_, Select, select
from typing import Any


#: So many of the latest messages of the inbox are looked at.
LOOKED_AT = 200
#: A day that has passed is told for so long.
LATE = timedelta(days=30)
SINCE = bindparam("since", type_=Date)


# Built once: it takes longer to build them than to run them.
@cache
def _latest() -> Select:
    latest = (
        select(Delivery.message_id)
        .where(*in_mailbox(MAILBOX, Folder.INBOX))
        .order_by(*LATEST_FIRST)
        .limit(LOOKED_AT)
    )
    return (
        select(*LINE_COLUMNS)
        .join(Delivery, Delivery.message_id == Message.id)
        .where(
            *in_mailbox(MAILBOX, Folder.INBOX),
            Delivery.kind == DeliveryKind.RECEIVED.value,
            Delivery.message_id.in_(latest.subquery().select()),
        )
        .limit(SIZE)
    )


@cache
def _unread() -> Select:
    return _latest().where(Delivery.unread).order_by(*LATEST_FIRST)


@cache
def _due() -> Select:
    asked = AssistanceRequest.__table__
    return (
        _latest()
        .outerjoin(asked, asked.c.message_id == Message.id)
        .where(
            Message.answer_by >= SINCE,
            or_(asked.c.state.is_(None), asked.c.state == State.OPEN.value),
        )
        .order_by(Message.answer_by, Message.id)
    )


def unread_messages(group: Any, user_id: str, size: int) -> Sequence[MailboxLine]:
    """Of the latest messages of the inbox those not read yet, latest first."""
    return _lines(_unread(), group, user_id, size=size)


def due_messages(
    group: Any, user_id: str, today: date, size: int
) -> Sequence[MailboxLine]:
    """Of the latest messages of the inbox those that want an answer, soonest first.

    A request for assistance that was answered is not among them; of another message only
    its reader knows, who files it away.
    """
    return _lines(_due(), group, user_id, since=today - LATE, size=size)


def _lines(
    statement: Select, group: Any, user_id: str, **values: Any
) -> Sequence[MailboxLine]:
    mailbox_id = find_mailbox(group, user_id)
    if mailbox_id is None:
        return ()
    given = {"mailbox_id": mailbox_id, **values}
    rows = session().connection().execute(statement, given)
    return lines_of(rows, owner_of(group, user_id))
