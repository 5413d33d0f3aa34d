"""A member's mailbox in a group, what lies in it, and how much each folder holds."""

import secrets
from cites.cug.core.encryption.keys import Keyring, keyring
from cites.cug.core.encryption.sealing import Owner, Seal, Untrusted
from cites.cug.core.sql.prepared import Prepared
from cites.cug.core.sql.session import ask_once, session
from cites.cug.core.validation.errors import Missing
from cites.cug.messaging.content import details_in, open_head, SEAL_COLUMNS, seal_of
from cites.cug.messaging.models import (
    Delivery,
    Folder,
    FolderCount,
    Mailbox,
    Message,
    SHOWN,
)
from collections import Counter, namedtuple
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from operator import attrgetter
from sqlalchemy import bindparam, Result, select, text
from sqlalchemy.orm import Session
from types import SimpleNamespace
from typing import Any, NamedTuple


class MailboxLine(NamedTuple):
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
    sender: str
    sender_country: str
    sender_category: str
    recipients_total: int
    attachments_total: int
    subject: str
    snippet: str
    sender_name: str
    #: If it is False, only the folder and the marks are known; the rest is empty.
    trusted: bool = True


#: Columns of a line that are not sealed; the sealed ones come after them.
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
#: Columns of a delivery that are read with its message.
FILING_COLUMNS = (
    Delivery.mailbox_id,
    Delivery.kind,
    Delivery.folder,
    Delivery.time,
    Delivery.unread,
    Delivery.starred,
    Delivery.first_read,
    Delivery.sealed_key,
)
# ``thread`` is that of the delivery, as lists find lines by it.
LINE_COLUMNS = (
    *dict.fromkeys(
        (*OPEN_COLUMNS, *(one for one in SEAL_COLUMNS if one is not Message.thread))
    ),
    Message.head,
)
_open_values = attrgetter(*(column.key for column in OPEN_COLUMNS))


class OwnMessage(SimpleNamespace):
    """A message in its owner's mailbox: all its columns, and ``seal``, which opens it."""

    def line(self) -> MailboxLine:
        return line(self, self.seal)


def line(row: Any, seal: Seal) -> MailboxLine:
    """A line from a row with ``LINE_COLUMNS``."""
    values: tuple[Any, ...] = (*_open_values(row), *open_head(seal, row))
    return MailboxLine(*values)


def owner_of(group: Any, user_id: str) -> Owner:
    """The owner of that member's mailbox in the group."""
    return Owner(group.UID(), user_id)


def records_of(result: Result) -> list[Any]:
    """The rows of a result as named tuples.

    That is faster than SQLAlchemy's rows, which look each name up, for lists use many.
    """
    return list(map(_record(tuple(result.keys()))._make, result))


@lru_cache(maxsize=32)
def _record(names: tuple[str, ...]) -> Any:
    return namedtuple("Record", names)


def lines_of(result: Result, owner: Owner) -> list[MailboxLine]:
    """Lines of a mailbox; untrusted ones are included, so that they can be deleted."""
    rows = records_of(result)
    # Read after the rows, which may be sealed with a key that has just been added.
    keys = keyring()
    return [_line_of(row, owner, keys) for row in rows]


def _line_of(row: Any, owner: Owner, keys: Keyring) -> MailboxLine:
    try:
        return line(row, seal_of(row, owner, keys))
    except Untrusted:
        return untrusted_line(row)


def untrusted_line(row: Any) -> MailboxLine:
    """The line of a message that cannot be trusted: folder and marks only."""
    return MailboxLine(
        id=row.id,
        thread=row.thread,
        kind=row.kind,
        folder=row.folder,
        time=row.time,
        sent=None,
        unread=row.unread,
        starred=row.starred,
        handling="",
        answer_by=None,
        sender="",
        sender_country="",
        sender_category="",
        recipients_total=0,
        attachments_total=0,
        subject="",
        snippet="",
        sender_name="",
        trusted=False,
    )


#: Another sender may be making the same mailbox. Ids are ours, not the database's: what
#: the journal replays refers to them.
MAKE_MAILBOX = text(
    "INSERT INTO mailbox (id, group_uid, user_id) VALUES (:id, :group_uid, :user_id)"
    " ON CONFLICT DO NOTHING"
)
#: Ids are random below this, as large as PostgreSQL's INTEGER takes.
MOST_MAILBOXES = 2**31


_IN_GROUP = Mailbox.group_uid == bindparam("group_uid")
#: The mailbox of one member. Built once, as it is part of almost every request.
OF_MEMBER = (_IN_GROUP, Mailbox.user_id == bindparam("user_id"))
_FIND = Prepared(select(Mailbox.id).where(*OF_MEMBER))
_FIND_MANY = select(Mailbox.user_id, Mailbox.id).where(
    _IN_GROUP, Mailbox.user_id.in_(bindparam("user_ids", expanding=True))
)


def find_mailbox(group: Any, user_id: str) -> int | None:
    """Id of the user's mailbox; None for a member who has never had a message."""
    whose = {"group_uid": group.UID(), "user_id": user_id}
    return ask_once(_FIND, whose)


def need_mailboxes(
    records: Session, group_uid: str, user_ids: Iterable[str]
) -> dict[str, int]:
    """Mailbox ids by user id; those that are missing are made."""
    user_ids = list(user_ids)
    found = _mailboxes(records, group_uid, user_ids)
    # Again for those whose random id another mailbox has.
    while missing := [user_id for user_id in user_ids if user_id not in found]:
        rows = [new_mailbox(group_uid, user_id) for user_id in missing]
        records.execute(MAKE_MAILBOX, rows)
        found |= _mailboxes(records, group_uid, missing)
    return found


def new_mailbox(group_uid: str, user_id: str) -> dict[str, Any]:
    """The row of a new mailbox."""
    number = secrets.randbelow(MOST_MAILBOXES)
    return {"id": number, "group_uid": group_uid, "user_id": user_id}


def _mailboxes(records: Session, group_uid: str, user_ids: list[str]) -> dict[str, int]:
    whose = {"group_uid": group_uid, "user_ids": user_ids}
    rows = records.connection().execute(_FIND_MANY, whose)
    return {row.user_id: row.id for row in rows}


_OWN = (
    select(Message.__table__, *FILING_COLUMNS)
    .join(Delivery, Delivery.message_id == Message.id)
    .join(Mailbox, Mailbox.id == Delivery.mailbox_id)
    .where(
        *OF_MEMBER,
        Delivery.message_id == bindparam("message_id"),
        Delivery.folder.in_(SHOWN),
    )
    .with_for_update(of=Delivery)
)


def own_message(group: Any, user_id: str, message_id: str) -> OwnMessage:
    """A message in the user's mailbox with all its columns, still sealed.

    Its line is locked until the transaction ends. Raises Missing, or Untrusted
    where it is not what was sent to that mailbox.
    """
    try:
        return _own_message(group, user_id, message_id)
    except Untrusted:
        # On PostgreSQL a transaction that waited for the line reads it as it is now, and
        # the message as it was before. Read again, both are as they are now.
        return _own_message(group, user_id, message_id)


def _own_message(group: Any, user_id: str, message_id: str) -> OwnMessage:
    which = {"group_uid": group.UID(), "user_id": user_id, "message_id": message_id}
    row = session().connection().execute(_OWN, which).one_or_none()
    if row is None:
        raise Missing(message_id)
    seal = seal_of(row, owner_of(group, user_id))
    if row.sealed_key is not None and details_in(row) != row.details:
        raise Untrusted(message_id)
    return OwnMessage(**row._asdict(), seal=seal)


def in_mailbox(mailbox_id: Any, folder: str | None = None) -> tuple[Any, ...]:
    """Conditions for what the owner may see; every query of a mailbox has them.

    A single folder is compared alone: with the list of all folders as well, SQLite would
    sort the whole folder to find a page.
    """
    if folder is not None:
        if folder not in SHOWN:
            raise ValueError(folder)
        return (Delivery.mailbox_id == mailbox_id, Delivery.folder == folder)
    return (Delivery.mailbox_id == mailbox_id, Delivery.folder.in_(SHOWN))


class Filed(NamedTuple):
    """What the counts of a mailbox depend on: folder and mark of one message."""

    mailbox_id: int
    folder: str
    unread: bool


#: Adds to the counts that are there; in the order of mailboxes, so that no two senders
#: wait for each other.
ADD_COUNT = """
    INSERT INTO mailbox_count (mailbox_id, folder, total, unread)
    {source}
    ON CONFLICT (mailbox_id, folder) DO UPDATE SET
        total = mailbox_count.total + excluded.total,
        unread = mailbox_count.unread + excluded.unread
"""
CHANGE_COUNT = text(
    ADD_COUNT.format(source="VALUES (:mailbox_id, :folder, :total, :unread)")
)
COUNT_DELIVERED = text(
    ADD_COUNT.format(
        source="""SELECT mailbox_id, folder, 1, 1 FROM message_delivery
        WHERE message_id = :message_id AND kind = 'received' ORDER BY mailbox_id"""
    )
)


def count_delivered(records: Session, message_id: str) -> None:
    """Count a message that has just been delivered to all its recipients."""
    records.connection().execute(COUNT_DELIVERED, {"message_id": message_id})


def count_change(
    records: Session, before: Iterable[Filed], after: Iterable[Filed]
) -> None:
    """Change the counts, after messages changed from ``before`` to ``after``."""
    total: Counter[tuple[int, str]] = Counter()
    unread: Counter[tuple[int, str]] = Counter()
    for sign, messages in ((-1, before), (1, after)):
        for mailbox_id, folder, is_unread in messages:
            if folder not in SHOWN:
                continue
            total[mailbox_id, folder] += sign
            unread[mailbox_id, folder] += sign * is_unread
    changes = [
        {
            "mailbox_id": mailbox_id,
            "folder": folder,
            "total": total[mailbox_id, folder],
            "unread": unread[mailbox_id, folder],
        }
        for mailbox_id, folder in sorted(total)
        if total[mailbox_id, folder] or unread[mailbox_id, folder]
    ]
    if changes:
        records.connection().execute(CHANGE_COUNT, changes)


# Built once, as they are part of almost every request.
_COUNTS = select(FolderCount.__table__).where(
    FolderCount.mailbox_id == bindparam("mailbox_id")
)
_UNREAD = Prepared(
    select(FolderCount.unread)
    .join(Mailbox, Mailbox.id == FolderCount.mailbox_id)
    .where(*OF_MEMBER, FolderCount.folder == Folder.INBOX)
)


def counts_by_folder(records: Session, mailbox_id: int) -> dict[str, Any]:
    """The counts by folder; folders that were never used are missing."""
    rows = records.connection().execute(_COUNTS, {"mailbox_id": mailbox_id})
    return {row.folder: row for row in rows}


def unread_of(group_uid: str, user_id: str) -> int:
    """How many messages in a member's inbox have not been read.

    0 also where the member has no mailbox yet.
    """
    whose = {"group_uid": group_uid, "user_id": user_id}
    return ask_once(_UNREAD, whose) or 0
