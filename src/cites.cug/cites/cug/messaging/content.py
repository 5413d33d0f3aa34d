"""What a message says, as it is sealed: what lists show, what is searched, the text."""

import json
import re
from cites.cug.messaging.letter import Letter
from cites.cug.sealing.keys import Keyring
from cites.cug.sealing.seals import Seal
from collections.abc import Iterable
from lxml import html
from typing import Any
from typing import NamedTuple
from unicodedata import combining
from unicodedata import normalize


SNIPPET_LENGTH = 140
SPACE = re.compile(r"\s+")


class Head(NamedTuple):
    """What a list shows of a message."""

    subject: str
    snippet: str
    sender_name: str


def plain_text(body: str) -> str:
    """The words of an HTML text, on one line."""
    if not body:
        return ""
    tree = html.fragment_fromstring(body, create_parent="div")
    return SPACE.sub(" ", " ".join(tree.itertext())).strip()


def searchable(*texts: str) -> bytes:
    """Texts without case and accents; a search then need not decode them."""
    letters = "\n".join(texts).casefold()
    if letters.isascii():
        return letters.encode()
    letters = normalize("NFKD", letters)
    return "".join(c for c in letters if not combining(c)).encode()


def seal_content(
    seal: Seal, letter: Letter, sender_name: str, filenames: Iterable[str]
) -> dict[str, Any]:
    """The sealed columns of a message."""
    text = plain_text(letter.body)
    head = Head(letter.subject, text[:SNIPPET_LENGTH], sender_name)
    words = searchable(letter.subject, text, sender_name, *filenames)
    return {
        "head": seal.close("head", json.dumps(head, ensure_ascii=False).encode()),
        "words": seal.close("words", words),
        "body": seal.close("body", letter.body.encode()),
    }


def seal_of(row: Any, keys: Keyring | None = None) -> Seal:
    """For a message, or any row with its id and wrapped key.

    ``keys``: the keyring, where many are opened one after the other.
    """
    return Seal.of(row.id, row.key_id, row.wrapped_key, keys)


def open_head(row: Any, keys: Keyring | None = None) -> Head:
    return Head(*json.loads(seal_of(row, keys).open("head", row.head).decode()))


def open_body(row: Any) -> str:
    return seal_of(row).open("body", row.body).decode()


def matches(row: Any, words: Iterable[bytes], keys: Keyring) -> bool:
    """Whether a message holds each of the words, given as ``searchable`` makes them."""
    text = seal_of(row, keys).open("words", row.words)
    return all(word in text for word in words)
