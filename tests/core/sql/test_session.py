"""Records are kept or dropped with Zope's transaction."""

import tempfile
import transaction
import unittest
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.prepared import Prepared
from cites.cug.core.sql.session import (
    ask_once,
    ask_row,
    autonomous_transaction,
    engine,
    has_written,
    read_connection,
    read_rows,
    session,
    side_by_side,
    write_session,
)
from cites.cug.demo.testing import CUG_FUNCTIONAL
from cites.cug.library.items.read_marks import ReadMark
from datetime import datetime, UTC
from pathlib import Path
from sqlalchemy import (
    bindparam,
    delete,
    event,
    func,
    insert,
    literal,
    select,
    text,
)
from sqlalchemy.engine import Engine
from threading import Thread
from typing import Any


def reading(item_uid: str) -> ReadMark:
    return ReadMark(user_id="customs-xa", item_uid=item_uid, time=datetime.now(UTC))


class StoreTest(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def stored(self):
        """As another process sees it."""
        with engine(records_url()).connect() as connection:
            return set(connection.scalars(select(ReadMark.item_uid)))

    def test_a_commit_keeps(self):
        session().add(reading("kept"))
        session().flush()
        self.assertNotIn("kept", self.stored())
        transaction.commit()
        self.assertIn("kept", self.stored())

    def test_an_abort_drops(self):
        session().add(reading("dropped"))
        session().flush()
        transaction.abort()
        transaction.commit()
        self.assertNotIn("dropped", self.stored())

    def test_what_zodb_refuses_is_dropped_here_too(self):
        self.layer["portal"].unpicklable = lambda: None
        session().add(reading("half"))
        with self.assertRaises(Exception):  # noqa: B017 - whatever pickling says
            transaction.commit()
        transaction.abort()
        self.assertNotIn("half", self.stored())
        self.assertFalse(hasattr(self.layer["portal"], "unpicklable"))

    def test_what_the_records_refuse_is_dropped_in_zodb_too(self):
        portal = self.layer["portal"]
        title = portal.title
        portal.title = "half"
        session().add(ReadMark(user_id="customs-xa", item_uid="half"))  # without time
        with self.assertRaises(Exception):  # noqa: B017 - whatever the driver says
            transaction.commit()
        transaction.abort()
        self.assertEqual(title, portal.title)

    def test_a_savepoint_takes_back_the_last_part_only(self):
        session().add(reading("before"))
        point = transaction.savepoint()
        session().add(reading("after"))
        session().flush()
        point.rollback()
        transaction.commit()
        self.assertIn("before", self.stored())
        self.assertNotIn("after", self.stored())

    def test_each_thread_has_its_own_session(self):
        other = []
        thread = Thread(target=lambda: other.append(session()))
        thread.start()
        thread.join()
        self.assertIsNot(session(), other[0])
        self.assertIs(session(), session())


class LookingTest(unittest.TestCase):
    """A request reads from one connection, apart from its transaction."""

    layer = CUG_FUNCTIONAL
    COUNT = select(func.count()).select_from(ReadMark)

    def setUp(self):
        transaction.abort()
        self.taken: list[Any] = []
        pool = engine(records_url()).pool
        event.listen(pool, "checkout", self.note)
        self.addCleanup(event.remove, pool, "checkout", self.note)
        self.before = pool.checkedout()

    def note(self, connection: Any, *_told: Any) -> None:
        self.taken.append(connection)

    def still_out(self) -> int:
        return engine(records_url()).pool.checkedout() - self.before

    def look(self) -> int:
        with read_connection() as connection:
            return connection.scalar(self.COUNT)

    def test_a_request_has_one_and_gives_it_back(self):
        self.look()
        self.look()
        self.assertEqual((1, 1), (len(self.taken), self.still_out()))
        transaction.commit()
        self.assertEqual(0, self.still_out())
        self.look()
        transaction.abort()
        self.assertEqual(0, self.still_out())

    def test_each_question_sees_what_is_there_now(self):
        number = self.look()
        row = {"user_id": "customs-xa", "item_uid": "now", "time": datetime.now(UTC)}
        with autonomous_transaction() as connection:
            connection.execute(insert(ReadMark), row)
        self.assertEqual(number + 1, self.look())

    def test_who_is_still_reading_is_not_disturbed(self):
        with read_connection() as connection:
            rows = connection.execute(text("SELECT 1 UNION SELECT 2 ORDER BY 1"))
            first = rows.fetchone()
            self.look()
            self.assertEqual([(1,), (2,)], [first, rows.fetchone()])
        self.assertEqual(1, self.still_out())

    def test_after_a_failure_it_is_not_kept(self):
        with self.assertRaises(ZeroDivisionError), read_connection():
            raise ZeroDivisionError
        self.assertEqual(0, self.still_out())

    def test_a_transaction_that_ends_meanwhile_leaves_none_behind(self):
        with read_connection() as connection:
            transaction.commit()
            connection.scalar(self.COUNT)
        self.assertEqual(0, self.still_out())

    def test_without_a_request_each_has_its_own(self):
        thread = Thread(target=lambda: [self.look(), self.look()])
        thread.start()
        thread.join()
        self.assertEqual((2, 0), (len(self.taken), self.still_out()))

    def test_what_looks_something_up_changes_nothing(self):
        row = {"user_id": "customs-xa", "item_uid": "of-b", "time": datetime.now(UTC)}
        for statement in (insert(ReadMark).values(row), delete(ReadMark)):
            with self.assertRaises(RuntimeError), read_connection() as connection:
                connection.execute(statement)
        with read_connection() as connection:
            total = connection.scalar(select(func.count()).select_from(ReadMark))
        self.assertEqual(0, total)


class RowsTest(unittest.TestCase):
    """What is only read needs no transaction of the records, and is in one there is."""

    layer = CUG_FUNCTIONAL
    QUERY = Prepared(select(ReadMark.item_uid).order_by(ReadMark.item_uid))

    def setUp(self):
        transaction.abort()
        self.begun: list[Any] = []
        event.listen(Engine, "begin", self.note)
        self.addCleanup(event.remove, Engine, "begin", self.note)

    def note(self, connection: Any) -> None:
        if connection.engine is session().get_bind():
            self.begun.append(connection)

    def items(self) -> list[str]:
        return [row.item_uid for row in read_rows(self.QUERY, {})]

    def test_to_read_begins_none(self):
        self.assertFalse(has_written())
        self.assertEqual([], self.items())
        self.assertFalse(has_written())
        self.assertEqual([], self.begun)

    def test_what_the_transaction_has_written_is_read(self):
        session().add(reading("mine"))
        session().flush()
        self.assertTrue(has_written())
        self.assertEqual(["mine"], self.items())
        transaction.abort()
        self.assertEqual([], self.items())

    def test_what_others_have_written_is_read(self):
        self.assertEqual([], self.items())
        row = {"user_id": "customs-xa", "item_uid": "now", "time": datetime.now(UTC)}
        with autonomous_transaction() as connection:
            connection.execute(insert(ReadMark), row)
        self.assertEqual(["now"], self.items())


class ValueTest(unittest.TestCase):
    """What several parts of a page ask is asked once, until something is written."""

    layer = CUG_FUNCTIONAL
    QUERY = Prepared(
        select(func.count().label("number"))
        .select_from(ReadMark)
        .where(ReadMark.user_id == bindparam("user_id"))
    )

    def setUp(self):
        transaction.abort()
        self.asked: list[str] = []
        event.listen(Engine, "before_cursor_execute", self.note)
        self.addCleanup(event.remove, Engine, "before_cursor_execute", self.note)

    def note(self, _connection, _cursor, statement: str, *_more: Any) -> None:
        if "count" in statement:
            self.asked.append(statement)

    def number(self, user_id: str = "customs-xa") -> int:
        return ask_once(self.QUERY, {"user_id": user_id})

    def test_once_for_each_value(self):
        self.assertEqual(0, self.number() + self.number())
        self.assertEqual(1, len(self.asked))
        self.number("police-xb")
        self.assertEqual(2, len(self.asked))

    def test_a_row_of_several_queries_too(self):
        word = select(literal("a word").label("word"))
        both = Prepared(side_by_side(self.QUERY.query, word))
        session().add(reading("before"))
        transaction.commit()
        self.asked.clear()
        for _time in range(2):
            number, word = ask_row(both, {"user_id": "customs-xa"})
            self.assertEqual((1, "a word"), (number, word))
        self.assertEqual(1, len(self.asked))

    def test_anew_after_something_was_written(self):
        self.assertEqual(0, self.number())
        session().add(reading("written"))
        session().flush()
        self.assertEqual(1, self.number())
        session().execute(delete(ReadMark))
        self.assertEqual(0, self.number())

    def test_anew_for_who_is_about_to_write(self):
        self.number()
        write_session()
        self.number()
        self.assertEqual(2, len(self.asked))

    def test_nothing_is_kept_beyond_the_transaction(self):
        self.number()
        transaction.commit()
        row = {"user_id": "customs-xa", "item_uid": "of-b", "time": datetime.now(UTC)}
        with autonomous_transaction() as connection:
            connection.execute(insert(ReadMark), row)
        self.assertEqual(1, self.number())


class SqliteTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="cug-records-")
        self.addCleanup(self.folder.cleanup)
        self.path = Path(self.folder.name) / "new" / "records.sqlite"
        self.engine = engine(f"sqlite:///{self.path}")
        self.addCleanup(self.engine.dispose)

    def pragma(self, name):
        with self.engine.connect() as connection:
            return connection.execute(text(f"PRAGMA {name}")).scalar()

    def test_what_was_acknowledged_survives_and_readers_do_not_wait(self):
        self.assertEqual("wal", self.pragma("journal_mode"))
        self.assertEqual(2, self.pragma("synchronous"))  # FULL
        self.assertEqual(1, self.pragma("foreign_keys"))
        self.assertGreaterEqual(self.pragma("busy_timeout"), 1000)

    def test_the_folder_of_a_new_file_is_made(self):
        self.pragma("user_version")
        self.assertTrue(self.path.exists())

    def test_an_address_has_one_engine(self):
        self.assertIs(self.engine, engine(f"sqlite:///{self.path}"))
