"""The sealed parts of a message (what lists show, what is searched, the text), its key.

The columns that are not sealed (who wrote to whom and when) are authenticated with the
message's key: a message opens only while all of them are as they were when it was sent
(``encryption.sealing``).
"""

import json
import logging
import re
from cites.cug.core.encryption.authentic import canonical
from cites.cug.core.encryption.keys import Keyring, UnknownKey
from cites.cug.core.encryption.sealing import (
    Owner,
    Seal,
    Untrusted,
    unwrap_for,
    wrap_for,
)
from cites.cug.core.fulltext.folding import fold
from cites.cug.messaging.models import Delivery, Message
from cites.cug.messaging.schema import Letter
from collections.abc import Iterable, Mapping
from hashlib import sha256
from lxml import html
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple


logger = logging.getLogger(__name__)

#: Characters of a text that lists show, at most.
SNIPPET_LENGTH = 140
SPACE = re.compile(r"\s+")
#: Authenticated columns of the message; lists read all of them.
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
#: Authenticated columns of its line in a mailbox.
OF_DELIVERY = ("kind", "time")
#: Columns that lists do not read; the column ``details`` is their digest.
DETAILS = ("reply_to", "receipt", "addressed", "about")

_of_row = attrgetter(*OF_MESSAGE, *OF_DELIVERY)
_of_message = itemgetter(*OF_MESSAGE)
_details = attrgetter(*DETAILS)
#: The columns that are needed to open a message in a mailbox.
SEAL_COLUMNS = (
    *(getattr(Message, name) for name in OF_MESSAGE),
    *(getattr(Delivery, name) for name in OF_DELIVERY),
    Delivery.sealed_key,
    Message.key_id,
)


class MessageHead(NamedTuple):
    """What a list shows of a message."""

    subject: str
    snippet: str
    sender_name: str


NO_HEAD = MessageHead("", "", "")


def plain_text(body: str) -> str:
    """The words of an HTML text on one line."""
    if not body:
        return ""
    tree = html.fragment_fromstring(body, create_parent="div")
    return SPACE.sub(" ", " ".join(tree.itertext())).strip()


def beginning_of(text: str) -> str:
    """What lists show of a text: some words, and whether there is more."""
    if len(text) <= SNIPPET_LENGTH:
        return text
    cut = text[: SNIPPET_LENGTH - 1]
    words = cut if text[len(cut)] == " " else cut.rpartition(" ")[0]
    # A text without spaces, as in Chinese, is cut where it is.
    return f"{words or cut}…"


def searchable(*texts: str) -> bytes:
    """Texts without case and accents, as bytes, so that a search need not decode them."""
    return fold("\n".join(texts)).encode()


def seal_content(
    seal: Seal, letter: Letter, sender_name: str, filenames: Iterable[str]
) -> dict[str, Any]:
    """The sealed columns of a message."""
    text = plain_text(letter.body)
    head = MessageHead(letter.subject, beginning_of(text), sender_name)
    words = searchable(letter.subject, text, sender_name, *filenames)
    return {
        "head": seal.close("head", json.dumps(head, ensure_ascii=False).encode()),
        "words": seal.close("words", words),
        "body": seal.close("body", letter.body.encode()),
    }


def bound_in(row: Any) -> bytes:
    """What is authenticated, from a row with columns of a message and its delivery."""
    return canonical(_of_row(row))


def details_in(row: Any) -> bytes:
    """The digest of the ``DETAILS`` of a row, computed anew."""
    return details_of(*_details(row))


def details_of(
    reply_to: str | None, receipt: bool, addressed: Mapping, about: bytes | None
) -> bytes:
    return sha256(canonical((reply_to, receipt, addressed, about))).digest()


def keys_for(
    user_ids: Iterable[str],
    data_key: bytes,
    message: Mapping[str, Any],
    kind: str,
    time: Any,
) -> list[bytes]:
    """The message's key for the mailbox of each of these members.

    ``message`` holds its columns; ``kind`` and ``time`` are those of its lines there.
    """
    owners = [Owner(message["group_uid"], user_id) for user_id in user_ids]
    bound = canonical((*_of_message(message), kind, time))
    return wrap_for(owners, data_key, bound)


def seal_of(row: Any, owner: Owner, keys: Keyring | None = None) -> Seal:
    """The seal that opens a message in the owner's mailbox; the row has ``SEAL_COLUMNS``.

    ``keys`` is the keyring, given where many messages are opened. Raises Untrusted if the
    message is not what was sent, or not for that mailbox.
    """
    try:
        return Seal(row.id, unwrap_for(owner, row.sealed_key, bound_in(row), keys))
    except UnknownKey as error:
        logger.error("Message %s: %s", row.id, error)
        raise Untrusted(row.id) from error
    except Untrusted as error:
        raise Untrusted(row.id) from error


def open_head(seal: Seal, row: Any) -> MessageHead:
    return MessageHead(*json.loads(seal.open("head", row.head).decode()))


def open_body(seal: Seal, row: Any) -> str:
    return seal.open("body", row.body).decode()


def matches(seal: Seal, row: Any, words: Iterable[bytes]) -> bool:
    """Whether a message holds all the words, which ``searchable`` has made."""
    text = seal.open("words", row.words)
    return all(word in text for word in words)
