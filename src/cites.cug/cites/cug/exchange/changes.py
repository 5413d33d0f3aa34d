"""What has changed in a library since a client last asked, as its caller may know it.

Whoever puts what is added and changed into a store of their own, and takes out what is
withdrawn, holds at the end exactly the items that ``@library`` shows them: after changes
of items and after changes of the member's own rights. A client may be told twice of a
change, and of the withdrawal of an item that it could have had but did not ask for.
"""

from cites.cug.access.guard import principals
from cites.cug.exchange.cursors import aim, Cursor, FIRST_POSITION, together
from cites.cug.exchange.facts import moment
from cites.cug.library.bitmaps import library_index, LibraryIndex, position_of, rid_at
from cites.cug.library.changes import ChangeLog, Entry
from cites.cug.plone_internals.catalog import inner_catalog, path_of_uid
from datetime import datetime, UTC
from itertools import islice
from plone import api
from Products.CMFCore.indexing import processQueue
from pyroaring import BitMap
from typing import Any, NamedTuple


ADDED, CHANGED, WITHDRAWN = "added", "changed", "withdrawn"
#: Entries of the log that are read at most for one page: most are of others' drafts.
MOST_ENTRIES = 10_000
#: The same for one page of a feed, of which there are more.
MOST_FEED_ENTRIES = 2_000


class Change(NamedTuple):
    """A change of one item as the caller may know it."""

    kind: str
    uid: str
    path: str
    portal_type: str
    #: In UTC; of a withdrawal the moment of that, of anything else the item's own.
    modified: datetime
    created: datetime
    #: Its handling code; empty of a withdrawal.
    handling: str = ""


class ChangePage(NamedTuple):
    """Changes in their order, where to go on, and whether there are more at once."""

    changes: list[Change]
    cursor: Cursor
    more: bool


class _Library:
    """The library's index, as one caller sees it at one moment."""

    def __init__(self, group: Any):
        processQueue()
        self.tool = api.portal.get_tool("portal_catalog")
        self.catalog = inner_catalog(self.tool)
        self.index: LibraryIndex = library_index(self.tool)
        self.log = self.index.changes or ChangeLog()
        self.group_uid = group.UID()
        self.tokens = tuple(sorted(principals(group)))
        self.visible = self.opened(self.tokens)

    def opened(self, tokens: tuple[str, ...]) -> BitMap:
        return self.index.matching(tokens, {"group": self.group_uid})

    def change_at(self, position: int) -> Change:
        """What the client is told of the item at a position, for its rights alone."""
        brain = self.catalog[rid_at(position)]
        is_visible = position in self.visible
        modified = moment(brain.modified) if is_visible else datetime.now(UTC)
        kind = ADDED if is_visible else WITHDRAWN
        created = moment(brain.created)
        row = brain.library_row if is_visible else {}
        return Change(
            *(kind, brain.UID, brain.getPath(), brain.portal_type, modified, created),
            handling=row.get("handling", ""),
        )

    def change_of(
        self, uid: str, entries: list[Entry], held: frozenset[str]
    ) -> Change | None:
        """What the client is told of an item that the log names; None if nothing."""
        rid = self.catalog.uids.get(path_of_uid(self.tool, uid))
        could = [one for one in entries if self.log.could_see(one, held)]
        if rid is not None and position_of(rid) in self.visible:
            told = self.change_at(position_of(rid))
            return told._replace(kind=CHANGED) if entries[0] in could else told
        if not could:
            return None
        first = could[0]
        changed, created = (
            datetime.fromtimestamp(one, UTC) for one in (first.changed, first.created)
        )
        return Change(WITHDRAWN, uid, first.path, first.portal_type, changed, created)


def list_changes(group: Any, cursor: Cursor | None, size: int) -> ChangePage:
    """At most so many changes since the cursor; None begins with all that can be seen."""
    library = _Library(group)
    if cursor is None:
        cursor = Cursor(number=library.log.last(library.group_uid))
    told: list[Change] = []
    if cursor.target is not None or cursor.known != library.tokens:
        aimed = aim(cursor, library.tokens, FIRST_POSITION)
        cursor = _tell_rights(library, aimed, size, told)
        if cursor.target is not None:
            return ChangePage(told, cursor, True)
    cursor, more = _tell_log(library, cursor, size - len(told), told)
    return ChangePage(told, cursor, more)


def library_since(group: Any, since: datetime) -> Cursor:
    """The place of who asked at a moment, and may see what the caller now may."""
    library = _Library(group)
    number = library.log.number_before(library.group_uid, since)
    return Cursor(number, library.tokens, library.tokens)


def latest_changes(
    group: Any, before: int | None, size: int
) -> tuple[list[Change], int | None]:
    """At most so many of the latest changes, newest first, and where older ones go on.

    ``before``: a number of the log; None begins with the last change. Each item is told
    once, as it is now: whoever asks keeps nothing between two times.
    """
    library = _Library(group)
    number = library.log.last(library.group_uid) + 1
    number = number if before is None else min(before, number)
    held, told = frozenset(library.tokens), dict[str, Change]()
    found = library.log.before(library.group_uid, number)
    for key, entry in islice(found, MOST_FEED_ENTRIES):
        if len(told) == size:
            break
        number = key
        if entry.uid not in told:
            change = library.change_of(entry.uid, [entry], held)
            if change is not None:
                told[entry.uid] = change
    first = library.log.first(library.group_uid)
    return list(told.values()), number if number > first else None


def _tell_rights(
    library: _Library, cursor: Cursor, size: int, told: list[Change]
) -> Cursor:
    """Tell what the tokens now open or no longer do, whatever has changed otherwise."""
    held = library.opened(together(cursor.held, cursor.known))
    others = (held - library.visible) | (library.visible - library.opened(cursor.known))
    place = int(cursor.place)
    for position in others:
        if position <= place:
            continue
        if len(told) == size:
            return cursor._replace(place=place)
        told.append(library.change_at(position))
        place = position
    held_now = together(cursor.held, cursor.known, library.tokens)
    return Cursor(cursor.number, library.tokens, held_now)


def _tell_log(
    library: _Library, cursor: Cursor, size: int, told: list[Change]
) -> tuple[Cursor, bool]:
    """Tell what the log has after the cursor; where that ends, and whether it goes on."""
    entries: dict[str, list[Entry]] = {}
    number = cursor.number
    found = library.log.after(library.group_uid, number)
    for key, entry in islice(found, MOST_ENTRIES):
        if entry.uid not in entries and len(entries) >= size:
            break
        number = key
        entries.setdefault(entry.uid, []).append(entry)
    held = frozenset(together(cursor.held, cursor.known))
    changes = (library.change_of(uid, found, held) for uid, found in entries.items())
    told += [change for change in changes if change is not None]
    more = number < library.log.last(library.group_uid)
    return Cursor(number, cursor.known, cursor.held if more else ()), more
