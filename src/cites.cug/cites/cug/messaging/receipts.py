"""What senders are told of their messages: who received and who opened them."""

from cites.cug.core.sql.proofs import is_proven
from cites.cug.core.sql.session import session
from cites.cug.core.validation.errors import Missing
from cites.cug.messaging.assistance.models import AssistanceRequest
from cites.cug.messaging.content import DETAILS, details_in
from cites.cug.messaging.mailbox import own_message
from cites.cug.messaging.models import (
    Delivery,
    DeliveryKind,
    Folder,
    Mailbox,
    Message,
    SHOWN,
)
from cites.cug.messaging.schema import Addressees
from collections.abc import Sequence
from datetime import datetime
from sqlalchemy import bindparam, exists, func, select
from typing import Any, NamedTuple


class Receipt(NamedTuple):
    """For one recipient. ``read`` is None unless the sender asked for receipts."""

    user_id: str
    delivered: datetime
    read: datetime | None
    recalled: bool


def receipts(group: Any, message_id: str, *, acting_user: str) -> list[Receipt]:
    """In the order of user ids. Raises Missing unless the caller has sent it."""
    message = own_message(group, acting_user, message_id)
    if message.kind != DeliveryKind.SENT:
        raise Missing(message_id)
    return receipts_of(message_id, message.receipt)


#: An answer to a request for assistance reaches all whom the request reached. Who was
#: named besides a group only the asker knows.
_IS_ANSWER = exists().where(
    AssistanceRequest.message_id == Delivery.thread,
    AssistanceRequest.message_id != Delivery.message_id,
)
_RECEIPTS = (
    select(
        Mailbox.user_id,
        *(Delivery.message_id, Delivery.mailbox_id, Delivery.time),
        *(Delivery.first_read, Delivery.folder, Delivery.proof),
    )
    .join(Mailbox, Mailbox.id == Delivery.mailbox_id)
    .where(
        Delivery.message_id == bindparam("message_id"),
        Delivery.kind == DeliveryKind.RECEIVED,
        ~_IS_ANSWER,
    )
    .order_by(Mailbox.user_id)
)


def receipts_of(message_id: str, asked_for: bool) -> list[Receipt]:
    """The same, for a message that the caller is known to have sent."""
    rows = session().connection().execute(_RECEIPTS, {"message_id": message_id})
    return [
        Receipt(
            row.user_id,
            row.time,
            row.first_read if asked_for and is_proven(Delivery, row) else None,
            row.folder == Folder.RECALLED,
        )
        for row in rows
    ]


def unopened(message_id: str) -> tuple[Any, ...]:
    """Conditions for the recipients from whom a message can still be taken back."""
    return (
        Delivery.message_id == message_id,
        Delivery.kind == DeliveryKind.RECEIVED,
        Delivery.first_read.is_(None),
        Delivery.folder.in_(SHOWN),
    )


def recallable(message_id: str) -> int:
    """From how many recipients the sender can take a message back now."""
    query = select(func.count()).where(*unopened(message_id))
    return session().connection().execute(query).scalar() or 0


def addressees_of(
    group: Any, user_id: str, message_ids: Sequence[str]
) -> dict[str, Addressees]:
    """Whom the user wrote to, by message id; messages of others are left out.

    So are messages whose addressees do not match the digest that is bound to them.
    """
    details = (getattr(Message, name) for name in DETAILS)
    query = select(Message.id, Message.details, *details).where(
        Message.id.in_(message_ids),
        Message.sender == user_id,
        Message.group_uid == group.UID(),
    )
    rows = session().connection().execute(query)
    return {
        row.id: Addressees.stored(row.addressed)
        for row in rows
        if row.details == details_in(row)
    }
