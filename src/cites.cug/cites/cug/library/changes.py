"""The log of what has changed in the libraries, each time with who could see it before.

It is part of the library's own index and written in the same transaction. Clients that
follow the changes (``exchange/changes.py``) learn from it what they hold and may no
longer see.
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


class ChangeLog(Persistent):
    """All changes of all libraries, in the order of their transactions.

    Two transactions that note a change at once are a conflict: Zope runs the second one
    again, after the first. A change has the next number of its group.
    """

    def __init__(self) -> None:
        #: UID of the group → number → the values of an entry.
        self._entries = OOBTree()
        self._audiences = IOBTree()
        self._numbers = OIBTree()

    def note(self, group_uid: str, before: Iterable[str], *values: str | int) -> None:
        """Note a change of an item; ``values`` are those of an entry but for the times of
        the change and the audience, ``before`` its readers until now.
        """
        entries = self._entries.get(group_uid)
        if entries is None:
            entries = self._entries[group_uid] = LOBTree()
        entry = (*values, int(time.time()), self._number_of(before))
        entries[self.last(group_uid) + 1] = entry

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
        """The changes after that number, with theirs, oldest first."""
        entries = self._entries.get(group_uid)
        for key, values in entries.items(number + 1) if entries else ():
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
            more = more or len(old) == most
        return more

    def before(self, group_uid: str, number: int) -> Iterator[tuple[int, Entry]]:
        """The changes before that number, with theirs, newest first."""
        entries = self._entries.get(group_uid)
        last = min(number - 1, self.last(group_uid))
        for end in range(last, self.first(group_uid) - 1, -PORTION):
            part = entries.items(max(end - PORTION + 1, 1), end)
            for key, values in reversed(list(part)):
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
