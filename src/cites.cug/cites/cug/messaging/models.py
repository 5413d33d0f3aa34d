"""The tables of messages: a message is stored once, with a line in each of its mailboxes.

What it says is sealed (``encryption.sealing``). Who wrote to whom, when and under which
handling code is not sealed, as the portal needs it to deliver and to list messages.
"""

from cites.cug.core.sql.moments import Moment
from cites.cug.core.sql.proofs import Proven
from cites.cug.core.sql.session import Base
from datetime import date, datetime
from enum import StrEnum
from sqlalchemy import ForeignKey, Index, JSON, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.schema import UniqueConstraint
from typing import Any


class Folder(StrEnum):
    """Where a message lies in a mailbox."""

    INBOX = "inbox"
    SENT = "sent"
    DRAFTS = "drafts"
    ARCHIVE = "archive"
    TRASH = "trash"
    #: Deleted from the mailbox for good; the sender still sees that it was delivered.
    GONE = "gone"
    #: Taken back by its sender before it was opened.
    RECALLED = "recalled"


class DeliveryKind(StrEnum):
    """What a message is to the owner of a mailbox."""

    RECEIVED = "received"
    SENT = "sent"
    DRAFT = "draft"


#: Where it lies unless its owner moves it.
HOME = {
    DeliveryKind.RECEIVED: Folder.INBOX,
    DeliveryKind.SENT: Folder.SENT,
    DeliveryKind.DRAFT: Folder.DRAFTS,
}
#: The folders that the owner of a mailbox sees; lines elsewhere are for receipts only.
SHOWN = (Folder.INBOX, Folder.SENT, Folder.DRAFTS, Folder.ARCHIVE, Folder.TRASH)

ID = String(32)


def mailbox_key() -> Mapped[int]:
    """Part of a primary key; the row is deleted together with its mailbox."""
    return mapped_column(ForeignKey("mailbox.id", ondelete="CASCADE"), primary_key=True)


def message_key(**options: Any) -> Mapped[str]:
    """Part of a primary key; the row is deleted together with its message."""
    key = ForeignKey("message.id", ondelete="CASCADE")
    return mapped_column(key, primary_key=True, **options)


class Mailbox(Base):
    """The mailbox of a member in a group; it is made with the member's first message."""

    __tablename__ = "mailbox"
    __table_args__ = (UniqueConstraint("group_uid", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_uid: Mapped[str] = mapped_column(ID)
    user_id: Mapped[str] = mapped_column(String(200))


class Message(Base):
    """A message, or a draft as long as ``sent`` is empty."""

    __tablename__ = "message"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    group_uid: Mapped[str] = mapped_column(ID)
    #: Id of the first message of the conversation.
    thread: Mapped[str] = mapped_column(ID)
    reply_to: Mapped[str | None] = mapped_column(ID)
    sender: Mapped[str] = mapped_column(String(200))
    #: Country and category of the sender when the message was sent.
    sender_country: Mapped[str] = mapped_column(String(2))
    sender_category: Mapped[str] = mapped_column(String(20))
    sent: Mapped[datetime | None] = mapped_column(Moment)
    handling: Mapped[str] = mapped_column(String(20))
    answer_by: Mapped[date | None]
    #: Whether the sender wants to see who has opened it.
    receipt: Mapped[bool]
    #: ``schema.Addressees`` as the sender chose them.
    addressed: Mapped[dict[str, Any]] = mapped_column(JSON)
    recipients_total: Mapped[int]
    attachments_total: Mapped[int]
    #: Digest of the columns that lists do not read (``content.DETAILS``).
    details: Mapped[bytes] = mapped_column(LargeBinary)
    #: What it is about (``about.About``), sealed, and a keyed digest of that; or nothing.
    about: Mapped[bytes | None] = mapped_column(LargeBinary)
    about_digest: Mapped[str | None] = mapped_column(String(64), index=True)
    #: Id of the key that wraps the message's own key, or of an older one.
    key_id: Mapped[str] = mapped_column(String(16), index=True)
    #: Sealed: what lists show, what is searched, the text.
    head: Mapped[bytes] = mapped_column(LargeBinary)
    words: Mapped[bytes] = mapped_column(LargeBinary)
    body: Mapped[bytes] = mapped_column(LargeBinary)


class Delivery(Proven):
    """A message in a mailbox: a recipient's, or the sender's own copy.

    What the message says is bound to the mailbox by its key. The proof is that of the
    receipt: that its reader has opened it, and when.
    """

    __tablename__ = "message_delivery"
    PROVEN_IF = "first_read"
    UNPROVEN = frozenset(
        {
            *("thread", "time", "folder", "kind", "unread", "starred", "trashed"),
            "sealed_key",
        }
    )
    __table_args__ = (
        Index("message_delivery_list", "mailbox_id", "folder", "time", "message_id"),
        Index("message_delivery_thread", "thread", "mailbox_id", "time"),
    )

    # In this order, so that the rows of one message lie together.
    message_id: Mapped[str] = message_key()
    mailbox_id: Mapped[int] = mailbox_key()
    thread: Mapped[str] = mapped_column(ID)
    #: When the message was sent; for a draft, when it was last changed.
    time: Mapped[datetime] = mapped_column(Moment)
    folder: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(10))
    unread: Mapped[bool]
    starred: Mapped[bool]
    first_read: Mapped[datetime | None] = mapped_column(Moment)
    #: When it was moved to the trash.
    trashed: Mapped[datetime | None] = mapped_column(Moment)
    #: The message's key, wrapped for this mailbox only; empty once the line has left it.
    sealed_key: Mapped[bytes | None] = mapped_column(LargeBinary)


class FolderCount(Base):
    """How many messages a folder holds, so that no list has to count them."""

    __tablename__ = "mailbox_count"

    mailbox_id: Mapped[int] = mailbox_key()
    folder: Mapped[str] = mapped_column(String(10), primary_key=True)
    total: Mapped[int]
    unread: Mapped[int]


class Attachment(Base):
    """A file of a message or draft; its name and type are sealed."""

    __tablename__ = "message_attachment"

    message_id: Mapped[str] = message_key()
    number: Mapped[int] = mapped_column(primary_key=True)
    size: Mapped[int]
    head: Mapped[bytes] = mapped_column(LargeBinary)


class FileChunk(Base):
    """A sealed piece of a file."""

    __tablename__ = "message_attachment_chunk"

    message_id: Mapped[str] = message_key()
    number: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class KeyInUse(Base):
    """Ids of the keys that messages are sealed with; the keys are stored elsewhere."""

    __tablename__ = "message_key"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    since: Mapped[datetime] = mapped_column(Moment)


class Retention(Proven):
    """For how many days the messages of a group are kept; empty means for ever."""

    __tablename__ = "message_retention"

    group_uid: Mapped[str] = mapped_column(ID, primary_key=True)
    trash_days: Mapped[int]
    keep_days: Mapped[int | None]
    #: The numbers that will replace them, and from when on; empty where no change waits.
    next_trash_days: Mapped[int | None]
    next_keep_days: Mapped[int | None]
    next_from: Mapped[datetime | None] = mapped_column(Moment)
