"""Members mark, move and delete messages in their own mailbox, many at once."""

from cites.cug import _
from cites.cug.core.sql.proofs import change_proven
from cites.cug.core.sql.session import session, write_session
from cites.cug.core.validation.errors import FieldError, InvalidValues, Missing
from cites.cug.messaging.mailbox import (
    count_change,
    Filed,
    find_mailbox,
    in_mailbox,
)
from cites.cug.messaging.models import (
    Delivery,
    DeliveryKind,
    Folder,
    HOME,
    Message,
    SHOWN,
)
from collections.abc import Iterable, Sequence
from datetime import datetime, UTC
from sqlalchemy import delete, exists, select, tuple_, update
from sqlalchemy.orm import Session
from typing import Any


#: What may lie in each folder.
KINDS = {
    Folder.INBOX: {DeliveryKind.RECEIVED},
    Folder.SENT: {DeliveryKind.SENT},
    Folder.DRAFTS: {DeliveryKind.DRAFT},
    Folder.ARCHIVE: {DeliveryKind.RECEIVED, DeliveryKind.SENT},
    Folder.TRASH: set(DeliveryKind),
}
MOST_AT_ONCE = 500


def file_messages(
    group: Any,
    message_ids: Sequence[str],
    *,
    acting_user: str,
    read: bool | None = None,
    starred: bool | None = None,
    folder: Folder | None = None,
) -> None:
    """Mark messages as read or unread, with a star or without, and move them.

    None leaves them as they are; sent messages and drafts are always read. Raises
    Missing, or InvalidValues where a message has no place in that folder.
    """
    records = write_session()
    here = _own(group, acting_user, message_ids)
    table = update(Delivery.__table__)
    if read is not None:
        received = (*here, Delivery.kind == DeliveryKind.RECEIVED)
        if read:
            never = (*received, Delivery.first_read.is_(None))
            change_proven(records, Delivery, *never, first_read=datetime.now(UTC))
        refile_deliveries(records, received, unread=not read)
    if starred is not None:
        records.execute(table.where(*here).values(starred=starred))
    if folder is not None:
        kinds = records.scalars(select(Delivery.kind).where(*here).distinct())
        if not KINDS[folder].issuperset(kinds):
            text = _("messaging_filing_message_moved_folder_text")
            raise InvalidValues([("folder", FieldError(text))])
        _move(records, here, folder)


def mark_all_read(group: Any, *, acting_user: str) -> None:
    """Mark all messages of the inbox as read."""
    mailbox_id = find_mailbox(group, acting_user)
    here = (*in_mailbox(mailbox_id), Delivery.folder == Folder.INBOX)
    unread = session().scalars(select(Delivery.message_id).where(*here, Delivery.unread))
    for some in _portions(unread.all(), MOST_AT_ONCE):
        file_messages(group, some, acting_user=acting_user, read=True)


def restore(group: Any, message_ids: Sequence[str], *, acting_user: str) -> None:
    """Move messages from trash or archive back to the folders they came from."""
    records = write_session()
    here = _own(group, acting_user, message_ids)
    for kind, folder in HOME.items():
        _move(records, (*here, Delivery.kind == kind), folder)


def delete_messages(group: Any, message_ids: Sequence[str], *, acting_user: str) -> None:
    """Move messages to the trash; those in it already leave this mailbox for good."""
    records = write_session()
    here = _own(group, acting_user, message_ids)
    in_trash = (*here, Delivery.folder == Folder.TRASH)
    doomed = [row.message_id for row in records.execute(_filed(in_trash))]
    _move(records, here, Folder.TRASH)
    if doomed:
        discard(records, (*here, Delivery.message_id.in_(doomed)))


def empty_trash(group: Any, *, acting_user: str) -> None:
    """Delete everything in the trash of this mailbox for good."""
    mailbox_id = find_mailbox(group, acting_user)
    if mailbox_id is not None:
        here = (*in_mailbox(mailbox_id), Delivery.folder == Folder.TRASH)
        discard(write_session(), here)


def discard(records: Session, here: Iterable[Any]) -> int:
    """Take deliveries out of their mailboxes for good; returns how many.

    A message that no mailbox shows any more is deleted, with its files.
    """
    gone = refile_deliveries(records, here, folder=Folder.GONE)
    _take_turns(records, sorted({row.message_id for row in gone}))
    still_shown = exists().where(
        Delivery.message_id == Message.id, Delivery.folder.in_(SHOWN)
    )
    for message_ids in _portions({row.message_id for row in gone}):
        unseen = (Message.id.in_(message_ids), ~still_shown)
        records.execute(delete(Message.__table__).where(*unseen))
    return len(gone)


def _take_turns(records: Session, message_ids: Sequence[str]) -> None:
    """Lock messages: of two who delete the last copies at once, the second sees it."""
    for portion in _portions(message_ids):
        query = select(Message.id).where(Message.id.in_(portion)).order_by(Message.id)
        records.execute(query.with_for_update())


def refile_deliveries(
    records: Session, here: Iterable[Any], **changes: Any
) -> Sequence[Any]:
    """Change the folder or the unread mark of deliveries, and the counts; their rows."""
    rows = records.execute(_filed(here)).all()
    values = dict(changes)
    if changes.get("folder", Folder.INBOX) not in SHOWN:
        # Without its key it cannot be opened any more, whoever moves it back.
        values["sealed_key"] = None
    for portion in _portions([(row.mailbox_id, row.message_id) for row in rows]):
        table = Delivery.__table__
        place = tuple_(table.c.mailbox_id, table.c.message_id)
        records.execute(update(table).where(place.in_(portion)).values(values))
    before = [Filed(row.mailbox_id, row.folder, row.unread) for row in rows]
    count_change(records, before, [one._replace(**changes) for one in before])
    return rows


def _move(records: Session, here: Iterable[Any], folder: Folder) -> None:
    here = (*here, Delivery.folder != folder)
    trashed = datetime.now(UTC) if folder is Folder.TRASH else None
    records.execute(update(Delivery.__table__).where(*here).values(trashed=trashed))
    refile_deliveries(records, here, folder=folder)


def _filed(here: Iterable[Any]) -> Any:
    """Select deliveries and lock them, always in the same order."""
    columns = (
        Delivery.mailbox_id,
        Delivery.message_id,
        Delivery.folder,
        Delivery.unread,
    )
    order = (Delivery.mailbox_id, Delivery.message_id)
    query = select(*columns).where(*here).order_by(*order)
    # Mailboxes are not locked, as senders deliver to them meanwhile.
    return query.with_for_update(of=Delivery)


def _own(group: Any, user_id: str, message_ids: Sequence[str]) -> tuple[Any, ...]:
    """Conditions for these messages in the user's mailbox.

    Raises Missing unless all of them lie in it, InvalidValues where they are too
    many.
    """
    if len(message_ids) > MOST_AT_ONCE:
        limit = {"limit": MOST_AT_ONCE}
        text = _("messaging_filing_more_than_messages", mapping=limit)
        raise InvalidValues([("ids", FieldError(text))])
    mailbox_id = find_mailbox(group, user_id)
    if mailbox_id is None:
        raise Missing(*message_ids)
    here = (*in_mailbox(mailbox_id), Delivery.message_id.in_(message_ids))
    found = session().scalars(select(Delivery.message_id).where(*here))
    if missing := set(message_ids).difference(found):
        raise Missing(*sorted(missing))
    return here


def _portions(values: Iterable[Any], size: int = 1000) -> Iterable[list[Any]]:
    everything = list(values)
    for start in range(0, len(everything), size):
        yield everything[start : start + size]
