"""A client that got no answer may repeat its request: nothing is sent twice.

The key in the ``Idempotency-Key`` header tells that it is the same request. It counts in
the client's own mailbox only.
"""

from cites.cug import _
from cites.cug.encryption.authentic import keyed_digest, keyed_digests
from cites.cug.encryption.keys import keyring
from cites.cug.messaging.mailbox import need_mailbox
from cites.cug.messaging.models import Acknowledged
from cites.cug.sql.moments import Moment
from cites.cug.sql.session import RecordsBusy, writing
from cites.cug.validation.errors import FieldError, InvalidValues
from collections.abc import Callable
from datetime import datetime, UTC
from sqlalchemy import bindparam, select, text
from sqlalchemy.orm import Session
from typing import Any


HEADER = "Idempotency-Key"
MAX_KEY = 200
PURPOSE = "acknowledged messages"
FIRST = text(
    "INSERT INTO message_acknowledged (mailbox_id, key, message_id, digest, time)"
    " VALUES (:mailbox_id, :key, :message_id, :digest, :time) ON CONFLICT DO NOTHING"
).bindparams(bindparam("time", type_=Moment))


def _digests(digest: str) -> list[str]:
    """How it may be stored: keyed, so that no text can be guessed from it."""
    plain = [] if keyring().bound_only else [digest]
    return [*keyed_digests(PURPOSE, digest), *plain]


def make_once(
    group: Any, key: str, digest: str, make: Callable[[], str], *, acting_user: str
) -> tuple[str, bool]:
    """The id of the message that ``make`` makes, or has made with this key before; and
    whether it was there before. All in one transaction.

    ``digest`` is of what is sent: raises InvalidValues if the key was used for another.
    """
    records = writing()
    mailbox_id = need_mailbox(records, group.UID(), acting_user)
    found = _made_with(records, mailbox_id, key, digest)
    if found is not None:
        return found, True
    values = {
        "mailbox_id": mailbox_id,
        "key": key,
        "message_id": make(),
        "digest": keyed_digest(PURPOSE, digest),
        "time": datetime.now(UTC),
    }
    if records.execute(FIRST, values).rowcount == 0:
        # The same request came twice at once: this one runs again, and finds the message.
        raise RecordsBusy(key)
    return values["message_id"], False


def _made_with(records: Session, mailbox_id: int, key: str, digest: str) -> str | None:
    query = select(Acknowledged.message_id, Acknowledged.digest).where(
        Acknowledged.mailbox_id == mailbox_id, Acknowledged.key == key
    )
    row = records.execute(query).one_or_none()
    if row is None:
        return None
    if row.digest not in _digests(digest):
        text = _("This key was used for another message.")
        raise InvalidValues([(HEADER, FieldError(text))])
    return row.message_id
