"""Cursors: how far a client has followed the changes of a group.

A cursor is opaque to clients. It says with which keys the client saw what it holds, so
that a change of the member's own rights is followed too. It is signed for its member and
group: nobody can make one that tells more.
"""

import hmac
import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from cites.cug.encryption.authentic import keyed_digests
from typing import Any, NamedTuple


#: Of this form: a cursor of another is none.
PURPOSE = "places in changes"
DIGITS = 32
MOST_CHARACTERS = 20_000
#: Before the first position of a library, and before the first UID.
FIRST_POSITION = -1
FIRST_UID = ""


class Cursor(NamedTuple):
    """A place in the changes of a library or of topics, and with which tokens the client
    got there: keys of the catalog, or the UIDs of the workspaces it was in.
    """

    #: The last change that the client knows of.
    number: int = 0
    #: With these the client knows all items that they opened at that change.
    known: tuple[str, ...] = ()
    #: With these it may have got an item since.
    held: tuple[str, ...] = ()
    #: While what other tokens open is told, before the changes: the tokens now, and the
    #: position or UID of the last item told. None otherwise.
    target: tuple[str, ...] | None = None
    place: int | str = FIRST_POSITION
    #: Seconds since 1970: when the client knew all that was to be known.
    at: int = 0


class PermitCursor(NamedTuple):
    """A place in the changes of permits, which one may follow all or none."""

    #: Moment and id of the last change told; empty at the beginning.
    moment: str = ""
    id: str = ""
    #: The greatest id told, and the same when nothing more was to be told.
    highest: str = ""
    known: str = ""
    #: While all are withdrawn: the last one. None otherwise.
    withdrawn: str | None = None


class Place(NamedTuple):
    """How far a client has followed a group; None of what it has not begun with."""

    library: Cursor | None = None
    topics: Cursor | None = None
    permits: PermitCursor | None = None


def aim(cursor: Cursor, tokens: tuple[str, ...], first: int | str) -> Cursor:
    """The cursor on its way to what these tokens open, from the first place on."""
    if cursor.target == tokens:
        return cursor
    if cursor.target is None:
        return cursor._replace(target=tokens, place=first)
    # The rights have changed again on the way: nothing is certain but what may be held.
    held = together(cursor.held, cursor.known, cursor.target)
    return Cursor(cursor.number, (), held, tokens, first)


def together(*several: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({token for tokens in several for token in tokens}))


def write_place(place: Place, owner: str) -> str:
    """The place as a word. ``owner`` says of whom and of which group it is."""
    text = zlib.compress(json.dumps(place).encode(), 9)
    word = urlsafe_b64encode(text).decode().rstrip("=")
    signature, *_older = keyed_digests(PURPOSE, f"{owner}:{word}")
    return f"{word}.{signature[:DIGITS]}"


def read_place(text: str, owner: str) -> Place | None:
    """The place of a word; None if the portal has not given it to this owner."""
    word, _dot, signature = text.partition(".")
    if len(text) > MOST_CHARACTERS or not signature.isascii():
        return None
    known = keyed_digests(PURPOSE, f"{owner}:{word}")
    if not any(hmac.compare_digest(one[:DIGITS], signature) for one in known):
        return None
    try:
        padded = word + "=" * (-len(word) % 4)
        library, topics, permits = json.loads(zlib.decompress(urlsafe_b64decode(padded)))
    except (NotBase64, ValueError, zlib.error):
        return None
    followed = None if permits is None else PermitCursor(*permits)
    return Place(_cursor(library), _cursor(topics), followed)


def _cursor(values: list[Any] | None) -> Cursor | None:
    if values is None:
        return None
    number, known, held, target, place, at = values
    aimed = None if target is None else tuple(target)
    return Cursor(number, tuple(known), tuple(held), aimed, place, at)
