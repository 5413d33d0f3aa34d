"""How a message comes into the records and into mailboxes: one statement for all."""

import json
import secrets
from cites.cug.encryption.keys import keyring
from cites.cug.encryption.sealing import Seal
from cites.cug.encryption.sealing import WRAPPED_BYTES
from cites.cug.layout.people import full_names
from cites.cug.mailing.outbox import queue_notices
from cites.cug.messaging.addressing import active_among
from cites.cug.messaging.addressing import Addressees
from cites.cug.messaging.addressing import ResolvedRecipients
from cites.cug.messaging.bound import details_of
from cites.cug.messaging.bound import keys_for
from cites.cug.messaging.content import seal_content
from cites.cug.messaging.files import MessageFile
from cites.cug.messaging.files import NewFile
from cites.cug.messaging.files import store_files
from cites.cug.messaging.folder_counts import count_change
from cites.cug.messaging.folder_counts import count_delivered
from cites.cug.messaging.folder_counts import Filed
from cites.cug.messaging.letter import Letter
from cites.cug.messaging.mailbox import need_mailbox
from cites.cug.messaging.mailbox import need_mailboxes
from cites.cug.messaging.models import Delivery
from cites.cug.messaging.models import DeliveryKind
from cites.cug.messaging.models import Folder
from cites.cug.messaging.models import HOME
from cites.cug.messaging.models import Message
from cites.cug.messaging.notices import MESSAGE
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from sqlalchemy import bindparam
from sqlalchemy import cast
from sqlalchemy import func
from sqlalchemy import Insert
from sqlalchemy import insert
from sqlalchemy import Integer
from sqlalchemy import JSON
from sqlalchemy import LargeBinary
from sqlalchemy import literal
from sqlalchemy import select
from sqlalchemy import Text
from sqlalchemy.orm import Session
from typing import Any


#: Databases limit how many values one statement may hold.
MOST_VALUES = 5000

# Part of every message that is sent: put together once.
_ADD_MESSAGE, _ADD_COPY = insert(Message.__table__), insert(Delivery.__table__)
_SAME = {
    **{
        name: bindparam(name, type_=getattr(Delivery, name).type)
        for name in ("message_id", "thread", "time")
    },
    "folder": literal(Folder.INBOX.value),
    "kind": literal(DeliveryKind.RECEIVED.value),
    "unread": literal(True),
    "starred": literal(False),
}


def _table_of_mailboxes(dialect: str) -> tuple[Any, Any]:
    """Ids that are sent as one value: each as a number, and its place, counted from 0."""
    sent = bindparam("mailboxes", type_=Text)
    if dialect == "sqlite":
        found = func.json_each(sent).table_valued("key", "value", name="reader")
        return found.c.value, found.c.key
    found = func.json_array_elements_text(cast(sent, JSON)).table_valued(
        "value", with_ordinality="place", name="reader"
    )
    found = found.render_derived()
    return cast(found.c.value, Integer), cast(found.c.place, Integer) - 1


@lru_cache
def _deliver(dialect: str) -> Insert:
    """One statement, however many mailboxes; their keys are sent one after the other."""
    mailbox_id, place = _table_of_mailboxes(dialect)
    keys = bindparam("keys", type_=LargeBinary)
    mine = func.substr(keys, place * WRAPPED_BYTES + 1, WRAPPED_BYTES, type_=LargeBinary)
    columns = {**_SAME, "mailbox_id": mailbox_id, "sealed_key": mine}
    return _ADD_COPY.from_select(list(columns), select(*columns.values()))


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
    kind: DeliveryKind,
    files: Sequence[NewFile],
    total: int = 0,
) -> tuple[Seal, dict[str, Any]]:
    """Store a message and its sender's copy; its seal and row.

    ``total`` is of its recipients.
    """
    seal = Seal.new(secrets.token_hex(16))
    row = message_row(posting, seal, kind, [new.file for new in files], total)
    records.connection().execute(_ADD_MESSAGE, row)
    store_files(records, seal, files)
    mailbox_id = need_mailbox(records, posting.group.UID(), posting.sender)
    folder = HOME[kind]
    copy = {
        "mailbox_id": mailbox_id,
        "message_id": seal.message_id,
        "folder": folder,
        "unread": False,
        "starred": False,
        **senders_copy(posting, seal, row, kind),
    }
    records.connection().execute(_ADD_COPY, copy)
    count_change(records, [], [Filed(mailbox_id, folder, unread=False)])
    return seal, row


def message_row(
    posting: Posting,
    seal: Seal,
    kind: DeliveryKind,
    files: Sequence[MessageFile],
    total: int = 0,
) -> dict[str, Any]:
    """All columns of a message; ``total`` is of its recipients."""
    return {
        "id": seal.message_id,
        "group_uid": posting.group.UID(),
        "thread": posting.thread or seal.message_id,
        "sent": posting.now if kind is DeliveryKind.SENT else None,
        "recipients_total": total,
        # Asked for before keys are wrapped: a rotation may add a newer one at any time.
        "key_id": keyring().newest_id,
        "wrapped_key": b"",
        **_columns(posting, seal, files),
    }


def senders_copy(
    posting: Posting, seal: Seal, row: Mapping[str, Any], kind: DeliveryKind
) -> dict[str, Any]:
    """Columns of the sender's copy that follow from the message's row."""
    (key,) = keys_for([posting.sender], seal.data_key, row, kind, posting.now)
    return {
        "thread": row["thread"],
        "time": posting.now,
        "kind": kind,
        "sealed_key": key,
    }


def _columns(
    posting: Posting, seal: Seal, files: Sequence[MessageFile]
) -> dict[str, Any]:
    letter = posting.letter
    addressed = posting.addressees.storable()
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
        "addressed": addressed,
        "details": details_of(letter.reply_to, letter.receipt, addressed),
        "attachments_total": len(files),
        **seal_content(seal, letter, name, [file.filename for file in files]),
    }


def deliver(
    records: Session,
    posting: Posting,
    seal: Seal,
    row: Mapping[str, Any],
    reached: ResolvedRecipients,
) -> None:
    """Put a message into the mailbox of everybody it reaches, and have them told.

    ``row`` holds the message's columns as they are stored.
    """
    group_uid = posting.group.UID()
    statement = _deliver(records.get_bind().dialect.name)
    for user_ids in _portions(reached.members):
        mailboxes = need_mailboxes(records, group_uid, user_ids)
        keys = keys_for(mailboxes, seal.data_key, row, DeliveryKind.RECEIVED, posting.now)
        values = {
            "message_id": seal.message_id,
            "thread": row["thread"],
            "time": posting.now,
            "mailboxes": json.dumps(list(mailboxes.values())),
            "keys": b"".join(keys),
        }
        records.connection().execute(statement, values)
    count_delivered(records, seal.message_id)
    queue_notices(MESSAGE, seal.message_id, group_uid, reached.members, at=posting.now)


def _portions(user_ids: Iterable[str]) -> list[list[str]]:
    everybody = list(user_ids)
    starts = range(0, len(everybody), MOST_VALUES)
    return [everybody[start : start + MOST_VALUES] for start in starts]
