"""Stores messages, and delivers each to all its mailboxes with one SQL statement."""

import json
from cites.cug.core.encryption.keys import keyring
from cites.cug.core.encryption.sealing import Seal, WRAPPED_BYTES
from cites.cug.core.sql.proofs import change_proven
from cites.cug.mailing.outbox import queue_notices
from cites.cug.messaging.about import About
from cites.cug.messaging.addressing import active_among, Members
from cites.cug.messaging.assistance.models import AssistanceRequest, State
from cites.cug.messaging.content import details_of, keys_for, seal_content
from cites.cug.messaging.files import MessageFile, NewFile, store_files
from cites.cug.messaging.mailbox import (
    count_change,
    count_delivered,
    Filed,
    need_mailboxes,
)
from cites.cug.messaging.models import Delivery, DeliveryKind, Folder, HOME, Message
from cites.cug.messaging.notices import MESSAGE
from cites.cug.messaging.schema import Addressees, Letter
from cites.cug.web.layout.people import full_names
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from sqlalchemy import (
    bindparam,
    cast,
    func,
    Insert,
    insert,
    Integer,
    JSON,
    LargeBinary,
    literal,
    select,
    Text,
    update,
)
from sqlalchemy.orm import Session
from typing import Any


#: Databases limit how many values a statement may have.
MOST_VALUES = 5000

# Built once, as they run with each message that is sent.
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
    """Columns of mailbox ids that are sent as one value: the id, and its place from 0."""
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
    """One statement for any number of mailboxes; ``keys`` is their keys, joined."""
    mailbox_id, place = _table_of_mailboxes(dialect)
    keys = bindparam("keys", type_=LargeBinary)
    mine = func.substr(keys, place * WRAPPED_BYTES + 1, WRAPPED_BYTES, type_=LargeBinary)
    columns = {**_SAME, "mailbox_id": mailbox_id, "sealed_key": mine}
    rows = select(*columns.values())
    # Nobody has opened it yet, so that no line needs a proof.
    return _ADD_COPY.from_select(list(columns), rows, include_defaults=False)


@dataclass(frozen=True)
class Posting:
    """A message that is about to be stored for its sender, as a draft or sent."""

    group: Any
    sender: str
    letter: Letter
    addressees: Addressees
    #: The conversation that it continues; None begins one.
    thread: str | None
    kind: DeliveryKind
    seal: Seal
    #: The sender's mailbox where a draft of it lies; None where nothing is stored yet.
    mailbox_id: int | None
    #: All its files, and those of them that are not stored yet.
    files: Sequence[MessageFile]
    new_files: Sequence[NewFile]
    recipients_total: int
    about: About | None
    now: datetime


def make_mailboxes(
    records: Session, posting: Posting, reached: Members
) -> dict[str, int]:
    """Mailbox ids of the sender and of all whom a message reaches, by user id.

    Missing mailboxes are made in one order, sender and readers together: two senders
    who made the same ones in different orders would lock each other.
    """
    found: dict[str, int] = {}
    for user_ids in _portions(sorted({posting.sender, *reached})):
        found |= need_mailboxes(records, posting.group.UID(), user_ids)
    return found


def store_message(
    records: Session, posting: Posting, mailboxes: Mapping[str, int]
) -> dict[str, Any]:
    """Store a message with its sender's copy, or change its draft. Returns its row.

    ``mailboxes`` is what ``make_mailboxes`` has returned.
    """
    connection, seal = records.connection(), posting.seal
    row = _message_row(posting)
    folder = HOME[posting.kind]
    bound = (row, posting.kind, posting.now)
    copy = {
        "thread": row["thread"],
        "time": posting.now,
        "kind": posting.kind,
        "folder": folder,
        "sealed_key": keys_for([posting.sender], seal.data_key, *bound)[0],
    }
    before = []
    mailbox_id = posting.mailbox_id
    if mailbox_id is None:
        connection.execute(_ADD_MESSAGE, row)
        mailbox_id = mailboxes[posting.sender]
        place = {"mailbox_id": mailbox_id, "message_id": seal.message_id}
        connection.execute(
            _ADD_COPY, {**place, "unread": False, "starred": False, **copy}
        )
    else:
        before = [Filed(mailbox_id, Folder.DRAFTS, unread=False)]
        for table, column, values in (
            (Message.__table__, Message.id, row),
            (Delivery.__table__, Delivery.message_id, copy),
        ):
            change = update(table).where(column == seal.message_id)
            connection.execute(change.values(values))
    store_files(records, seal, posting.new_files)
    count_change(records, before, [Filed(mailbox_id, folder, unread=False)])
    return row


def _message_row(posting: Posting) -> dict[str, Any]:
    """All columns of a message."""
    letter, sender, seal = posting.letter, posting.sender, posting.seal
    addressed = posting.addressees.storable()
    entry = active_among(posting.group, [sender])[sender]
    name = full_names([sender])[sender]
    about: dict[str, Any] = {"about": None, "about_digest": None}
    if posting.about is not None:
        about = posting.about.columns(seal, posting.group.UID())
    return {
        "id": seal.message_id,
        "group_uid": posting.group.UID(),
        "thread": posting.thread or seal.message_id,
        "sent": posting.now if posting.kind is DeliveryKind.SENT else None,
        "recipients_total": posting.recipients_total,
        # Read before keys are wrapped, as a rotation may add a newer key at any time.
        "key_id": keyring().newest_id,
        "reply_to": letter.reply_to,
        "sender": sender,
        "sender_country": entry["country"] or "",
        "sender_category": entry["category"],
        "handling": letter.handling,
        "answer_by": letter.answer_by,
        "receipt": letter.receipt,
        "addressed": addressed,
        "details": details_of(letter.reply_to, letter.receipt, addressed, about["about"]),
        **about,
        "attachments_total": len(posting.files),
        **seal_content(seal, letter, name, [file.filename for file in posting.files]),
    }


def deliver(
    records: Session,
    posting: Posting,
    row: Mapping[str, Any],
    reached: Members,
    mailboxes: Mapping[str, int],
) -> None:
    """Put a message into the mailboxes of all whom it reaches, and queue their notices.

    ``row`` is what ``store_message`` has returned, ``mailboxes`` what ``make_mailboxes``.
    """
    group_uid, seal = posting.group.UID(), posting.seal
    statement = _deliver(records.get_bind().dialect.name)
    for user_ids in _portions(reached):
        keys = keys_for(user_ids, seal.data_key, row, DeliveryKind.RECEIVED, posting.now)
        values = {
            "message_id": seal.message_id,
            "thread": row["thread"],
            "time": posting.now,
            "mailboxes": json.dumps([mailboxes[user_id] for user_id in user_ids]),
            "keys": b"".join(keys),
        }
        records.connection().execute(statement, values)
    if posting.thread is not None:
        _mark_answered(records, posting, reached)
    count_delivered(records, seal.message_id)
    queue_notices(MESSAGE, seal.message_id, group_uid, reached, at=posting.now)


_ASKER = (
    select(Message.sender)
    .join(AssistanceRequest, AssistanceRequest.message_id == Message.id)
    .where(
        Message.id == bindparam("thread"),
        AssistanceRequest.state == State.OPEN.value,
    )
)


def _mark_answered(records: Session, posting: Posting, reached: Members) -> None:
    """Mark an open request for assistance as answered, if its asker gets this message.

    Whatever way it goes, by the request's page or as a reply in the mailbox.
    """
    which = {"thread": posting.thread}
    asker = records.connection().execute(_ASKER, which).scalar()
    if asker is None or asker == posting.sender or asker not in reached:
        return
    values = {"state": State.ANSWERED.value, "answered": posting.now}
    here = AssistanceRequest.message_id == posting.thread
    change_proven(records, AssistanceRequest, here, **values)


def _portions(user_ids: Iterable[str]) -> list[list[str]]:
    everybody = list(user_ids)
    starts = range(0, len(everybody), MOST_VALUES)
    return [everybody[start : start + MOST_VALUES] for start in starts]
