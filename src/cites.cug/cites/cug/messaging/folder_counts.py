"""How many messages each folder holds; kept with every change of a mailbox."""

from cites.cug.messaging.mailbox import OF_MEMBER
from cites.cug.messaging.models import Folder
from cites.cug.messaging.models import FolderCount
from cites.cug.messaging.models import Mailbox
from cites.cug.messaging.models import SHOWN
from collections import Counter
from collections.abc import Iterable
from sqlalchemy import bindparam
from sqlalchemy import select
from sqlalchemy import text
from sqlalchemy.orm import Session
from typing import NamedTuple


class Filed(NamedTuple):
    """What counts of a message in a mailbox."""

    mailbox_id: int
    folder: str
    unread: bool


#: Adds to what is counted already; ordered, so that no two senders wait crosswise.
ADD = """
    INSERT INTO mailbox_count (mailbox_id, folder, total, unread)
    {source}
    ON CONFLICT (mailbox_id, folder) DO UPDATE SET
        total = mailbox_count.total + excluded.total,
        unread = mailbox_count.unread + excluded.unread
"""
CHANGE = text(ADD.format(source="VALUES (:mailbox_id, :folder, :total, :unread)"))
DELIVERED = text(
    ADD.format(
        source="""SELECT mailbox_id, folder, 1, 1 FROM message_delivery
        WHERE message_id = :message_id AND kind = 'received' ORDER BY mailbox_id"""
    )
)


def count_delivered(records: Session, message_id: str) -> None:
    """A message has just come to all its recipients."""
    records.connection().execute(DELIVERED, {"message_id": message_id})


def count_change(
    records: Session, before: Iterable[Filed], after: Iterable[Filed]
) -> None:
    """Messages have been filed otherwise, each in its mailbox."""
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
        records.connection().execute(CHANGE, changes)


# Part of almost every request: put together once.
_COUNTS = select(FolderCount.__table__).where(
    FolderCount.mailbox_id == bindparam("mailbox_id")
)
_UNREAD = (
    select(FolderCount.unread)
    .join(Mailbox, Mailbox.id == FolderCount.mailbox_id)
    .where(*OF_MEMBER, FolderCount.folder == Folder.INBOX)
)


def counts_by_folder(records: Session, mailbox_id: int) -> dict[str, FolderCount]:
    """By folder; what was never used is missing."""
    rows = records.connection().execute(_COUNTS, {"mailbox_id": mailbox_id})
    return {row.folder: row for row in rows}


def unread_in(records: Session, mailbox_id: int, folder: Folder = Folder.INBOX) -> int:
    """How many messages in a folder have not been read."""
    query = select(FolderCount.unread).where(
        FolderCount.mailbox_id == mailbox_id, FolderCount.folder == folder
    )
    return records.connection().execute(query).scalar() or 0


def unread_of(records: Session, group_uid: str, user_id: str) -> int:
    """The same of a member's inbox, whose mailbox need not be known; 0 without one."""
    whose = {"group_uid": group_uid, "user_id": user_id}
    return records.connection().execute(_UNREAD, whose).scalar() or 0
