"""Looks after the journal: what is left is applied, what is applied is removed."""

import transaction
from cites.cug.core.jobs.interfaces import IClockJob
from cites.cug.core.sql.replay import (
    accept_difference,
    apply_entries,
    apply_left,
    find_older_store,
    forget_keys,
    left_entries,
    remove_applied,
    skip_entry,
)
from cites.cug.core.sql.session import RecordsBusy
from cites.cug.operations.faults import Fault, OperationFailed
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, UTC
from plone import api
from time import monotonic, sleep
from typing import Any
from ZODB.POSException import ConflictError
from zope.interface import implementer


#: Seconds after which the clock of some process has applied what was left, and how often
#: somebody who waits for that looks.
LATE, PAUSE = 30.0, 1.0


@implementer(IClockJob)
class ApplyJournal:
    """Applies what another process has left when it died.

    What was not there when it looked before may be on its way to SQL.
    """

    every = 5

    def __init__(self) -> None:
        #: The newest transaction of what was left when it looked before.
        self.seen = b""

    def run(self) -> None:
        left, before = left_entries(_root()), self.seen
        self.seen = max((one.tid for one in left), default=b"")
        apply_entries(one for one in left if one.tid <= before)


@implementer(IClockJob)
class EmptyJournal:
    """Removes what is applied."""

    every = 60

    def run(self) -> None:
        forget_keys(_root(), datetime.now(UTC))
        remove_applied(_root())
        try:
            transaction.commit()
        except ConflictError:
            transaction.abort()  # another process has just done the same


def _root() -> Any:
    return api.portal.get()._p_jar.root()


def apply_all(root: Any) -> None:
    """Apply what is left, before the schema of SQL changes. Raises OperationFailed."""
    if faults := [*try_again(root)]:
        words = f"{faults[0]}. bin/cug journal shows what is left; --skip drops it."
        raise OperationFailed(words)


def try_again(
    root: Any, skip: str | None = None, accept: bool = False
) -> Iterator[Fault]:
    """Apply all that is left, but never that entry; yields what is left then.

    ``accept``: whether one store may be older than the other, from now on.
    """
    if skip is not None and not skip_entry(root, skip):
        yield Fault(_place(skip), "is not left: it is applied, or there is none")
    with suppress(RecordsBusy):
        apply_left(root, again=True)
    if accept:
        accept_difference(root)
    yield from find_left(root)
    yield from find_older(root)


def wait_for_clock(root: Any) -> None:
    """Wait until the clock of some process has applied what is left, if one does."""
    ends = monotonic() + LATE
    while monotonic() < ends and any(not one.failed for one in left_entries(root)):
        sleep(PAUSE)


def find_left(root: Any) -> Iterator[Fault]:
    """The entries that cannot be applied, or have not been."""
    for left in left_entries(root):
        if left.failed is not None:
            words = f"cannot be applied, tried {left.failed.attempts} times"
            yield Fault(_place(left.key), f"{words}: {left.failed.reason}")
        else:
            words = f"waits since {left.written:%Y-%m-%d %H:%M}: is the clock on?"
            yield Fault(_place(left.key), words)


def find_older(root: Any) -> Iterator[Fault]:
    """Whether one of the stores is of an earlier time than the other."""
    older = find_older_store(root)
    if older is not None:
        store, number = older
        words = f"of an earlier time: {number} changes are in the other store alone"
        yield Fault(store, words)


def _place(key: str) -> str:
    return f"journal entry {key}"
