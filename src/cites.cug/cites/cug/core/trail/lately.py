"""What is recorded once in a while only, as far as a process knows."""

from collections import OrderedDict
from collections.abc import Hashable
from time import monotonic


#: So many are kept in mind; one that is forgotten is recorded sooner.
MOST = 10_000


class Lately:
    """What was recorded less than so many seconds ago.

    It is noted once the record is kept: one that is undone is made anew.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._until: OrderedDict[Hashable, float] = OrderedDict()

    def has(self, one: Hashable) -> bool:
        return self._until.get(one, 0) > monotonic()

    def note(self, one: Hashable) -> None:
        self._until.pop(one, None)
        self._until[one] = monotonic() + self._seconds
        while len(self._until) > MOST:
            self._until.popitem(last=False)

    def clear(self) -> None:
        self._until.clear()
