"""Cursors: how far a client has followed the changes of a group.

What a member could see at a place is in the logs of changes. A cursor is sealed for its
member and group: nobody else can use it, and its holder cannot read the number of the
last change, which would tell how often others have changed what is hidden.
"""

import json
from cites.cug.core.encryption.sealing import open_word, seal_word, Untrusted
from typing import Any, NamedTuple


#: Of this form: a cursor of another is none.
PURPOSE = "places in changes"
#: The same for pages of a feed.
PAGES = "pages of a feed"
MOST_CHARACTERS = 2_000
#: Before the first position of a library, and before the first UID.
FIRST_POSITION = -1
FIRST_UID = ""


class Cursor(NamedTuple):
    """A place in the changes of a library or of topics."""

    #: The last change that the client knows of.
    number: int = 0
    #: The position or UID of the last item told, while a list of items is told: all that
    #: can be seen at the beginning, later what the next change of rights opens or closes.
    #: None otherwise.
    place: int | str | None = None
    begins: bool = False
    #: Whether the client holds exactly what its member could see at that change.
    is_whole: bool = True
    #: Seconds since 1970: when the client knew all that was to be known.
    at: int = 0


def begin(number: int, place: int | str) -> Cursor:
    """The cursor of a client that holds nothing yet, before the first place."""
    return Cursor(number, place, begins=True, is_whole=False)


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


def write_place(place: Place, owner: str) -> str:
    """The place as a word. ``owner`` says of whom and of which group it is."""
    return seal_word(PURPOSE, owner, json.dumps(place))


def read_place(text: str, owner: str) -> Place | None:
    """The place of a word; None if the portal has not given it to this owner."""
    values = _opened(PURPOSE, owner, text)
    if values is None:
        return None
    library, topics, permits = values
    followed = None if permits is None else PermitCursor(*permits)
    return Place(_cursor(library), _cursor(topics), followed)


def write_page(number: int, owner: str) -> str:
    """The place of a page of a feed as a word."""
    return seal_word(PAGES, owner, json.dumps(number))


def read_page(text: str, owner: str) -> int | None:
    """The place of a page; None if the portal has not given it to this owner."""
    return _opened(PAGES, owner, text)


def _opened(purpose: str, owner: str, text: str) -> Any:
    if len(text) > MOST_CHARACTERS:
        return None
    try:
        return json.loads(open_word(purpose, owner, text))
    except Untrusted:
        return None


def _cursor(values: list[Any] | None) -> Cursor | None:
    return None if values is None else Cursor(*values)
