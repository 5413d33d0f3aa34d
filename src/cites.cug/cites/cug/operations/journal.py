"""Looks after the journal: what is left is applied, what is applied is removed."""

import transaction
from cites.cug.clock.interfaces import IClockJob
from cites.cug.operations.faults import Fault, OperationFailed
from cites.cug.sql.replay import (
    apply_left,
    forget_keys,
    left_entries,
    remove_applied,
    skip_entry,
)
from collections.abc import Iterator
from datetime import datetime, timedelta, UTC
from plone import api
from typing import Any
from ZODB.POSException import ConflictError
from zope.interface import implementer


#: Seconds that a request may take between the commits of content and of records.
UNDER_WAY = 2.0
#: What is left for longer is a fault.
LATE = timedelta(minutes=1)


@implementer(IClockJob)
class ApplyJournal:
    """Applies what another process has left when it died."""

    every = 5

    def run(self) -> None:
        apply_left(_root(), older_than=UNDER_WAY)


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


def try_again(root: Any, skip: str | None = None) -> Iterator[Fault]:
    """Apply all that is left, but never that entry; yields what is left then."""
    if skip is not None and not skip_entry(root, skip):
        yield Fault(_place(skip), "is not left: it is applied, or there is none")
    apply_left(root, again=True)
    yield from find_left(root, late=timedelta())


def find_left(root: Any, late: timedelta = LATE) -> Iterator[Fault]:
    """What cannot be applied, or has not been for so long."""
    for left in left_entries(root):
        if left.failed is not None:
            words = f"cannot be applied, tried {left.failed.attempts} times"
            yield Fault(_place(left.key), f"{words}: {left.failed.reason}")
        elif datetime.now(UTC) - left.written >= late:
            words = f"waits since {left.written:%Y-%m-%d %H:%M}: is the clock on?"
            yield Fault(_place(left.key), words)


def _place(key: str) -> str:
    return f"journal entry {key}"
