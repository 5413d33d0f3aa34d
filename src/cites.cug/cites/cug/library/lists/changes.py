"""The log of what has changed in the libraries, each time with who could see it before.

It is part of the library's own index and written in the same transaction. Changes of a
member's rights have numbers in the same order. So the log tells what a member could see
at any moment, and clients that follow the changes (``exchange/changes.py``) learn from it
what they hold and may no longer see, and of nothing else.
"""

import time
from BTrees.IOBTree import IOBTree
from BTrees.LOBTree import LOBTree
from BTrees.OIBTree import OIBTree
from BTrees.OOBTree import OOBTree
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from persistent import Persistent
from typing import NamedTuple


NOBODY = 0
#: So many entries are read at once, newest first.
PORTION = 200
#: Between the tokens of an audience; it stands in none of them.
SEPARATOR = "\n"


class Entry(NamedTuple):
    """One change of one item."""

    uid: str
    #: Below the portal's root.
    path: str
    portal_type: str
    #: Seconds since 1970: of the item's creation, and of the change.
    created: int
    changed: int
    #: Number of the audience that could see the item until then.
    audience: int
    #: The item's place in the index.
    position: int


class Right(NamedTuple):
    """A change of a member's rights in a group."""

    number: int
    #: Seconds since 1970.
    changed: int
    #: The member's keys from then on.
    tokens: frozenset[str]


#: Stands at the number of a change of rights.
NO_ITEM = ("", "", "", 0)
NO_POSITION = -1


class ChangeLog(Persistent):
    """All changes of all libraries, in the order of their transactions.

    Two transactions that note a change at once are a conflict: Zope runs the second one
    again, after the first. A change has the next number of its group. So has a change of
    a member's rights there, which ``after`` and ``before`` leave out.
    """

    def __init__(self) -> None:
        #: UID of the group → number → the values of an entry.
        self._entries = OOBTree()
        self._audiences = IOBTree()
        self._numbers = OIBTree()
        #: UID of the group → user id → the values of changes of rights, oldest first.
        self._rights = OOBTree()

    def note(
        self, group_uid: str, before: Iterable[str], position: int, *values: str | int
    ) -> None:
        """Note a change of an item; ``values`` are the first of an entry, up to the time
        of its creation, ``before`` its readers until now.
        """
        self._add(group_uid, *values, int(time.time()), self._number_of(before), position)

    def note_right(self, group_uid: str, user_id: str, tokens: Iterable[str]) -> None:
        """Note the keys that a member has from now on, if they are others than before."""
        members = self._rights.get(group_uid)
        if members is None:
            members = self._rights[group_uid] = OOBTree()
        known = members.get(user_id, ())
        held = tuple(sorted(tokens))
        if held == (known[-1][2] if known else ()):
            return
        now = int(time.time())
        number = self._add(group_uid, *NO_ITEM, now, NOBODY, NO_POSITION)
        members[user_id] = (*known, (number, now, held))

    def _add(self, group_uid: str, *values: str | int) -> int:
        entries = self._entries.get(group_uid)
        if entries is None:
            entries = self._entries[group_uid] = LOBTree()
        number = self.last(group_uid) + 1
        entries[number] = values
        return number

    def rights(self, group_uid: str, user_id: str) -> list[Right]:
        """The changes of a member's rights, oldest first."""
        known = self._rights.get(group_uid, {}).get(user_id, ())
        return [Right(number, at, frozenset(held)) for number, at, held in known]

    def _number_of(self, tokens: Iterable[str]) -> int:
        audience = SEPARATOR.join(sorted(tokens))
        if not audience:
            return NOBODY
        number = self._numbers.get(audience)
        if number is None:
            number = self._audiences.maxKey() + 1 if self._audiences else NOBODY + 1
            self._audiences[number] = audience
            self._numbers[audience] = number
        return number

    def last(self, group_uid: str) -> int:
        """The number of the group's last change; 0 without one."""
        entries = self._entries.get(group_uid)
        return entries.maxKey() if entries else 0

    def first(self, group_uid: str) -> int:
        """The number of the group's first change that is still kept; 1 without one."""
        entries = self._entries.get(group_uid)
        return entries.minKey() if entries else 1

    def after(self, group_uid: str, number: int) -> Iterator[tuple[int, Entry]]:
        """The changes of items after that number, with theirs, oldest first."""
        entries = self._entries.get(group_uid)
        for key, values in entries.items(number + 1) if entries else ():
            if values[0]:
                yield key, Entry(*values)

    def drop_before(self, moment: datetime, most: int) -> bool:
        """Drop at most so many entries of each group from before a moment.

        Whether there may be more. The last one stays: numbers go on from it. So do the
        audiences, which are few: other changes have them too.
        """
        more = False
        for group_uid, entries in self._entries.items():
            end = self.number_before(group_uid, moment)
            old = [*islice(entries.keys(None, min(end, self.last(group_uid) - 1)), most)]
            for number in old:
                del entries[number]
            self._drop_rights(group_uid, end)
            more = more or len(old) == most
        return more

    def _drop_rights(self, group_uid: str, end: int) -> None:
        """Drop the changes of rights up to a number, but for each member's last."""
        members = self._rights.get(group_uid, {})
        for user_id, known in [*members.items()]:
            later = tuple(right for right in known if right[0] > end)
            kept = (*known[: len(known) - len(later)][-1:], *later)
            if kept != known:
                members[user_id] = kept

    def before(self, group_uid: str, number: int) -> Iterator[tuple[int, Entry]]:
        """The changes of items before that number, with theirs, newest first."""
        entries = self._entries.get(group_uid)
        last = min(number - 1, self.last(group_uid))
        for end in range(last, self.first(group_uid) - 1, -PORTION):
            part = entries.items(max(end - PORTION + 1, 1), end)
            for key, values in reversed(list(part)):
                if values[0]:
                    yield key, Entry(*values)

    def number_before(self, group_uid: str, moment: datetime) -> int:
        """The number of the last change before a moment; 0 without one."""
        entries, seconds = self._entries.get(group_uid, {}), int(moment.timestamp())
        low, high = self.first(group_uid) - 1, self.last(group_uid)
        while low < high:
            middle = (low + high + 1) // 2
            if Entry(*entries[middle]).changed < seconds:
                low = middle
            else:
                high = middle - 1
        return low

    def could_see(self, entry: Entry, tokens: frozenset[str]) -> bool:
        """Whether one of the tokens opened the item until the change."""
        audience = self._audiences.get(entry.audience)
        return audience is not None and not tokens.isdisjoint(audience.split(SEPARATOR))
