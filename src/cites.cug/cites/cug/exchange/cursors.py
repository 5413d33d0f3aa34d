"""Cursors: how far a client has followed the changes of a library.

A cursor is opaque to clients. It says with which keys of the catalog the client saw what
it holds, so that a change of the member's own rights is followed too. It is signed for
its member and group: nobody can make one that tells more.
"""

import hmac
import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from cites.cug.encryption.authentic import keyed_digests
from typing import NamedTuple


PURPOSE = "cursors of changes"
DIGITS = 32
MOST_CHARACTERS = 20_000


class Cursor(NamedTuple):
    """A place in the changes, and with which tokens the client got there."""

    #: The last change that the client knows of.
    number: int = 0
    #: With these the client knows all items that they opened at that change.
    known: tuple[str, ...] = ()
    #: With these it may have got an item since.
    held: tuple[str, ...] = ()
    #: While what other tokens open is told, before the changes: the tokens now, and the
    #: position of the last item told. None otherwise.
    target: tuple[str, ...] | None = None
    place: int = -1


def write_cursor(cursor: Cursor, owner: str) -> str:
    """The cursor as a word. ``owner`` says of whom and of which group it is."""
    text = zlib.compress(json.dumps(cursor).encode(), 9)
    word = urlsafe_b64encode(text).decode().rstrip("=")
    signature, *_older = keyed_digests(PURPOSE, f"{owner}:{word}")
    return f"{word}.{signature[:DIGITS]}"


def read_cursor(text: str, owner: str) -> Cursor | None:
    """The cursor of a word; None if the portal has not given it to this owner."""
    word, _dot, signature = text.partition(".")
    if len(text) > MOST_CHARACTERS or not signature.isascii():
        return None
    known = keyed_digests(PURPOSE, f"{owner}:{word}")
    if not any(hmac.compare_digest(one[:DIGITS], signature) for one in known):
        return None
    try:
        padded = word + "=" * (-len(word) % 4)
        number, known_tokens, held, target, place = json.loads(
            zlib.decompress(urlsafe_b64decode(padded))
        )
    except (NotBase64, ValueError, zlib.error):
        return None
    at = None if target is None else tuple(target)
    return Cursor(number, tuple(known_tokens), tuple(held), at, place)
