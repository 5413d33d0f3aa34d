"""Failures that no request is to blame for: a database that is away, a disk that is full.

The exceptions come from several drivers, some of which are not installed everywhere, so
they are known by what they carry and by their names.
"""

import errno
import sqlite3
from cites.cug import _
from cites.cug.core.sql.session import POSTGRESQL_BUSY, RecordsBusy
from cites.cug.wsgi.early_answers import Trouble
from collections.abc import Iterator
from http import HTTPStatus
from transaction.interfaces import TransientError
from ZODB.POSException import ConflictError


AWAY = Trouble(
    HTTPStatus.SERVICE_UNAVAILABLE,
    _("wsgi_store_troubles_portal_database_answer_nothing_text"),
    retry_after=10,
)
FULL = Trouble(
    HTTPStatus.INSUFFICIENT_STORAGE,
    _("wsgi_store_troubles_portal_no_space_left_text"),
    retry_after=600,
)
BUSY = Trouble(
    HTTPStatus.SERVICE_UNAVAILABLE,
    _("wsgi_store_troubles_too_much_being_written_text"),
    retry_after=2,
)
NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT})
#: PostgreSQL's codes: the disk is full; the server ends, is starting, or takes nobody.
POSTGRESQL_FULL = "53100"
POSTGRESQL_AWAY = ("08", "57P", "53300")
#: Classes of psycopg2, by which it tells of a connection that is lost or refused: with
#: no code of the server's, since that is not heard.
CONNECTION_ERRORS = frozenset({"OperationalError", "InterfaceError", "DatabaseError"})
#: How many exceptions of one failure are looked at.
MANY = 10


def store_trouble(error: BaseException) -> Trouble | None:
    """What a failure says of the stores; None if it has another cause."""
    chain = list(_causes(error))
    if any(map(_is_full, chain)):
        return FULL
    if any(map(_is_away, chain)):
        return AWAY
    if any(map(_is_busy, chain)):
        return BUSY
    return None


def unanswered_trouble(error: BaseException) -> Trouble | None:
    """The same for a failure that no page of the portal has answered."""
    if trouble := store_trouble(error):
        return trouble
    if isinstance(error, ConflictError):
        return BUSY
    return AWAY if isinstance(error, TransientError) else None  # as of a ZEO server


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The exception, what the driver raised, and what it came from."""
    for _number in range(MANY):
        if error is None:
            return
        yield error
        error = getattr(error, "orig", None) or error.__cause__ or error.__context__


def _is_full(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in NO_SPACE
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    return getattr(error, "pgcode", None) == POSTGRESQL_FULL


def _is_busy(error: BaseException) -> bool:
    """Whether others held for too long what was needed, as a row that is locked."""
    if isinstance(error, RecordsBusy):
        return True
    return getattr(error, "pgcode", None) in POSTGRESQL_BUSY


def _is_away(error: BaseException) -> bool:
    kind, code = type(error), getattr(error, "pgcode", None)
    if code is None:
        is_lost = kind.__name__ in CONNECTION_ERRORS
    else:
        is_lost = code.startswith(POSTGRESQL_AWAY)
    return is_lost and kind.__module__.startswith("psycopg2")
