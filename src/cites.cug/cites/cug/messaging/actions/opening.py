"""Opens messages and their files."""

from cites.cug.core.sql.proofs import proof_of
from cites.cug.core.sql.session import session, write_session
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.errors import Missing
from cites.cug.messaging.about import About
from cites.cug.messaging.content import open_body
from cites.cug.messaging.files import files_of, MessageFile, pieces_of
from cites.cug.messaging.mailbox import (
    count_change,
    Filed,
    MailboxLine,
    own_message,
    OwnMessage,
)
from cites.cug.messaging.models import Delivery, DeliveryKind
from cites.cug.messaging.schema import Addressees
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, UTC
from sqlalchemy import tuple_, update
from typing import Any


@dataclass(frozen=True)
class Opened:
    """A whole message in the caller's mailbox."""

    line: MailboxLine
    body: str
    reply_to: str | None
    receipt: bool
    #: All that the sender chose; ``seen_by`` says which of them a reader may see.
    addressees: Addressees
    files: Sequence[MessageFile]
    about: About | None


def open_message(group: Any, message_id: str, *, acting_user: str) -> Opened:
    """Open a message; from now on it counts as read.

    Raises Missing, or Untrusted as ``own_message`` does.
    """
    row = own_message(group, acting_user, message_id)
    if row.unread:
        write_session()
        # It may have been taken back while we waited for our turn.
        row = own_message(group, acting_user, message_id)
    opened = _opened(row)
    if row.unread:
        _mark_read(row)
    if row.kind == DeliveryKind.RECEIVED and row.first_read is None:
        detail = {"message": message_id}
        record("message.open", target=group, acting_user=acting_user, detail=detail)
    return opened


def _mark_read(row: OwnMessage) -> None:
    records = write_session()
    table, place = Delivery.__table__, (row.mailbox_id, row.id)
    here = tuple_(table.c.mailbox_id, table.c.message_id) == place
    values: dict[str, Any] = {"unread": False}
    if row.first_read is None:
        names = {"mailbox_id": row.mailbox_id, "message_id": row.id}
        values["first_read"] = datetime.now(UTC)
        values["proof"] = proof_of(Delivery, names | values)
    records.execute(update(table).where(here).values(values))
    before = Filed(row.mailbox_id, row.folder, unread=True)
    count_change(records, [before], [before._replace(unread=False)])


def _opened(row: OwnMessage) -> Opened:
    total = row.attachments_total
    return Opened(
        row.line()._replace(unread=False),
        open_body(row.seal, row),
        row.reply_to,
        row.receipt,
        Addressees.stored(row.addressed),
        files_of(session(), row.seal, total) if total else (),
        About.opened(row.seal, row.about) if row.about else None,
    )


def open_file(
    group: Any, message_id: str, number: int, *, acting_user: str
) -> tuple[MessageFile, Iterator[bytes]]:
    """A file of a message, piece by piece, for the caller to download.

    Raises Missing, or Untrusted as ``own_message`` does.
    """
    records = write_session()
    message = own_message(group, acting_user, message_id)
    seal = message.seal
    for file in files_of(records, seal, message.attachments_total):
        if file.number == number:
            detail = {"message": message_id, "number": number}
            record(
                "message.download", target=group, acting_user=acting_user, detail=detail
            )
            return file, pieces_of(records, seal, file)
    raise Missing(message_id)
