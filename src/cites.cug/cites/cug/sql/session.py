"""Engine and session of the records.

One engine serves a process for each address; sessions join Zope's transaction, so that a
request's writes to ZODB and to SQL are kept or dropped together. PostgreSQL votes in two
phases where ZODB is written to as well; SQLite cannot, its commit is the last vote.
"""

import sqlite3
import transaction
from cites.cug.plone_internals.transactions import joined_resources
from cites.cug.settings.deployment import records_url
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from sqlalchemy import (
    Connection,
    create_engine,
    CursorResult,
    Engine,
    event,
    Executable,
    make_url,
    Table,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, scoped_session, Session, sessionmaker
from transaction.interfaces import TransientError
from typing import Any, cast, ClassVar
from zope.sqlalchemy import mark_changed, register
from zope.sqlalchemy.datamanager import STATUS_ACTIVE, TwoPhaseSessionDataManager


class Base(DeclarativeBase):
    """Parent of every table that the domains define."""

    __table__: ClassVar[Table]


#: Milliseconds that a statement waits for its turn.
PATIENCE = 10000
SQLITE_SETTINGS = (
    "PRAGMA journal_mode = WAL",
    # What was acknowledged survives a power cut.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    f"PRAGMA busy_timeout = {PATIENCE}",
)


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def on_connect(connection, _record):
        # The driver's own BEGIN comes too late for savepoints: we emit it ourselves.
        connection.isolation_level = None
        for statement in SQLITE_SETTINGS:
            connection.execute(statement)

    @event.listens_for(engine, "begin")
    def on_begin(connection):
        connection.exec_driver_sql("BEGIN")


class RecordsBusy(TransientError):
    """Another request was writing; Zope runs this one again."""


POSTGRESQL_SETTINGS = f"-c lock_timeout={PATIENCE}"
#: What PostgreSQL says of a transaction that may simply be tried again: others came
#: first, waited for it crosswise, or held what it needs for too long.
POSTGRESQL_BUSY = frozenset({"40001", "40P01", "55P03"})


def _retry_when_busy(engine: Engine) -> None:
    @event.listens_for(engine, "handle_error")
    def on_error(context):
        error = context.original_exception
        locked = isinstance(error, sqlite3.OperationalError) and "locked" in str(error)
        if locked or getattr(error, "pgcode", None) in POSTGRESQL_BUSY:
            raise RecordsBusy(str(error)) from error


@lru_cache
def engine(url: str) -> Engine:
    """The engine for an address; makes the folder of a new SQLite file."""
    address = make_url(url)
    if address.get_backend_name() == "postgresql":
        options = {"connect_args": {"options": POSTGRESQL_SETTINGS}}
        made = create_engine(address, pool_pre_ping=True, **options)
    else:
        made = create_engine(address)
        if address.database not in (None, "", ":memory:"):
            Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        _prepare_sqlite(made)
    _retry_when_busy(made)
    return made


class PostgresqlVote(TwoPhaseSessionDataManager):
    """Prepares only where others vote too.

    Alone it commits at once: that is faster, and a process that is killed meanwhile
    leaves nothing prepared, whose locks would stay until an administrator comes.
    """

    def tpc_vote(self, trans: Any) -> None:
        if self.tx is None or len(joined_resources(trans)) > 1:
            super().tpc_vote(trans)
            return
        self.session.twophase = False
        try:
            self.tx.commit()
        finally:
            self.session.twophase = True
        self._finish("committed")


def _join(records: Session) -> None:
    """Before zope.sqlalchemy does, which would always prepare."""
    if not any(
        isinstance(voter, TwoPhaseSessionDataManager) and voter.session is records
        for voter in joined_resources(transaction.get())
    ):
        PostgresqlVote(records, STATUS_ACTIVE, transaction.manager)


@lru_cache
def _sessions(url: str) -> scoped_session:
    made = engine(url)
    sessions = scoped_session(
        sessionmaker(made, twophase=made.dialect.name == "postgresql")
    )
    register(sessions)
    return sessions


def session() -> Session:
    """This thread's session, joined to the running transaction at first use."""
    records = _sessions(records_url())()
    if records.twophase:
        _join(records)
    _flush_before_commit(records)
    return records


_WILL_FLUSH = object()


def _flush_before_commit(records: Session) -> None:
    """Let SQLite's lock come before that of the ZODB, in whatever is committed."""
    current = transaction.get()
    try:
        current.data(_WILL_FLUSH)
    except KeyError:
        current.set_data(_WILL_FLUSH, True)
        current.addBeforeCommitHook(_flush, (current, records))


def _flush(current: Any, records: Session) -> None:
    """Write what waits in the session, before any store has begun to commit.

    The ZODB lets one commit at a time. Whoever waited for SQLite while committing would
    hold up whoever has SQLite's turn and comes to commit: until one of both gives up.
    """
    last, *_arguments = [*current.getBeforeCommitHooks()][-1]
    if last is not _flush:  # other hooks come that may have something to write
        current.addBeforeCommitHook(_flush, (current, records))
    elif records.dirty or records.deleted:
        _take_turn_with(records, begins_anew=False)  # depends on what was read
        records.flush()
    elif records.new:
        _take_turn_with(records, begins_anew=True)
        records.flush()


#: Such as can say what becomes of a row that is there already.
INSERTS: dict[str, Callable[..., Any]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}
#: Changes nothing, but takes the lock that every change takes.
SQLITE_LOCK = "DELETE FROM alembic_version WHERE 0"


def writing() -> Session:
    """The session, for what is about to write by statements of its own.

    To be called before anything is read on which the writing depends: SQLite then waits
    for its turn, and what was read before may be older than what is read from now on.
    """
    records = session()
    _take_turn_with(records, begins_anew=True)
    mark_changed(records)
    return records


def count_changed(
    records: Session, statement: Executable, values: dict[str, Any] | None = None
) -> int:
    """Run an update, insert or delete; how many rows it changed."""
    return cast(CursorResult[Any], records.execute(statement, values)).rowcount


def _take_turn_with(records: Session, *, begins_anew: bool) -> None:
    if records.get_bind().dialect.name == "sqlite":
        _take_turn(records.connection(), begins_anew=begins_anew)


def _take_turn(connection: Connection, *, begins_anew: bool = True) -> None:
    try:
        connection.exec_driver_sql(SQLITE_LOCK)
    except RecordsBusy:
        if not begins_anew:
            raise
        # SQLite lets nobody wait who has begun to read. This one has written nothing, or
        # it would have the lock: it may as well begin now.
        for statement in ("ROLLBACK", "BEGIN", SQLITE_LOCK):
            connection.exec_driver_sql(statement)


@contextmanager
def at_once() -> Iterator[Connection]:
    """A transaction of its own, kept whatever becomes of the request.

    Not for a request that has begun to write: on SQLite it would wait for itself.
    """
    with engine(records_url()).begin() as connection:
        if connection.dialect.name == "sqlite":
            _take_turn(connection)
        yield connection


@contextmanager
def looking() -> Iterator[Connection]:
    """A connection to read from, apart from the request's transaction.

    So that looking something up at the beginning of a request does not make it one that
    began as reading; see ``writing``.
    """
    with _reading_engine(records_url()).connect() as connection:
        yield connection


@lru_cache
def _reading_engine(url: str) -> Engine:
    made = engine(url)
    if made.dialect.name == "postgresql":
        # Saves beginning and ending a transaction around one question.
        return made.execution_options(isolation_level="AUTOCOMMIT")
    return made
