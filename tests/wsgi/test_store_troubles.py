"""What failures of drivers mean: real ones, of SQLite and of psycopg2."""

import errno
import psycopg2
import sqlite3
import unittest
from cites.cug.core.sql.session import RecordsBusy
from cites.cug.wsgi.store_troubles import (
    AWAY,
    BUSY,
    FULL,
    store_trouble,
    unanswered_trouble,
)
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError
from transaction.interfaces import TransientError
from ZODB.POSException import ConflictError


def raised_by(work):
    try:
        work()
    except Exception as error:
        return error
    raise AssertionError("nothing failed")


def fill_sqlite(connection):
    connection.execute("pragma max_page_count = 4")
    connection.execute("create table t (v)")
    connection.execute("insert into t values (zeroblob(100000))")


def answered(code):
    """An error with a code of PostgreSQL's."""
    kind = type("Error", (psycopg2.DatabaseError,), {"pgcode": code})
    kind.__module__ = "psycopg2.errors"
    return kind()


class StoreTroubleTest(unittest.TestCase):
    def test_what_postgresql_says_of_itself(self):
        for code, trouble in (
            ("53100", FULL),
            ("08006", AWAY),
            ("57P01", AWAY),
            ("53300", AWAY),
            ("23505", None),
        ):
            self.assertIs(trouble, store_trouble(answered(code)), code)

    def test_a_server_that_is_not_there(self):
        place = "host=/nonexistent dbname=cug"
        self.assertIs(AWAY, store_trouble(raised_by(lambda: psycopg2.connect(place))))
        url = "postgresql+psycopg2://cug@/cug?host=/nonexistent"
        error = raised_by(create_engine(url).connect)
        self.assertIsInstance(error, OperationalError)
        self.assertIs(AWAY, store_trouble(error))

    def test_a_failure_that_came_of_it(self):
        def fail():
            try:
                psycopg2.connect("host=/nonexistent")
            except psycopg2.OperationalError as error:
                raise KeyError from error

        self.assertIs(AWAY, store_trouble(raised_by(fail)))
        away = psycopg2.OperationalError("refused")
        for name in ("__cause__", "__context__"):
            error = KeyError()
            setattr(error, name, away)
            self.assertIs(AWAY, store_trouble(error), name)

    def test_sqlite_without_room(self):
        error = raised_by(lambda: fill_sqlite(sqlite3.connect(":memory:")))
        self.assertIs(FULL, store_trouble(error))
        wrapped = OperationalError("insert", {}, error)
        self.assertIs(FULL, store_trouble(wrapped))

    def test_files_without_room(self):
        for code in (errno.ENOSPC, errno.EDQUOT):
            self.assertIs(FULL, store_trouble(OSError(code, "no room")))
        self.assertIsNone(store_trouble(OSError(errno.EACCES, "closed")))

    def test_what_others_have_locked_is_busy(self):
        self.assertIs(BUSY, store_trouble(RecordsBusy("database is locked")))
        self.assertIs(BUSY, unanswered_trouble(RecordsBusy("database is locked")))
        for code in ("55P03", "40001", "40P01"):
            self.assertIs(BUSY, store_trouble(answered(code)), code)

    def test_other_failures_are_none_of_it(self):
        wrong = raised_by(lambda: sqlite3.connect(":memory:").execute("select x"))
        for error in (wrong, ValueError("x"), ConflictError()):
            self.assertIsNone(store_trouble(error))

    def test_a_conflict_that_no_page_has_answered(self):
        self.assertIs(BUSY, unanswered_trouble(ConflictError()))
        self.assertIs(AWAY, unanswered_trouble(TransientError()))
        self.assertIs(FULL, unanswered_trouble(OSError(errno.ENOSPC, "no room")))
        self.assertIsNone(unanswered_trouble(ValueError()))
