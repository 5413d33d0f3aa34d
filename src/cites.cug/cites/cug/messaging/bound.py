"""What stands in the open beside a message, and is authenticated with its key.

The database delivers and lists by it, so it is not sealed; but a message opens only while
all of it is as it was when the message was sent (``sealing.seals``).
"""

from cites.cug.encryption.authentic import canonical
from cites.cug.encryption.sealing import Owner
from cites.cug.encryption.sealing import wrap_for
from collections.abc import Iterable
from collections.abc import Mapping
from hashlib import sha256
from operator import attrgetter
from operator import itemgetter
from typing import Any


#: Columns of the message; lists read all of them.
OF_MESSAGE = (
    "id",
    "group_uid",
    "thread",
    "sender",
    "sender_country",
    "sender_category",
    "sent",
    "handling",
    "answer_by",
    "recipients_total",
    "attachments_total",
    "details",
)
#: Of its line in the mailbox.
OF_DELIVERY = ("kind", "time")
#: Columns of the message that lists do not read: ``details`` is their digest.
DETAILS = ("reply_to", "receipt", "addressed")

_of_row = attrgetter(*OF_MESSAGE, *OF_DELIVERY)
_of_message = itemgetter(*OF_MESSAGE)
_details = attrgetter(*DETAILS)


def bound_in(row: Any) -> bytes:
    """Of a row with columns of a message and of its delivery."""
    return canonical(_of_row(row))


def details_in(row: Any) -> bytes:
    """The digest of what lists do not read, as it stands there now."""
    return details_of(*_details(row))


def details_of(reply_to: str | None, receipt: bool, addressed: Mapping) -> bytes:
    return sha256(canonical((reply_to, receipt, addressed))).digest()


def keys_for(
    user_ids: Iterable[str],
    data_key: bytes,
    message: Mapping[str, Any],
    kind: str,
    time: Any,
) -> list[bytes]:
    """The message's key for the mailbox of each of these members.

    ``message`` holds its columns, ``kind`` and ``time`` are of its lines there.
    """
    owners = [Owner(message["group_uid"], user_id) for user_id in user_ids]
    bound = canonical((*_of_message(message), kind, time))
    return wrap_for(owners, data_key, bound)
