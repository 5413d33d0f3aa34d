"""The journal: what is to be written to SQL, kept with the content that it belongs to.

A transaction that changes content and SQL puts the SQL statements that it has run into
the journal, which is part of the content. So they are kept if and only if the content
is. SQL is committed right after it; where that fails, or the process dies in between,
``replay`` runs the statements again.
"""

import os
import pickle  # nosec B403
import re
import secrets
from BTrees.Length import Length
from BTrees.OOBTree import OOBTree
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from persistent import Persistent
from sqlalchemy import Connection, Engine, event
from tempfile import TemporaryFile
from typing import Any, BinaryIO, NamedTuple
from zlib import compress, decompress


#: Where it lies in the root of the ZODB.
PLACE = "cites.cug.journal"
#: Entries are spread, so that two writers hardly ever change the same object.
BOXES = 256
#: The list of statements, in the info of a connection.
_WRITTEN = "cites.cug.written"
#: The temporary file of its transaction, if there is one.
_SPOOL = "cites.cug.spool"
_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE)\b", re.IGNORECASE)
#: A lock that orders what transactions write. The replay takes it too.
_LOCKS = re.compile(r"SELECT pg_advisory_xact_lock\b")
_SAVEPOINT = re.compile(r"(ROLLBACK TO )?SAVEPOINT (\S+)")


def writes(statement: str) -> bool:
    """Whether a statement changes rows."""
    return _WRITES.match(statement) is not None


class Statement(NamedTuple):
    """A statement as the database's driver gets it."""

    sql: str
    #: A list of them where the driver runs the statement once for each.
    parameters: Any


class _Savepoint(NamedTuple):
    name: str


class _Spooled(NamedTuple):
    """A piece of a file among the parameters, which is not held in memory."""

    file: BinaryIO
    start: int
    size: int

    def read(self) -> bytes:
        self.file.seek(self.start)
        return self.file.read(self.size)


#: Bytes from which a parameter is spooled: pieces of files are larger, nothing else is.
SPOOLED_BYTES = 2**16


class Entry(Persistent):
    """The statements of one transaction. Empty once they are applied."""

    #: The statements, pickled and compressed to a third of their size.
    packed = b""

    def __init__(self, statements: tuple[Any, ...], dialect: str):
        # As plain tuples: they outlive the code that wrote them.
        self.packed = compress(pickle.dumps(statements, protocol=4), 1)
        self.dialect = dialect

    @property
    def statements(self) -> tuple[Any, ...]:
        """The statements, each with its parameters."""
        if not self.packed:
            return ()
        # As safe as the database around it, whose records are of the same kind.
        return pickle.loads(decompress(self.packed))  # noqa: S301 # nosec B301

    def empty(self) -> None:
        self.packed = b""


class Journal(Persistent):
    """All entries by their random keys, and the requests that they belong to."""

    def __init__(self) -> None:
        self.boxes = tuple(OOBTree() for _ in range(BOXES))
        #: Digests of requests that are done once → keys of their entries. Of two
        #: transactions with the same digest one fails with a conflict.
        self.requests = tuple(OOBTree() for _ in range(BOXES))
        #: How many entries there have been. Writers at the same time are in no conflict.
        self.total = Length()

    def add(self, entry: Entry, requests: Iterable[str] = ()) -> str:
        """Keep an entry, if the transaction is kept. Returns its key.

        ``requests``: hexadecimal digests of the requests that the transaction does.
        """
        key = secrets.token_hex(16)
        self.boxes[_box_number(key)][key] = entry
        self.total.change(1)
        for digest in requests:
            self.requests[_box_number(digest)][digest] = key
        return key

    def find_request(self, digest: str) -> str | None:
        """The key of the entry of a request; None if there is none, or no longer."""
        return self.requests[_box_number(digest)].get(digest)

    def entries(self) -> Iterator[tuple[str, Entry]]:
        """Keys and entries, in no order; the entries are not loaded."""
        for box in self.boxes:
            yield from box.items()


def _box_number(key: str) -> int:
    return int(key[:2], 16)


def find_journal(root: Any) -> Journal | None:
    """The journal in the root of a ZODB, if anything was ever written into it."""
    return root.get(PLACE)


def need_journal(root: Any) -> Journal:
    """The journal in the root of a ZODB; it is made if there is none yet."""
    if PLACE not in root:
        root[PLACE] = Journal()
    return root[PLACE]


def new_entry(written: list[Any], dialect: str) -> Entry:
    """An entry of what was recorded. Raises TypeError for what cannot be stored."""
    statements = [one for one in written if isinstance(one, Statement)]
    return Entry(tuple((sql, _plain(given)) for sql, given in statements), dialect)


def _plain(value: Any) -> Any:
    """The same value without classes of ours, which would be part of what is stored."""
    if value is None or type(value) in _STORED:
        return value
    if isinstance(value, _Spooled):
        return value.read()
    if isinstance(value, list | tuple):
        return (
            tuple(map(_plain, value)) if type(value) is tuple else [*map(_plain, value)]
        )
    if isinstance(value, dict):
        return {name: _plain(given) for name, given in value.items()}
    if isinstance(value, bytearray | memoryview):
        return bytes(value)
    if isinstance(value, str):  # a member of an enumeration, a message to translate
        return str.__str__(value)
    if hasattr(value, "adapted"):  # bytes as psycopg2 wraps them
        return _plain(value.adapted)
    raise TypeError(f"The journal cannot keep a value of {type(value)}")


_STORED = {bool, bytes, date, datetime, Decimal, float, int, str}


def record_statements(engine: Engine, unless: str) -> None:
    """From now on, note what connections of this engine write, but for one statement."""

    @event.listens_for(engine, "begin")
    def on_begin(connection):
        connection.info[_WRITTEN], connection.info[_SPOOL] = [], None

    @event.listens_for(engine, "before_cursor_execute")
    def on_statement(connection, _cursor, statement, parameters, _context, _many):
        written = connection.info[_WRITTEN]
        if statement != unless and (writes(statement) or _LOCKS.match(statement)):
            kept = _without_pieces(parameters, connection.info)
            written.append(Statement(statement, kept))
        elif point := _SAVEPOINT.match(statement):
            goes_back, name = point.groups()
            if goes_back:
                del written[written.index(_Savepoint(name)) :]
            else:
                written.append(_Savepoint(name))

    @event.listens_for(engine, "commit")
    @event.listens_for(engine, "rollback")
    def on_end(connection):
        # The connection waits in its pool, for long maybe.
        connection.info[_WRITTEN].clear()
        if spool := connection.info.pop(_SPOOL, None):
            spool.close()


def _without_pieces(value: Any, info: dict[str, Any]) -> Any:
    """The same parameters, with pieces of files in the transaction's temporary file."""
    if isinstance(value, dict):
        return {name: _without_pieces(given, info) for name, given in value.items()}
    if isinstance(value, list | tuple):
        kept = [_without_pieces(given, info) for given in value]
        return kept if isinstance(value, list) else tuple(kept)
    piece = getattr(value, "adapted", value)  # psycopg2 wraps bytes, SQLite views them
    is_bytes = isinstance(piece, bytes | bytearray | memoryview)
    if not is_bytes or len(piece) < SPOOLED_BYTES:
        return value
    if info[_SPOOL] is None:
        info[_SPOOL] = TemporaryFile()  # noqa: SIM115 - until the transaction ends
    start = info[_SPOOL].seek(0, os.SEEK_END)
    info[_SPOOL].write(piece)
    return _Spooled(info[_SPOOL], start, len(piece))


def written_on(connection: Connection) -> list[Any]:
    """What was written so far; the list grows with the transaction and ends with it."""
    return connection.info[_WRITTEN]
