"""Two writers at once: the second is asked to try again, nothing fails."""

import time
import transaction
import unittest
from cites.cug.library.reading import mark_read
from cites.cug.library.reading import read_among
from cites.cug.records.store import engine
from cites.cug.records.store import PATIENCE
from cites.cug.records.store import RecordsBusy
from cites.cug.records.store import session
from cites.cug.records.store import SQLITE_LOCK
from cites.cug.records.store import writing
from cites.cug.settings.deployment import records_url
from cites.cug.testing import CUG_FUNCTIONAL
from sqlalchemy import text
from threading import Event
from threading import Thread


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
        records = writing()
        self.assertEqual(records.execute(count).scalar(), before + 1)
        mark_read("customs-xa", "item-5")
        transaction.commit()
        self.assertEqual(read_among("customs-xa", ["item-5"]), {"item-5"})

    def test_who_has_read_waits_while_another_writes(self):
        session().execute(text("SELECT count(*) FROM library_reading")).scalar()
        begun = Event()

        def write():
            with transaction.manager:
                writing()
                begun.set()
                time.sleep(0.2)
                mark_read("police-xb", "item-6")

        thread = Thread(target=write)
        thread.start()
        begun.wait()
        writing()
        self.assertEqual(read_among("police-xb", ["item-6"]), {"item-6"})
        thread.join()

    def test_its_turn_ends_with_the_transaction(self):
        writing()
        with engine(records_url()).connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout = 50")
            with self.assertRaises(RecordsBusy):
                connection.exec_driver_sql(SQLITE_LOCK)
            connection.rollback()
            transaction.abort()
            connection.exec_driver_sql(SQLITE_LOCK)
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {PATIENCE}")

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
