"""How a message comes into the records and into mailboxes: one statement for all."""

import secrets
from cites.cug.mailing.outbox import queue_notices
from cites.cug.messaging.addressing import active_among
from cites.cug.messaging.addressing import Addressees
from cites.cug.messaging.addressing import Reach
from cites.cug.messaging.content import seal_content
from cites.cug.messaging.counts import count_change
from cites.cug.messaging.counts import count_delivered
from cites.cug.messaging.counts import Filed
from cites.cug.messaging.files import File
from cites.cug.messaging.files import NewFile
from cites.cug.messaging.files import store_files
from cites.cug.messaging.letter import Letter
from cites.cug.messaging.mailbox import need_mailbox
from cites.cug.messaging.mailbox import need_mailboxes
from cites.cug.messaging.model import Delivery
from cites.cug.messaging.model import Folder
from cites.cug.messaging.model import HOME
from cites.cug.messaging.model import Kind
from cites.cug.messaging.model import Mailbox
from cites.cug.messaging.model import Message
from cites.cug.messaging.notices import MESSAGE
from cites.cug.sealing.seals import Seal
from cites.cug.shell.people import full_names
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from sqlalchemy import bindparam
from sqlalchemy import insert
from sqlalchemy import literal
from sqlalchemy import select
from sqlalchemy.orm import Session
from typing import Any


#: Databases limit how many values one statement may hold.
MOST_VALUES = 5000

# Part of every message that is sent: put together once.
_ADD_MESSAGE, _ADD_COPY = insert(Message.__table__), insert(Delivery.__table__)
_COLUMNS = {
    "mailbox_id": Mailbox.id,
    **{
        name: bindparam(name, type_=getattr(Delivery, name).type)
        for name in ("message_id", "thread", "time")
    },
    "folder": literal(Folder.INBOX.value),
    "kind": literal(Kind.RECEIVED.value),
    "unread": literal(True),
    "starred": literal(False),
}
_DELIVER = _ADD_COPY.from_select(
    list(_COLUMNS),
    select(*_COLUMNS.values()).where(
        Mailbox.id.in_(bindparam("mailbox_ids", expanding=True))
    ),
)


@dataclass(frozen=True)
class Posting:
    """A message as its sender hands it in, at a moment."""

    group: Any
    sender: str
    letter: Letter
    addressees: Addressees
    #: Of the conversation it continues; None begins one.
    thread: str | None
    now: datetime


def add_message(
    records: Session,
    posting: Posting,
    kind: Kind,
    files: Sequence[NewFile],
    total: int = 0,
) -> str:
    """Store a message and its sender's copy; its id. ``total`` is of its recipients."""
    message_id = secrets.token_hex(16)
    seal = Seal.new(message_id)
    thread = posting.thread or message_id
    row = {
        "id": message_id,
        "group_uid": posting.group.UID(),
        "thread": thread,
        # Stays while a draft is rewritten: a rotation may have changed it meanwhile.
        "key_id": seal.wrapped.key_id,
        "wrapped_key": seal.wrapped.key,
        **columns(posting, seal, [new.file for new in files]),
        **sent_columns(posting, kind, total),
    }
    records.connection().execute(_ADD_MESSAGE, row)
    store_files(records, seal, files)
    mailbox_id = need_mailbox(records, posting.group.UID(), posting.sender)
    folder = HOME[kind]
    copy = {
        "mailbox_id": mailbox_id,
        "message_id": message_id,
        "thread": thread,
        "time": posting.now,
        "folder": folder,
        "kind": kind,
        "unread": False,
        "starred": False,
    }
    records.connection().execute(_ADD_COPY, copy)
    count_change(records, [], [Filed(mailbox_id, folder, unread=False)])
    return message_id


def columns(posting: Posting, seal: Seal, files: Sequence[File]) -> dict[str, Any]:
    """What changes of a message's row whenever its draft does."""
    letter = posting.letter
    entry = active_among(posting.group, [posting.sender])[posting.sender]
    name = full_names([posting.sender])[posting.sender]
    return {
        "reply_to": letter.reply_to,
        "sender": posting.sender,
        "sender_country": entry["country"] or "",
        "sender_category": entry["category"],
        "handling": letter.handling,
        "answer_by": letter.answer_by,
        "receipt": letter.receipt,
        "addressed": posting.addressees.storable(),
        "attachments_total": len(files),
        **seal_content(seal, letter, name, [file.filename for file in files]),
    }


def sent_columns(posting: Posting, kind: Kind, total: int) -> dict[str, Any]:
    """What tells a message from a draft."""
    sent = posting.now if kind is Kind.SENT else None
    return {"sent": sent, "recipients_total": total}


def deliver(
    records: Session, posting: Posting, message_id: str, thread: str, reached: Reach
) -> None:
    """Put a message into the mailbox of everybody it reaches, and have them told."""
    group_uid = posting.group.UID()
    for user_ids in _portions(reached.members):
        mailboxes = need_mailboxes(records, group_uid, user_ids)
        values = {
            "message_id": message_id,
            "thread": thread,
            "time": posting.now,
            "mailbox_ids": list(mailboxes.values()),
        }
        records.connection().execute(_DELIVER, values)
    count_delivered(records, message_id)
    queue_notices(MESSAGE, message_id, group_uid, reached.members, at=posting.now)


def _portions(user_ids: Iterable[str]) -> list[list[str]]:
    everybody = list(user_ids)
    starts = range(0, len(everybody), MOST_VALUES)
    return [everybody[start : start + MOST_VALUES] for start in starts]
