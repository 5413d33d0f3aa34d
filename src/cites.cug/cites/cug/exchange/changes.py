"""What has changed in a library since a client last asked, as its caller may know it.

Whoever puts what is added and changed into a store of their own, and takes out what is
withdrawn, holds at the end exactly the items that ``@library`` shows them: after changes
of items and after changes of the member's own rights. A client may be told twice of a
change, and of the withdrawal of an item that it could have had but did not ask for.

Changes of items and of the member's rights have numbers in one order. They are told in
that order: a change of an item if the member can see the item now or could see it until
then, a change of rights with all items that it closed or opened. What happens to an item
while the member cannot see it makes no difference to any answer.
"""

from cites.cug.access.guard import caller, principals
from cites.cug.core.plone_internals.catalog import inner_catalog, path_of_uid
from cites.cug.exchange.cursors import begin, Cursor, FIRST_POSITION
from cites.cug.exchange.facts import moment
from cites.cug.library.lists.bitmaps import (
    library_index,
    LibraryIndex,
    position_of,
    rid_at,
)
from cites.cug.library.lists.changes import ChangeLog, Entry, Right
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, UTC
from plone import api
from Products.CMFCore.indexing import processQueue
from pyroaring import BitMap
from typing import Any, NamedTuple


ADDED, CHANGED, WITHDRAWN = "added", "changed", "withdrawn"
#: Entries of the log that are read at most for one page: most are of others' drafts.
MOST_ENTRIES = 100_000
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
    #: When it was changed last, or the caller's rights were; None of what is told to a
    #: client that begins.
    noted: datetime | None = None


class ChangePage(NamedTuple):
    """Changes in their order, where to go on, and whether there are more at once."""

    changes: list[Change]
    cursor: Cursor
    more: bool


class Answer:
    """Changes in their order, until there are so many: the same for all that is followed.

    ``rights``: changes of the caller's rights, with their numbers, oldest first.
    """

    def __init__(self, cursor: Cursor, size: int, last: int, rights: Sequence[Any]):
        self.cursor, self.size, self.last, self.rights = cursor, size, last, rights
        self.told: list[Change] = []
        #: Whether there is more than fits in.
        self.more = False

    def to_page(self) -> ChangePage:
        if self.cursor.begins:
            self.tell_visible()
        number = self.cursor.number
        for right in [one for one in self.rights if one.number > number]:
            self._tell_log(right.number - 1)
            if not self.more:
                self.tell_right(right)
        self._tell_log(self.last)
        cursor = self.cursor._replace(is_whole=not self.more)
        return ChangePage(self.told, cursor, self.more)

    def _tell_log(self, end: int) -> None:
        if not self.more and self.cursor.number < end:
            self.tell_log(end)

    def tell_visible(self) -> None:
        """Tell what can be seen to a client that begins."""
        raise NotImplementedError

    def tell_right(self, right: Any) -> None:
        """Tell what a change of the caller's rights closed, and what it opened."""
        raise NotImplementedError

    def tell_log(self, end: int) -> None:
        """Tell the changes of items up to a number, between which no rights changed."""
        raise NotImplementedError


class _Library:
    """The library's index and log, as one caller sees them at one moment."""

    def __init__(self, group: Any):
        processQueue()
        self.tool = api.portal.get_tool("portal_catalog")
        self.catalog = inner_catalog(self.tool)
        self.index: LibraryIndex = library_index(self.tool)
        self.log = self.index.changes or ChangeLog()
        self.group_uid = group.UID()
        self.last = self.log.last(self.group_uid)
        self.tokens = frozenset(principals(group))
        self._opened: dict[frozenset[str], BitMap] = {}
        self.visible = self.opened(self.tokens)
        self.rights = self.log.rights(self.group_uid, caller() or "")
        self._visible_uids: dict[str, bool] = {}
        self._could_see: dict[tuple[int, frozenset[str]], bool] = {}

    def opened(self, tokens: frozenset[str]) -> BitMap:
        if tokens not in self._opened:
            found = self.index.matching(tokens, {"group": self.group_uid})
            self._opened[tokens] = found
        return self._opened[tokens]

    def tokens_at(self, number: int) -> frozenset[str]:
        """The caller's keys after the change of that number."""
        if not self.rights:  # the same ever since the group keeps a log
            return self.tokens
        earlier = [right for right in self.rights if right.number <= number]
        return earlier[-1].tokens if earlier else frozenset()

    def is_visible(self, uid: str) -> bool:
        if uid not in self._visible_uids:
            rid = self.catalog.uids.get(path_of_uid(self.tool, uid))
            known = rid is not None and position_of(rid) in self.visible
            self._visible_uids[uid] = known
        return self._visible_uids[uid]

    def could_see(self, entry: Entry, tokens: frozenset[str]) -> bool:
        """Whether one of the tokens opened the item until the change."""
        key = entry.audience, tokens
        if key not in self._could_see:
            self._could_see[key] = self.log.could_see(entry, tokens)
        return self._could_see[key]

    def shown_at(self, position: int) -> Change:
        """The change that reports a visible item."""
        brain = self.catalog[rid_at(position)]
        times = moment(brain.modified), moment(brain.created)
        found = brain.UID, brain.getPath(), brain.portal_type, *times
        return Change(ADDED, *found, handling=brain.library_row.get("handling", ""))

    def lost_at(self, position: int, right: Right) -> Change:
        """The change that reports an item that a change of rights has closed."""
        brain = self.catalog[rid_at(position)]
        created = _at(int(brain.created.timeTime()))
        found = brain.UID, brain.getPath(), brain.portal_type
        return Change(WITHDRAWN, *found, _at(right.changed), created)

    def lost_later(
        self, later: Iterable[Entry], before: frozenset[str], after: frozenset[str]
    ) -> dict[int, Entry]:
        """By their positions, items that a change of rights closed and that were changed
        after it: each with its first such change. Without those that are visible.
        """
        firsts: dict[str, Entry] = {}
        for entry in later:
            firsts.setdefault(entry.uid, entry)
        return {
            one.position: one
            for one in firsts.values()
            if self.could_see(one, before)
            and not self.could_see(one, after)
            and not self.is_visible(one.uid)
        }

    def change_of(
        self, uid: str, entries: list[Entry], held: frozenset[str]
    ) -> Change | None:
        """The change that reports an item of the log; None if the caller gets none."""
        could = [one for one in entries if self.could_see(one, held)]
        if self.is_visible(uid):
            rid = self.catalog.uids[path_of_uid(self.tool, uid)]
            told = self.shown_at(position_of(rid))
            return told._replace(kind=CHANGED) if entries[0] in could else told
        return _withdrawal(could[-1], could[-1].changed) if could else None

    def latest_of(
        self, number: int, entry: Entry, following: tuple[int, Entry] | None
    ) -> Change | None:
        """What a feed tells of an item for a change; None if nothing.

        ``following``: the item's next change, with its number. In between, changes of
        rights may have opened and closed the item.
        """
        if self.is_visible(entry.uid):
            return self.change_of(entry.uid, [entry], self.tokens)
        held = self.tokens_at(number)
        until = entry.changed if self.could_see(entry, held) else None
        end = self.last + 1 if following is None else following[0]
        for right in self.rights:
            if number < right.number < end:
                if self._was_open(entry.uid, following, held):
                    until = right.changed
                held = right.tokens
        return None if until is None else _withdrawal(entry, until)

    def _was_open(
        self, uid: str, following: tuple[int, Entry] | None, held: frozenset[str]
    ) -> bool:
        """Whether keys opened the item until its next change."""
        if following is not None:
            return self.could_see(following[1], held)
        rid = self.catalog.uids.get(path_of_uid(self.tool, uid))
        return rid is not None and position_of(rid) in self.opened(held)


def _withdrawal(entry: Entry, changed: int) -> Change:
    found = entry.uid, entry.path, entry.portal_type
    return Change(WITHDRAWN, *found, _at(changed), _at(entry.created))


def _at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def list_changes(group: Any, cursor: Cursor | None, size: int) -> ChangePage:
    """At most so many changes since the cursor; None begins with all that can be seen."""
    library = _Library(group)
    cursor = cursor or begin(library.last, FIRST_POSITION)
    return _LibraryAnswer(library, cursor, size).to_page()


def library_since(group: Any, since: datetime) -> Cursor:
    """The place of a client that asked at a moment."""
    library = _Library(group)
    return Cursor(library.log.number_before(library.group_uid, since))


def latest_changes(
    group: Any, before: int | None, size: int
) -> tuple[list[Change], int | None]:
    """At most so many of the latest changes, newest first, and where older ones go on.

    ``before``: a number of the log; None begins with the last change. Each item is told
    once, as it is now: whoever asks keeps nothing between two times.
    """
    library, told = _Library(group), dict[str, Change]()
    begins = library.last + 1
    number, read = begins if before is None else before, 0
    following: dict[str, tuple[int, Entry]] = {}
    for key, entry in library.log.before(library.group_uid, begins):
        if key < number:
            change = None
            if entry.uid not in told:
                change = library.latest_of(key, entry, following.get(entry.uid))
            if read == MOST_FEED_ENTRIES or (change is not None and len(told) == size):
                return list(told.values()), number
            if change is not None:
                told[entry.uid] = change
            number, read = key, read + 1
        following[entry.uid] = key, entry
    return list(told.values()), None


class _LibraryAnswer(Answer):
    """Changes of a library in their order, until there are so many."""

    def __init__(self, library: _Library, cursor: Cursor, size: int):
        super().__init__(cursor, size, library.last, library.rights)
        self.library = library
        #: What the client holds if the library has not changed since.
        tokens = library.tokens_at(cursor.number)
        self.known = library.opened(tokens) if cursor.is_whole else BitMap()

    def tell_visible(self) -> None:
        library = self.library
        self._tell_places(library.visible, library.shown_at, self.cursor.number)

    def tell_right(self, right: Right) -> None:
        """Where an item was changed later, only who could see it at that moment counts.

        If it can be seen now, its own changes tell it.
        """
        library, log = self.library, self.library.log
        before, after = library.tokens_at(right.number - 1), right.tokens
        later = [one for _key, one in log.after(library.group_uid, right.number)]
        gone = library.lost_later(later, before, after)
        unchanged = library.opened(before | after) - BitMap(e.position for e in later)
        could, can = library.opened(before), library.opened(after)
        lost = (could - can - library.visible) & unchanged
        gained = ((can & library.visible) - could - self.known) & unchanged

        def change_at(position: int) -> Change:
            if position in gone:
                return _withdrawal(gone[position], right.changed)
            if position in gained:
                return library.shown_at(position)
            return library.lost_at(position, right)

        places, noted = lost | gained | BitMap(gone), _at(right.changed)
        self._tell_places(places, change_at, right.number, noted)

    def _tell_places(
        self,
        places: BitMap,
        change_at: Callable[[int], Change],
        number: int,
        noted: datetime | None = None,
    ) -> None:
        """Tell items in the order of their places, after the last one that was told."""
        told = FIRST_POSITION if self.cursor.place is None else int(self.cursor.place)
        for place in places:
            if place <= told:
                continue
            if len(self.told) == self.size:
                self.more = True
                self.cursor = self.cursor._replace(place=told)
                return
            self.told.append(change_at(place)._replace(noted=noted))
            told = place
        self.cursor = Cursor(number)

    def tell_log(self, end: int) -> None:
        library, number = self.library, self.cursor.number
        held, entries = library.tokens_at(number), dict[str, list[Entry]]()
        left = self.size - len(self.told)
        found = library.log.after(library.group_uid, number)
        for read, (key, entry) in enumerate(found):
            if key > end:
                break
            if library.is_visible(entry.uid) or library.could_see(entry, held):
                self.more = entry.uid not in entries and len(entries) == left
                if not self.more:
                    entries.setdefault(entry.uid, []).append(entry)
            self.more = self.more or read == MOST_ENTRIES
            if self.more:
                break
            number = key
        for uid, some in entries.items():
            change = library.change_of(uid, some, held)
            if change is not None:
                self.told.append(change._replace(noted=_at(some[-1].changed)))
        self.cursor = Cursor(number if self.more else end)
