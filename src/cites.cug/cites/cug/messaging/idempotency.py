"""A client that got no answer may ask again with the same key: nothing goes twice.

The key is the ``Idempotency-Key`` header; it counts in the client's own mailbox only.
"""

from cites.cug import _
from cites.cug.encryption.authentic import keyed_digest
from cites.cug.encryption.authentic import keyed_digests
from cites.cug.encryption.keys import keyring
from cites.cug.messaging.mailbox import need_mailbox
from cites.cug.messaging.models import Acknowledged
from cites.cug.sql.moments import Moment
from cites.cug.sql.session import RecordsBusy
from cites.cug.sql.session import writing
from cites.cug.validation.errors import FieldErrors
from cites.cug.validation.errors import InvalidValues
from datetime import datetime
from datetime import UTC
from sqlalchemy import bindparam
from sqlalchemy import select
from sqlalchemy import text
from typing import Any


MAX_KEY = 200
PURPOSE = "acknowledged messages"
FIRST = text(
    "INSERT INTO message_acknowledged (mailbox_id, key, message_id, digest, time)"
    " VALUES (:mailbox_id, :key, :message_id, :digest, :time) ON CONFLICT DO NOTHING"
).bindparams(bindparam("time", type_=Moment))


def _digests(digest: str) -> list[str]:
    """As it may be stored: with a key, so that no text can be guessed from it."""
    plain = [] if keyring().bound_only else [digest]
    return [*keyed_digests(PURPOSE, digest), *plain]


def acknowledged(group: Any, key: str, digest: str, *, acting_user: str) -> str | None:
    """The id of the message that was made with this key; None at its first use.

    ``digest`` is of what is sent: raises InvalidValues for another message.
    """
    records = writing()
    mailbox_id = need_mailbox(records, group.UID(), acting_user)
    query = select(Acknowledged.message_id, Acknowledged.digest).where(
        Acknowledged.mailbox_id == mailbox_id, Acknowledged.key == key
    )
    row = records.execute(query).one_or_none()
    if row is None:
        return None
    if row.digest not in _digests(digest):
        mistakes = FieldErrors()
        mistakes.add("Idempotency-Key", _("This key was used for another message."))
        raise InvalidValues(mistakes.found)
    return row.message_id


def acknowledge(
    group: Any, key: str, digest: str, message_id: str, *, acting_user: str
) -> None:
    """Remember what was answered; in the transaction of the message."""
    records = writing()
    values = {
        "mailbox_id": need_mailbox(records, group.UID(), acting_user),
        "key": key,
        "message_id": message_id,
        "digest": keyed_digest(PURPOSE, digest),
        "time": datetime.now(UTC),
    }
    if records.execute(FIRST, values).rowcount == 0:
        # The same request came twice at once: this one is run again, and finds it.
        raise RecordsBusy(key)
