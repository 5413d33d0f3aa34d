"""Engine and session of the records.

One engine serves a process for each address; sessions join Zope's transaction, so that a
request's writes to ZODB and to SQL are kept or dropped together. What is written to SQL
alone is committed as the last vote. What is written beside the ZODB goes into its journal
and is committed after it (``journal``).
"""

import logging
import sqlite3
import transaction
from cites.cug.core.plone_internals.transactions import joined_resources
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.journal import (
    need_journal,
    new_entry,
    record_statements,
    Statement,
    writes,
    written_on,
)
from cites.cug.core.sql.moments import Moment
from cites.cug.core.sql.prepared import Prepared
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, UTC
from functools import lru_cache
from pathlib import Path
from sqlalchemy import (
    Connection,
    create_engine,
    CursorResult,
    Engine,
    event,
    Executable,
    insert,
    make_url,
    Select,
    select,
    SelectBase,
    String,
    Table,
    true,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    mapped_column,
    scoped_session,
    Session,
    sessionmaker,
)
from transaction.interfaces import TransientError
from typing import Any, cast, ClassVar
from ZODB.Connection import Connection as ContentConnection
from zope.globalrequest import getRequest
from zope.sqlalchemy import mark_changed, register
from zope.sqlalchemy.datamanager import SessionDataManager, STATUS_ACTIVE


logger = logging.getLogger("cites.cug.sql")


class Base(DeclarativeBase):
    """Parent of every table that the domains define."""

    __table__: ClassVar[Table]


class AppliedEntry(Base):
    """The statements of an entry of the journal are in these records."""

    __tablename__ = "journal_applied"

    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    #: Since when the journal has no such entry any more.
    removed: Mapped[datetime | None] = mapped_column(Moment)


#: Milliseconds that a statement waits for its turn.
PATIENCE = 10000
SQLITE_SETTINGS = (
    "PRAGMA journal_mode = WAL",
    # What was acknowledged survives a power cut.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    f"PRAGMA busy_timeout = {PATIENCE}",
)


#: Of connections that only read: each question is a transaction of its own.
_READS = "cites_cug_reads"


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def on_connect(connection, _record):
        # The driver's own BEGIN comes too late for savepoints: we emit it ourselves.
        connection.isolation_level = None
        for statement in SQLITE_SETTINGS:
            connection.execute(statement)

    @event.listens_for(engine, "begin")
    def on_begin(connection):
        if not connection.get_execution_options().get(_READS):
            # By the driver: the engine's way to it takes ten times as long.
            connection.connection.driver_connection.execute("BEGIN")


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
        # Asked again in the same transaction, PostgreSQL only says that it has failed.
        codes = {getattr(one, "pgcode", None) for one in (error, error.__context__)}
        if locked or not POSTGRESQL_BUSY.isdisjoint(codes):
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


class RecordsVote(SessionDataManager):
    """A session's part in a transaction. It votes and finishes after the ZODB."""

    #: Whether content is written too. SQL is then committed when content has been.
    crosses = False

    def sortKey(self) -> str:
        return "~records"

    def tpc_vote(self, trans: Any) -> None:
        if not self.crosses:
            super().tpc_vote(trans)

    def tpc_finish(self, trans: Any) -> None:
        """Commit, but never fail: what counts, the content with its journal, is kept."""
        if self.tx is None:
            return
        try:
            self.tx.commit()
        except Exception:
            logger.exception("Records were not committed; the journal's replay does it")
            # The connection may still be in the middle of it.
            self.session.invalidate()
        finally:
            self._finish("committed")

    def tpc_abort(self, trans: Any) -> None:
        if self.tx is not None:
            self._finish("aborted commit")


def _vote_of(records: Session) -> RecordsVote:
    """The session's part in the running transaction; it joins at first use.

    Before zope.sqlalchemy does, which would always commit before the ZODB.
    """
    for voter in joined_resources(transaction.get()):
        if isinstance(voter, RecordsVote) and voter.session is records:
            return voter
    return RecordsVote(records, STATUS_ACTIVE, transaction.manager)


#: What its connection has written, what it was asked, and the requests that are done
#: with it, in the info of a session.
_WRITTEN, _ASKED = "cites.cug.written", "cites.cug.asked"
_REQUESTS = "cites.cug.requests"


@lru_cache
def _sessions(url: str) -> scoped_session:
    # An engine of its own over the same pool: what others write is not of the request.
    own = engine(url).execution_options()
    record_statements(own, unless=SQLITE_LOCK)
    sessions = scoped_session(sessionmaker(own))
    register(sessions)

    @event.listens_for(sessions, "after_begin")
    def on_begin(records, _transaction, connection):
        records.info[_WRITTEN] = written_on(connection)
        records.info[_ASKED] = {}
        records.info[_REQUESTS] = []

    return sessions


def session() -> Session:
    """This thread's session, joined to the running transaction at first use."""
    records = _sessions(records_url())()
    _vote_of(records)
    _flush_before_commit(records)
    return records


def _begun() -> Session | None:
    """This thread's session, if the running transaction has come to the records."""
    records = _sessions(records_url())()
    return records if records.in_transaction() else None


def has_written() -> bool:
    """Whether the running transaction has changed any records."""
    records = _begun()
    if records is None:
        return False
    records.connection()
    return bool(records.info[_WRITTEN])


def read_rows(query: Prepared, values: dict[str, Any]) -> list[Any]:
    """The rows of a query, in the request's transaction if it has come to the records.

    Before that apart from it, each query as it is now: to begin and to end a transaction
    takes longer than most questions. For who compares no answer with another.
    """
    records = _begun()
    if records is not None:
        return query.rows(records.connection(), values)
    with read_connection() as connection:
        return query.rows(connection, values)


def ask_once(query: Prepared, values: dict[str, Any]) -> Any:
    """The single value that a query answers, remembered until the transaction ends."""
    found = _first_row(query, values)
    return None if found is None else found[0]


def _first_row(query: Prepared, values: dict[str, Any]) -> Any:
    """For what several parts of an answer ask, so that it is asked once.

    As soon as the transaction writes, each asks anew. The query is the key.
    """
    records = session()
    connection = records.connection()
    answers = records.info.setdefault(_ASKED, {})
    if records.info[_WRITTEN]:
        return next(iter(query.rows(connection, values)), None)
    key = (query, *values.items())
    if key not in answers:
        answers[key] = next(iter(query.rows(connection, values)), None)
    return answers[key]


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
        return
    if records.dirty or records.deleted:
        _take_turn_with(records, begins_anew=False)  # depends on what was read
        records.flush()
    elif records.new:
        _take_turn_with(records, begins_anew=True)
        records.flush()
    _write_journal(current, records)


def _write_journal(current: Any, records: Session) -> None:
    """Keep in the ZODB what was written to SQL, if the transaction writes to both."""
    written = records.info.get(_WRITTEN, ())
    if not any(isinstance(one, Statement) for one in written):
        return
    mark_changed(records)
    root = _changed_root(current)
    if root is not None:
        entry = new_entry(written, records.get_bind().dialect.name)
        key = need_journal(root).add(entry, records.info[_REQUESTS])
        row = {"key": key, "at": datetime.now(UTC)}
        records.connection().execute(insert(AppliedEntry.__table__), row)
        _vote_of(records).crosses = True


def _changed_root(current: Any) -> Any | None:
    """The root of the ZODB, if the transaction changes anything there."""
    for resource in joined_resources(current):
        if isinstance(resource, ContentConnection):
            root = resource.root()
            if CONTENT in root:
                return root
    return None


#: What the ZODB of the content has in its root, and no other.
CONTENT = "Application"
#: Such as can say what becomes of a row that is there already.
INSERTS: dict[str, Callable[..., Any]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}
#: Changes nothing, but takes the lock that every change takes.
SQLITE_LOCK = "DELETE FROM alembic_version WHERE 0"


def write_session() -> Session:
    """The session, for what is about to write by statements of its own.

    To be called before anything is read on which the writing depends: SQLite then waits
    for its turn, and what was read before may be older than what is read from now on.
    """
    records = session()
    _take_turn_with(records, begins_anew=True)
    mark_changed(records)
    return records


def note_request(records: Session, digest: str) -> None:
    """Keep the digest of the request in the journal, if content is changed too."""
    records.info[_REQUESTS].append(digest)


def count_changed(
    records: Session, statement: Executable, values: dict[str, Any] | None = None
) -> int:
    """Run an update, insert or delete; how many rows it changed."""
    return cast(CursorResult[Any], records.execute(statement, values)).rowcount


def _take_turn_with(records: Session, *, begins_anew: bool) -> None:
    records.info.pop(_ASKED, None)
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
def autonomous_transaction() -> Iterator[Connection]:
    """A transaction of its own, kept whatever becomes of the request.

    Not for a request that has begun to write: on SQLite it would wait for itself.
    """
    with engine(records_url()).begin() as connection:
        if connection.dialect.name == "sqlite":
            _take_turn(connection)
        yield connection


@contextmanager
def read_connection() -> Iterator[Connection]:
    """A connection to read from, apart from the request's transaction.

    So that looking something up at the beginning of a request does not make it one that
    began as reading (``write_session``). Each question sees what is there now. A request
    keeps the connection for the next time, and gives it back as its transaction ends.
    """
    current = transaction.get()
    kept = _readers_of(current) if getRequest() is not None else {}
    url = records_url()
    # Not two at once on one: where one fails it is closed.
    connection = kept.pop(url, None) or _reading_engine(url).connect()
    try:
        yield connection
    except BaseException:
        connection.close()
        raise
    if current is transaction.get() and url not in kept and getRequest() is not None:
        kept[url] = connection
    else:
        connection.close()


def side_by_side(first: SelectBase, *more: SelectBase) -> Select:
    """One query for the single rows of several, whose columns have different names."""
    found: Any = first.subquery()
    columns = [*found.c]
    for query in more:
        part = query.subquery()
        columns += part.c
        found = found.join(part, true())
    return select(*columns).select_from(found)


#: Answers the single row of a query.
Ask = Callable[[Prepared, dict[str, Any]], Any]


def ask_row(query: Prepared, values: dict[str, Any]) -> Any:
    """Ask in the request's transaction, where the answer is remembered."""
    found = _first_row(query, values)
    if found is None:
        raise NoResultFound
    return found


def ask_row_apart(query: Prepared, values: dict[str, Any]) -> Any:
    """Ask apart from it, what is there now: to begin it takes longer than to ask."""
    with read_connection() as connection:
        (row,) = query.rows(connection, values)
    return row


_READERS = object()


def _readers_of(current: Any) -> dict[str, Connection]:
    """The connections that a request keeps until its transaction ends."""
    try:
        return current.data(_READERS)
    except KeyError:
        kept: dict[str, Connection] = {}
        current.set_data(_READERS, kept)
        current.addAfterCommitHook(_give_back, (kept,))
        current.addAfterAbortHook(_give_back, (True, kept))
        return kept


def _give_back(_is_committed: bool, kept: dict[str, Connection]) -> None:
    while kept:
        kept.popitem()[1].close()


@lru_cache
def _reading_engine(url: str) -> Engine:
    is_server = engine(url).dialect.name == "postgresql"
    # Saves beginning and ending a transaction around one question.
    options = {"isolation_level": "AUTOCOMMIT"} if is_server else {_READS: True}
    made = engine(url).execution_options(**options)

    @event.listens_for(made, "before_cursor_execute")
    def on_statement(_connection, _cursor, statement, _parameters, _context, _many):
        # It would be kept whatever becomes of the request.
        if writes(statement):
            raise RuntimeError(f"This connection is to read from: {statement[:40]}")

    return made
