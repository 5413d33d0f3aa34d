"""Wraps the keys of stored messages anew: with a newer key, or for a changed time."""

from cites.cug.core.encryption.keys import keyring
from cites.cug.core.encryption.sealing import Owner, Seal, Untrusted
from cites.cug.messaging.about import About
from cites.cug.messaging.content import keys_for, OF_MESSAGE, seal_of
from cites.cug.messaging.models import Delivery, Mailbox, Message, SHOWN
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session
from typing import Any


_LINES = (
    select(
        Delivery.message_id,
        Delivery.mailbox_id,
        Delivery.kind,
        Delivery.time,
        Delivery.sealed_key,
        Mailbox.group_uid,
        Mailbox.user_id,
    )
    .join(Mailbox, Mailbox.id == Delivery.mailbox_id)
    .where(
        Delivery.message_id.in_(bindparam("message_ids", expanding=True)),
        Delivery.folder.in_(SHOWN),
    )
    .order_by(Delivery.message_id, Delivery.mailbox_id)
    .with_for_update(of=Delivery)
)
_MESSAGES = (
    select(Message.__table__)
    .where(Message.id.in_(bindparam("message_ids", expanding=True)))
    .order_by(Message.id)
    .with_for_update()
)
_delivery = Delivery.__table__
#: Built once, to change all lines with one statement.
_KEEP = (
    update(_delivery)
    .where(
        _delivery.c.message_id == bindparam("its_message"),
        _delivery.c.mailbox_id == bindparam("its_mailbox"),
    )
    .values(sealed_key=bindparam("its_key"), time=bindparam("its_time"))
)


class _Line:
    """A message and its line in a mailbox, with the columns of both."""

    def __init__(self, message: Any, line: Any):
        self._message = message
        self.kind, self.time, self.sealed_key = line.kind, line.time, line.sealed_key

    def __getattr__(self, name: str) -> Any:
        return getattr(self._message, name)


def rewrap_keys(
    records: Session, message_ids: Sequence[str], time: Any = None, **changes: Any
) -> set[str]:
    """Wrap the keys of these messages anew for all mailboxes they lie in.

    ``changes`` are stored in the messages' columns, and ``time`` in their lines. Returns
    the ids of messages that cannot be trusted in some mailbox; there they stay as they
    are, and the key that they need is kept.
    """
    ids = {"message_ids": list(message_ids)}
    # The lines first, as everywhere where both are locked.
    lines = records.connection().execute(_LINES, ids).all()
    by_message = {
        one: list(some) for one, some in groupby(lines, attrgetter("message_id"))
    }
    messages = records.connection().execute(_MESSAGES, ids).all()
    return {
        message.id
        for message in messages
        if not _rewrap_key(
            records, message, by_message.get(message.id, ()), time, changes
        )
    }


def _rewrap_key(
    records: Session,
    message: Any,
    lines: Sequence[Any],
    time: Any,
    changes: Mapping[str, Any],
) -> bool:
    """Whether the message could be opened in all mailboxes."""
    values = {
        **{name: getattr(message, name) for name in OF_MESSAGE},
        **changes,
    }
    # Read before keys are wrapped, as a rotation may add a newer key at any time.
    key_id = keyring().newest_id
    opened = list(_opened(message, lines))
    if opened:
        kept = [_kept(line, seal, values, time or line.time) for line, seal in opened]
        records.connection().execute(_KEEP, kept)
    if len(opened) < len(lines):
        return False
    values["key_id"] = key_id
    if message.about is not None and opened:
        about = About.opened(opened[0][1], message.about)
        values["about_digest"] = about.digest(message.group_uid)
    here = Message.id == message.id
    records.execute(update(Message.__table__).where(here).values(values))
    return True


def _opened(message: Any, lines: Sequence[Any]) -> Iterator[tuple[Any, Seal]]:
    for line in lines:
        owner = Owner(line.group_uid, line.user_id)
        try:
            yield line, seal_of(_Line(message, line), owner)
        except Untrusted:
            continue


def _kept(line: Any, seal: Seal, values: Mapping[str, Any], time: Any) -> dict[str, Any]:
    (key,) = keys_for([line.user_id], seal.data_key, values, line.kind, time)
    return {
        "its_message": line.message_id,
        "its_mailbox": line.mailbox_id,
        "its_key": key,
        "its_time": time,
    }
