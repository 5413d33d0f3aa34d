"""Shows the progress of a command."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar


One = TypeVar("One")
#: Seconds between two lines.
EVERY = 2.0


class Progress:
    """Writes progress to standard error, as the result goes to standard output."""

    def __init__(self, quiet: bool = False):
        self._quiet = quiet

    def say(self, words: str) -> None:
        if not self._quiet:
            print(words, file=sys.stderr, flush=True)

    def each(self, what: str, some: Iterable[One]) -> Iterator[One]:
        """Yield the same items, and print now and then how many there were."""
        last, number = time.monotonic(), 0
        self.say(what)
        for number, one in enumerate(some, start=1):
            yield one
            if time.monotonic() - last > EVERY:
                last = time.monotonic()
                self.say(f"  {number} {what}")
        self.say(f"  {number} {what}, all")
