"""Two writers at once: the second is asked to try again, nothing fails."""

import time
import transaction
import unittest
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import (
    engine,
    PATIENCE,
    RecordsBusy,
    session,
    SQLITE_LOCK,
    write_session,
)
from cites.cug.core.trail.trail import AuditEvent, record
from cites.cug.demo.testing import CUG_FUNCTIONAL
from cites.cug.library.items.read_marks import mark_read, read_among, ReadMark
from datetime import datetime, UTC
from persistent.mapping import PersistentMapping
from sqlalchemy import event, select, text
from threading import Event, get_ident, Thread
from unittest.mock import patch
from zope.sqlalchemy.datamanager import SessionDataManager


#: Seconds after which a test would rather fail than wait for ever.
LONG = 60


def reading(item_uid: str) -> ReadMark:
    return ReadMark(user_id="customs-xa", item_uid=item_uid, time=datetime.now(UTC))


def pending(records) -> None:
    """Stands in for the flush when the stores begin to commit: nothing is left for it."""
    if records.new:
        raise AssertionError(f"would wait for SQLite now: {list(records.new)}")


def write_elsewhere(item_uid: str) -> None:
    """Commit a row from another thread, with a session of its own."""

    def write():
        with transaction.manager:
            mark_read("police-xb", item_uid)

    thread = Thread(target=write)
    thread.start()
    thread.join()


class BusyTest(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def test_a_writer_with_an_old_view_is_asked_to_retry(self):
        session().execute(text("SELECT count(*) FROM library_reading")).scalar()
        write_elsewhere("item-1")
        with self.assertRaises(RecordsBusy):
            mark_read("customs-xa", "item-2")
        transaction.abort()
        mark_read("customs-xa", "item-2")
        transaction.commit()
        self.assertEqual(read_among("customs-xa", ["item-2"]), {"item-2"})

    def test_who_says_so_before_writing_waits_for_a_turn(self):
        count = text("SELECT count(*) FROM library_reading")
        before = session().execute(count).scalar()
        write_elsewhere("item-4")
        records = write_session()
        self.assertEqual(records.execute(count).scalar(), before + 1)
        mark_read("customs-xa", "item-5")
        transaction.commit()
        self.assertEqual(read_among("customs-xa", ["item-5"]), {"item-5"})

    def test_who_has_read_waits_while_another_writes(self):
        session().execute(text("SELECT count(*) FROM library_reading")).scalar()
        begun = Event()

        def write():
            with transaction.manager:
                write_session()
                begun.set()
                time.sleep(0.2)
                mark_read("police-xb", "item-6")

        thread = Thread(target=write)
        thread.start()
        begun.wait()
        write_session()
        self.assertEqual(read_among("police-xb", ["item-6"]), {"item-6"})
        thread.join()

    def test_its_turn_ends_with_the_transaction(self):
        write_session()
        with engine(records_url()).connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout = 50")
            with self.assertRaises(RecordsBusy):
                connection.exec_driver_sql(SQLITE_LOCK)
            connection.rollback()
            transaction.abort()
            connection.exec_driver_sql(SQLITE_LOCK)
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {PATIENCE}")

    def test_what_depends_on_nothing_is_written_after_an_old_view(self):
        count = text("SELECT count(*) FROM library_reading")
        session().execute(count).scalar()
        write_elsewhere("item-7")
        record("test", target=self.layer["portal"], acting_user="late")
        transaction.commit()
        actors = select(AuditEvent.actor).where(AuditEvent.action == "test")
        self.assertEqual(session().scalars(actors).all(), ["late"])

    def test_a_row_read_before_another_changed_it_is_not_written_over(self):
        mark_read("customs-xa", "item-8")
        transaction.commit()
        row = session().scalars(select(ReadMark)).one()
        write_elsewhere("item-9")
        row.item_uid = "item-10"
        with self.assertRaises(RecordsBusy):
            transaction.commit()

    def test_what_another_hook_adds_is_flushed_before_anybody_commits(self):
        session()
        current = transaction.get()
        current.addBeforeCommitHook(session().add, (reading("of-a-hook"),))
        with patch.object(
            SessionDataManager, "tpc_begin", lambda voter, _: pending(voter.session)
        ):
            transaction.commit()
        self.assertEqual(read_among("customs-xa", ["of-a-hook"]), {"of-a-hook"})

    def test_opening_twice_at_once_is_one_reading(self):
        with engine(records_url()).connect() as connection:
            mark_read("customs-xa", "item-3")
            transaction.commit()
            mark_read("customs-xa", "item-3")
            transaction.commit()
            count = connection.execute(
                text("SELECT count(*) FROM library_reading WHERE item_uid = 'item-3'")
            ).scalar()
        self.assertEqual(count, 1)


class TwoStoresTest(unittest.TestCase):
    """Two writers who write to the ZODB and to SQLite."""

    layer = CUG_FUNCTIONAL

    def setUp(self):
        self.failed = []
        #: The second writer is about to wait for its turn in SQLite.
        self.waits = Event()
        event.listen(engine(records_url()), "before_cursor_execute", self.on_statement)
        self.addCleanup(
            event.remove,
            engine(records_url()),
            "before_cursor_execute",
            self.on_statement,
        )
        self.second = None
        with self.layer["zodbDB"].transaction() as connection:
            # One for each, so that they are in each other's way nowhere else.
            for name in ("first", "second"):
                connection.root()[name] = PersistentMapping()

    def on_statement(self, _connection, _cursor, statement, *_arguments):
        if get_ident() == self.second and not statement.startswith("SELECT"):
            self.waits.set()

    def write(self, name, before_commit):
        """A change of content and its record in the trail, as one request."""
        connection = self.layer["zodbDB"].open()
        try:
            with transaction.manager:
                connection.root()[name]["changed"] = True
                before_commit(connection.root()["Application"])
        except BaseException as error:
            self.failed.append((name, error))
            raise
        finally:
            connection.close()

    def begin(self, name, before_commit):
        thread = Thread(target=self.write, args=(name, before_commit))
        thread.start()
        return thread

    def actors(self):
        with engine(records_url()).connect() as connection:
            return set(connection.scalars(select(AuditEvent.actor)))

    def test_neither_waits_for_what_the_other_holds(self):
        has_turn = Event()

        def write_first(target):
            write_session()
            has_turn.set()
            self.waits.wait(LONG)
            record("test", target=target, acting_user="first")

        def write_second(target):
            has_turn.wait(LONG)
            self.second = get_ident()
            record("test", target=target, acting_user="second")

        threads = [self.begin("first", write_first), self.begin("second", write_second)]
        for thread in threads:
            thread.join()
        self.assertEqual(self.failed, [])
        self.assertLessEqual({"first", "second"}, self.actors())
