"""Applies what the journal holds and SQL does not have, and removes what SQL has.

In normal operation SQL is committed right after the content, and nothing is left. What a
process that died, or a database that was away, has left is applied when the next process
starts, and every few seconds by the clock.
"""

import logging
from cites.cug.core.sql.journal import Entry, find_journal, Journal
from cites.cug.core.sql.moments import Moment
from cites.cug.core.sql.session import (
    AppliedEntry,
    autonomous_transaction,
    Base,
    INSERTS,
    read_connection,
    RecordsBusy,
)
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta, UTC
from enum import StrEnum
from persistent.timestamp import TimeStamp
from sqlalchemy import Connection, delete, func, select, String, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Mapped, mapped_column
from transaction import TransactionManager
from typing import Any, NamedTuple


logger = logging.getLogger("cites.cug.sql")
#: How many keys one question names.
AT_A_TIME = 500
#: An entry that cannot be applied is tried again after so long, then after twice as long.
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(hours=1)
#: How long the key of an applied entry is kept after the entry: a process may still see
#: the ZODB as it was then.
KEPT = timedelta(days=1)
#: A key is committed after its entry: what has none so long after is not on its way.
SETTLED = timedelta(hours=1)


class FailedEntry(Base):
    """An entry of the journal that could not be applied."""

    __tablename__ = "journal_failed"

    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    attempts: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment)
    #: The database's words, without values.
    reason: Mapped[str] = mapped_column(String(200))


class ForgottenKeys(Base):
    """One row: how many keys of applied entries were deleted."""

    __tablename__ = "journal_forgotten"

    id: Mapped[int] = mapped_column(primary_key=True)
    total: Mapped[int]


class Older(StrEnum):
    """Which of the stores is of an earlier time than the other."""

    CONTENT = "content"
    RECORDS = "records"


class LeftEntry(NamedTuple):
    """An entry whose statements are not in SQL."""

    #: Of the ZODB's transaction: entries are applied in this order. It grows with each
    #: transaction, whatever the clock says.
    tid: bytes
    key: str
    entry: Entry
    failed: Any | None

    @property
    def written(self) -> datetime:
        """By the clock of the store."""
        return datetime.fromtimestamp(TimeStamp(self.tid).timeTime(), UTC)


def left_entries(root: Any) -> list[LeftEntry]:
    """What the ZODB with this root holds and SQL does not have, in order."""
    journal = find_journal(root)
    if journal is None:
        return []
    entries = dict(journal.entries())
    with read_connection() as connection:
        for key in _among(connection, AppliedEntry, entries):
            del entries[key]
        failed = _among(connection, FailedEntry, entries)
    left = []
    for key, entry in entries.items():
        entry._p_activate()
        left.append(LeftEntry(entry._p_serial, key, entry, failed.get(key)))
    return sorted(left, key=lambda one: one.tid)


def _among(connection: Connection, kind: Any, keys: Collection[str]) -> dict[str, Any]:
    """The rows with these keys."""
    found = {}
    for some in _portions(keys):
        for row in connection.execute(select(kind.__table__).where(kind.key.in_(some))):
            found[row.key] = row
    return found


def _portions(keys: Iterable[str]) -> Iterator[list[str]]:
    known = [*keys]
    for start in range(0, len(known), AT_A_TIME):
        yield known[start : start + AT_A_TIME]


def apply_left(root: Any, *, again: bool = False) -> int:
    """Apply all that is left in the ZODB with this root. Returns how many entries.

    Entries on their way to SQL are waited for.
    """
    return apply_entries(left_entries(root), again=again)


def apply_entries(entries: Iterable[LeftEntry], *, again: bool = False) -> int:
    """Apply these, each in a transaction of its own. Returns how many.

    An entry that cannot be applied is noted as a FailedEntry, and the next ones follow.
    Such as failed wait for their next try, unless they are to be tried ``again`` now.
    Raises RecordsBusy if others write: the entries that follow would wait as long.
    """
    now, applied = datetime.now(UTC), 0
    for left in entries:
        if not again and not _is_due(left.failed, now):
            continue
        try:
            applied += apply_entry(left.key, left.entry)
        except RecordsBusy:
            raise
        except Exception as error:
            if isinstance(error, DBAPIError) and error.connection_invalidated:
                raise  # the database is away: that is not the entry's fault
            _note_failure(left, error, now)
    if applied:
        logger.warning("%s entries of the journal were left and are applied", applied)
    return applied


def _is_due(failed: Any | None, now: datetime) -> bool:
    if failed is None:
        return True
    pause = FIRST_PAUSE * 2 ** min(failed.attempts - 1, 20)
    # The clock may have been ahead when it failed.
    return not failed.at <= now < failed.at + min(pause, LONGEST_PAUSE)


def apply_entry(key: str, entry: Entry) -> bool:
    """Run an entry's statements in one SQL transaction, unless that has been done."""
    with autonomous_transaction() as connection:
        # Waits for the transaction that wrote the entry, if that is still under way.
        if not _mark_applied(connection, key):
            return False
        for sql, parameters in entry.statements:
            connection.exec_driver_sql(sql, parameters)
    return True


def _mark_applied(connection: Connection, key: str) -> bool:
    row = {"key": key, "at": datetime.now(UTC)}
    add = INSERTS[connection.dialect.name](AppliedEntry.__table__)
    made = connection.execute(add.on_conflict_do_nothing(), row)
    connection.execute(delete(FailedEntry.__table__).where(FailedEntry.key == key))
    return bool(made.rowcount)


def _note_failure(left: LeftEntry, error: Exception, now: datetime) -> None:
    words = str(getattr(error, "orig", error)).partition("\n")[0]
    reason = f"{type(error).__name__}: {words}"[:200]
    attempts = 1 if left.failed is None else left.failed.attempts + 1
    logger.error("Entry %s of the journal cannot be applied: %s", left.key, reason)
    values = {"attempts": attempts, "at": now, "reason": reason}
    with autonomous_transaction() as connection:
        add = INSERTS[connection.dialect.name](FailedEntry.__table__)
        row = add.values(key=left.key, **values)
        connection.execute(row.on_conflict_do_update(index_elements=["key"], set_=values))


def apply_requests(root: Any, digests: Iterable[str]) -> bool:
    """Apply what these requests have left; whether the content knows one of them.

    Raises RecordsBusy if that cannot be done now.
    """
    journal = find_journal(root)
    if journal is None:
        return False
    keys = {journal.find_request(digest) for digest in digests} - {None}
    if keys:
        apply_left(root, again=True)
        if not keys.isdisjoint(left.key for left in left_entries(root)):
            raise RecordsBusy("What this request has done is not in the records yet")
    return bool(keys)


def count_failed(connection: Connection) -> int:
    """How many entries could not be applied, and are not."""
    query = select(func.count()).select_from(FailedEntry.__table__)
    return connection.scalar(query) or 0


def skip_entry(root: Any, key: str) -> bool:
    """Never apply this entry. Returns False for one that is not left."""
    if key not in {left.key for left in left_entries(root)}:
        return False
    with autonomous_transaction() as connection:
        return _mark_applied(connection, key)


def remove_applied(root: Any) -> int:
    """Take what SQL has out of the journal, if the transaction is kept.

    The first key of each box stays, and its entry is emptied: BTrees merge a removal of
    another key with what others add at the same time, and so nobody has to try again.
    A request is known by the row in SQL as soon as its entry is applied.
    """
    journal = find_journal(root)
    if journal is None:
        return 0
    with read_connection() as connection:
        known = _among(connection, AppliedEntry, [key for key, _ in journal.entries()])
    removed = 0
    for box in journal.boxes:
        first, *others = [*box] or [None]
        for key in others:
            if key in known:
                del box[key]
                removed += 1
        if first in known and box[first].statements:
            box[first].empty()
            removed += 1
    return removed + _remove_requests(journal, known)


def _remove_requests(journal: Journal, applied: Collection[str]) -> int:
    waiting = {key for key, _ in journal.entries()}.difference(applied)
    removed = 0
    for box in journal.requests:
        for digest in [*box][1:]:
            if box[digest] not in waiting:
                del box[digest]
                removed += 1
    return removed


def forget_keys(root: Any, now: datetime) -> None:
    """Delete keys of applied entries that the journal has not had for a day.

    ``root`` must show the ZODB as it is now.
    """
    journal = find_journal(root)
    present = {key for key, _ in journal.entries()} if journal is not None else set()
    of_rows = AppliedEntry.__table__.c
    waiting = select(of_rows.key).where(
        of_rows.removed.is_(None), of_rows.at < now - SETTLED
    )
    with autonomous_transaction() as connection:
        gone = [key for key in connection.scalars(waiting) if key not in present]
        for some in _portions(gone):
            chosen = update(AppliedEntry.__table__).where(of_rows.key.in_(some))
            connection.execute(chosen.values(removed=now))
        old = select(of_rows.key).where(of_rows.removed < now - KEPT)
        gone = [key for key in connection.scalars(old) if key not in present]
        number = 0
        for some in _portions(gone):
            forgotten = delete(AppliedEntry.__table__).where(of_rows.key.in_(some))
            number += connection.execute(forgotten).rowcount
        if number:
            _add_forgotten(connection, number)


def _add_forgotten(connection: Connection, number: int) -> None:
    table = ForgottenKeys.__table__
    row = INSERTS[connection.dialect.name](table).values(id=1, total=number)
    total = {"total": table.c.total + number}
    connection.execute(row.on_conflict_do_update(index_elements=["id"], set_=total))


#: How many entries SQL has applied, ever.
_COUNT_APPLIED = select(
    select(func.count()).select_from(AppliedEntry.__table__).scalar_subquery()
    + func.coalesce(select(func.sum(ForgottenKeys.total)).scalar_subquery(), 0)
)


def find_older_store(root: Any) -> tuple[Older, int] | None:
    """Which store is older, and how many crossing commits it lacks; None: they agree.

    Content is committed first. So SQL lacks nothing but what is left in the journal, and
    content lacks nothing. Others may write meanwhile: each number is read before those
    that must not be smaller.
    """
    journal = find_journal(root)
    expected = 0 if journal is None else journal.total()
    waiting = sum(1 for left in left_entries(root) if left.entry.statements)
    with read_connection() as connection:
        applied = connection.scalar(_COUNT_APPLIED) or 0
    if applied + waiting < expected:
        return Older.RECORDS, expected - applied - waiting
    present = root._p_jar.db().open(TransactionManager())
    try:
        journal = find_journal(present.root())
        expected = 0 if journal is None else journal.total()
    finally:
        present.close()
    return (Older.CONTENT, applied - expected) if applied > expected else None


def accept_difference(root: Any) -> None:
    """Take both stores as they are, from now on."""
    older = find_older_store(root)
    if older is not None:
        store, number = older
        with autonomous_transaction() as connection:
            _add_forgotten(connection, number if store is Older.RECORDS else -number)
