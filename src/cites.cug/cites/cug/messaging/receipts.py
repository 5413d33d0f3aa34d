"""What a sender learns of a message: whom it reached and who has opened it."""

from cites.cug.messaging.content import DETAILS
from cites.cug.messaging.content import details_in
from cites.cug.messaging.mailbox import own_message
from cites.cug.messaging.mailbox import UnknownMessage
from cites.cug.messaging.models import Delivery
from cites.cug.messaging.models import DeliveryKind
from cites.cug.messaging.models import Folder
from cites.cug.messaging.models import Mailbox
from cites.cug.messaging.models import Message
from cites.cug.messaging.models import SHOWN
from cites.cug.messaging.schema import Addressees
from cites.cug.sql.session import session
from collections.abc import Sequence
from datetime import datetime
from sqlalchemy import bindparam
from sqlalchemy import func
from sqlalchemy import select
from typing import Any
from typing import NamedTuple


class Receipt(NamedTuple):
    """Of one recipient; ``read`` is shown only where the sender asked for receipts."""

    user_id: str
    delivered: datetime
    read: datetime | None
    recalled: bool


def receipts(group: Any, message_id: str, *, acting_user: str) -> list[Receipt]:
    """By recipient's user id. Raises UnknownMessage for all but the caller's own."""
    message = own_message(group, acting_user, message_id)
    if message.kind != DeliveryKind.SENT:
        raise UnknownMessage(message_id)
    return receipts_of(message_id, message.receipt)


_RECEIPTS = (
    select(Mailbox.user_id, Delivery.time, Delivery.first_read, Delivery.folder)
    .join(Mailbox, Mailbox.id == Delivery.mailbox_id)
    .where(
        Delivery.message_id == bindparam("message_id"),
        Delivery.kind == DeliveryKind.RECEIVED,
    )
    .order_by(Mailbox.user_id)
)


def receipts_of(message_id: str, asked_for: bool) -> list[Receipt]:
    """The same, of a message that is known to be the caller's own."""
    rows = session().connection().execute(_RECEIPTS, {"message_id": message_id})
    return [
        Receipt(
            row.user_id,
            row.time,
            row.first_read if asked_for else None,
            row.folder == Folder.RECALLED,
        )
        for row in rows
    ]


def unopened(message_id: str) -> tuple[Any, ...]:
    """Conditions for the deliveries from which a message can still be taken back."""
    return (
        Delivery.message_id == message_id,
        Delivery.kind == DeliveryKind.RECEIVED,
        Delivery.first_read.is_(None),
        Delivery.folder.in_(SHOWN),
    )


def recallable(message_id: str) -> int:
    """From how many recipients its sender could take a message back now."""
    query = select(func.count()).where(*unopened(message_id))
    return session().connection().execute(query).scalar() or 0


def addressees_of(
    group: Any, user_id: str, message_ids: Sequence[str]
) -> dict[str, Addressees]:
    """By message id, whom the user wrote to; nothing of what others wrote.

    Only as far as it agrees with the digest that is bound to each message.
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
        # A message of an earlier version has no digest, and opens until it is bound.
        if row.details is None or row.details == details_in(row)
    }
