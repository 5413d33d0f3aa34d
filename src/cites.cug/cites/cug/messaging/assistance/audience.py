"""Who reads a request and its answers: those to whom it was sent, and who has asked."""

from cites.cug.core.encryption.keys import keyring
from cites.cug.core.encryption.sealing import Untrusted
from cites.cug.core.sql.session import session
from cites.cug.messaging.addressing import active_among, Members
from cites.cug.messaging.content import SEAL_COLUMNS, seal_of
from cites.cug.messaging.mailbox import owner_of, OwnMessage, records_of
from cites.cug.messaging.models import Delivery, Mailbox, Message, SHOWN
from cites.cug.messaging.schema import Addressees
from contextlib import suppress
from dataclasses import replace
from sqlalchemy import bindparam, select
from typing import Any


_READERS = (
    select(Mailbox.user_id, *SEAL_COLUMNS)
    .join(Delivery, Delivery.message_id == Message.id)
    .join(Mailbox, Mailbox.id == Delivery.mailbox_id)
    .where(
        Message.id == bindparam("message_id"),
        Delivery.folder.in_(SHOWN),
        Delivery.sealed_key.is_not(None),
    )
)


def readers(group: Any, request_id: str) -> Members:
    """Active members in whose mailbox the request lies, its asker among them.

    A line that was put into the database gives nobody the answers: the request's key must
    be wrapped for that mailbox.
    """
    rows = session().connection().execute(_READERS, {"message_id": request_id})
    keys, found = keyring(), []
    for row in records_of(rows):
        with suppress(Untrusted):
            seal_of(row, owner_of(group, row.user_id), keys)
            found.append(row.user_id)
    return active_among(group, found)


def addressed_by(message: OwnMessage, user_id: str) -> Addressees:
    """Whom an answer names as addressees: what the answering member was shown of the
    request's, and the asker. It reaches all readers.
    """
    chosen = Addressees.stored(message.addressed)
    if user_id == message.sender:
        return chosen
    seen = chosen.seen_by(user_id, message.sender)
    others = (name for name in seen.to if name not in (user_id, message.sender))
    return replace(seen, to=(message.sender, *others))
