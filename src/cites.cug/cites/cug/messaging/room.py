"""How much members may keep in their mailboxes: drafts, and files of their own."""

from cites.cug.core.sql.session import session
from cites.cug.messaging.files import NewFile
from cites.cug.messaging.mailbox import find_mailbox
from cites.cug.messaging.models import (
    Attachment,
    Delivery,
    DeliveryKind,
    Folder,
    FolderCount,
    Mailbox,
    SHOWN,
)
from cites.cug.web.limits.interfaces import IMailboxUse
from cites.cug.web.limits.use import Limit, require_room
from collections.abc import Sequence
from sqlalchemy import func, select
from typing import Any
from zope.interface import implementer


MB = 2**20
#: Only what its owner has written counts, not what others sent.
OWN = Delivery.kind.in_((DeliveryKind.SENT, DeliveryKind.DRAFT)) & Delivery.folder.in_(
    SHOWN
)
FILES = func.coalesce(func.sum(Attachment.size), 0)
OF_MAILBOX = Delivery.message_id == Attachment.message_id


def drafts_of(group: Any, user_id: str) -> int:
    """How many drafts the user has."""
    mailbox_id = find_mailbox(group, user_id)
    here = FolderCount.mailbox_id == mailbox_id, FolderCount.folder == Folder.DRAFTS
    return session().connection().scalar(select(FolderCount.total).where(*here)) or 0


def require_room_for(files: Sequence[NewFile], group: Any, user_id: str) -> None:
    """Raise OverLimit where these files would be too much for the mailbox."""
    if not files:
        return
    mailbox_id = find_mailbox(group, user_id)
    kept = select(FILES).join(Delivery, OF_MAILBOX)
    kept = kept.where(Delivery.mailbox_id == mailbox_id, OWN)
    total = session().connection().scalar(kept) + sum(new.file.size for new in files)
    require_room(user_id, Limit.FILES, -(-total // MB))


@implementer(IMailboxUse)
class MailboxUse:
    """Drafts and megabytes of files by member, for the Secretariat; two SQL queries."""

    def __call__(self, group: Any) -> dict[Limit, dict[str, int]]:
        here = Mailbox.group_uid == group.UID()
        drafts = select(Mailbox.user_id, FolderCount.total).join_from(
            FolderCount, Mailbox
        )
        drafts = drafts.where(here, FolderCount.folder == Folder.DRAFTS)
        files = (
            select(Mailbox.user_id, FILES)
            .select_from(Attachment)
            .join(Delivery, OF_MAILBOX)
            .join(Mailbox, Mailbox.id == Delivery.mailbox_id)
            .where(here, OWN)
            .group_by(Mailbox.user_id)
        )
        connection = session().connection()
        counts, sizes = connection.execute(drafts), connection.execute(files)
        return {
            Limit.DRAFTS: dict(counts.all()),
            Limit.FILES: {user_id: size // MB for user_id, size in sizes},
        }
