"""A member's mailbox in a group, and what lies in it."""

from cites.cug.messaging.content import Head
from cites.cug.messaging.content import open_head
from cites.cug.messaging.model import Delivery
from cites.cug.messaging.model import Mailbox
from cites.cug.messaging.model import Message
from cites.cug.messaging.model import SHOWN
from cites.cug.records.store import session
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from sqlalchemy import select
from sqlalchemy import text
from sqlalchemy.orm import Session
from typing import Any


class UnknownMessage(LookupError):
    """No such message lies in the mailbox: never, no longer, or in another's only."""


@dataclass(frozen=True)
class Line:
    """A message as a list shows it."""

    id: str
    thread: str
    kind: str
    folder: str
    time: datetime
    sent: datetime | None
    unread: bool
    starred: bool
    handling: str
    answer_by: date | None
    subject: str
    snippet: str
    sender: str
    sender_name: str
    sender_country: str
    sender_category: str
    recipients_total: int
    attachments_total: int


#: Everything of a line but what is sealed.
OPEN_COLUMNS = (
    Message.id,
    Delivery.thread,
    Delivery.kind,
    Delivery.folder,
    Delivery.time,
    Message.sent,
    Delivery.unread,
    Delivery.starred,
    Message.handling,
    Message.answer_by,
    Message.sender,
    Message.sender_country,
    Message.sender_category,
    Message.recipients_total,
    Message.attachments_total,
)
#: Of a delivery beside its message.
FILING_COLUMNS = (
    Delivery.mailbox_id,
    Delivery.kind,
    Delivery.folder,
    Delivery.time,
    Delivery.unread,
    Delivery.starred,
    Delivery.first_read,
)
LINE_COLUMNS = (*OPEN_COLUMNS, Message.key_id, Message.wrapped_key, Message.head)


def line(row: Any) -> Line:
    """From a row of ``LINE_COLUMNS``."""
    head: Head = open_head(row)
    values = {column.key: getattr(row, column.key) for column in OPEN_COLUMNS}
    return Line(**values, **head._asdict())


#: Another sender may be making the same one.
MAKE_MAILBOX = text(
    "INSERT INTO mailbox (group_uid, user_id) VALUES (:group_uid, :user_id)"
    " ON CONFLICT DO NOTHING"
)


def find_mailbox(group: Any, user_id: str) -> int | None:
    """None for a member who has never had a message."""
    query = select(Mailbox.id).where(
        Mailbox.group_uid == group.UID(), Mailbox.user_id == user_id
    )
    return session().connection().execute(query).scalar()


def need_mailbox(records: Session, group_uid: str, user_id: str) -> int:
    """The member's mailbox, made if there is none yet."""
    return need_mailboxes(records, group_uid, [user_id])[user_id]


def need_mailboxes(
    records: Session, group_uid: str, user_ids: Iterable[str]
) -> dict[str, int]:
    """Mailbox ids by user id; those that are missing are made."""
    user_ids = list(user_ids)
    found = _mailboxes(records, group_uid, user_ids)
    missing = [user_id for user_id in user_ids if user_id not in found]
    if missing:
        rows = [{"group_uid": group_uid, "user_id": user_id} for user_id in missing]
        records.execute(MAKE_MAILBOX, rows)
        found |= _mailboxes(records, group_uid, missing)
    return found


def _mailboxes(records: Session, group_uid: str, user_ids: list[str]) -> dict[str, int]:
    query = select(Mailbox.user_id, Mailbox.id).where(
        Mailbox.group_uid == group_uid, Mailbox.user_id.in_(user_ids)
    )
    return dict(records.connection().execute(query).tuples().all())


def own_message(group: Any, user_id: str, message_id: str) -> Any:
    """Everything of a message in the user's mailbox, sealed as it is.

    Raises UnknownMessage. The row stays as it is until the transaction ends.
    """
    query = (
        select(Message.__table__, *FILING_COLUMNS)
        .join(Delivery, Delivery.message_id == Message.id)
        .join(Mailbox, Mailbox.id == Delivery.mailbox_id)
        .where(
            Mailbox.group_uid == group.UID(),
            Mailbox.user_id == user_id,
            Delivery.message_id == message_id,
            Delivery.folder.in_(SHOWN),
        )
        .with_for_update(of=Delivery)
    )
    row = session().connection().execute(query).one_or_none()
    if row is None:
        raise UnknownMessage(message_id)
    return row


def in_mailbox(mailbox_id: int, folder: str | None = None) -> tuple[Any, ...]:
    """Conditions for what the owner may see; every query of a mailbox starts here.

    A folder is asked for by itself: beside the list of all folders, SQLite would put the
    whole folder in order to find a page of it.
    """
    if folder is not None:
        if folder not in SHOWN:
            raise ValueError(folder)
        return (Delivery.mailbox_id == mailbox_id, Delivery.folder == folder)
    return (Delivery.mailbox_id == mailbox_id, Delivery.folder.in_(SHOWN))
