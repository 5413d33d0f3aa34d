"""Conversations: messages that answer each other, as they lie in one mailbox."""

from cites.cug.core.sql.session import session
from cites.cug.messaging.mailbox import (
    find_mailbox,
    in_mailbox,
    LINE_COLUMNS,
    lines_of,
    MailboxLine,
    owner_of,
)
from cites.cug.messaging.models import Delivery, Folder, Message
from collections.abc import Sequence
from sqlalchemy import select, tuple_
from sqlalchemy.orm import aliased
from typing import Any


#: A page shows at most so many messages, the latest ones.
MOST_SHOWN = 100
PLACE = (Delivery.time, Delivery.message_id)


def superseded() -> Any:
    """Condition: a later message of its conversation lies in the same folder."""
    later = aliased(Delivery)
    return (
        select(later.message_id)
        .where(
            later.mailbox_id == Delivery.mailbox_id,
            later.thread == Delivery.thread,
            later.folder == Delivery.folder,
            (later.time > Delivery.time)
            | ((later.time == Delivery.time) & (later.message_id > Delivery.message_id)),
        )
        .exists()
    )


def conversation(group: Any, user_id: str, asked: MailboxLine) -> list[MailboxLine]:
    """The conversation of a message, oldest first; nothing else that is in the trash."""
    mailbox_id = find_mailbox(group, user_id)
    shown = (Delivery.folder != Folder.TRASH) | (Delivery.message_id == asked.id)
    query = (
        select(*LINE_COLUMNS)
        .join(Delivery, Delivery.message_id == Message.id)
        .where(*in_mailbox(mailbox_id), Delivery.thread == asked.thread, shown)
        .order_by(*(column.desc() for column in PLACE))
        .limit(MOST_SHOWN)
    )
    owner = owner_of(group, user_id)
    return lines_of(session().connection().execute(query), owner)[::-1]


def with_conversations(
    group: Any, user_id: str, message_ids: Sequence[str], folder: Folder
) -> list[str]:
    """These messages, and all others of their conversations in that folder."""
    mailbox_id = find_mailbox(group, user_id)
    if mailbox_id is None:
        return list(message_ids)
    named = (*in_mailbox(mailbox_id), Delivery.message_id.in_(message_ids))
    threads = select(Delivery.thread).where(*named)
    query = select(Delivery.message_id).where(
        *in_mailbox(mailbox_id, folder), Delivery.thread.in_(threads)
    )
    others = session().connection().execute(query).scalars()
    return list(dict.fromkeys([*message_ids, *others]))


def neighbours(
    group: Any, user_id: str, asked: MailboxLine
) -> tuple[str | None, str | None]:
    """The latest messages of the next newer and the next older conversation there."""
    mailbox_id = find_mailbox(group, user_id)
    query = select(Delivery.message_id).where(
        *in_mailbox(mailbox_id, asked.folder),
        Delivery.thread != asked.thread,
        ~superseded(),
    )
    here = (asked.time, asked.id)
    place = tuple_(*PLACE)
    newer = query.where(place > here).order_by(*PLACE).limit(1)
    older = query.where(place < here).order_by(*(c.desc() for c in PLACE)).limit(1)
    connection = session().connection()
    return connection.execute(newer).scalar(), connection.execute(older).scalar()
