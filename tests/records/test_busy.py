"""Two writers at once: the second is asked to try again, nothing fails."""

import transaction
import unittest
from cites.cug.library.reading import mark_read
from cites.cug.library.reading import read_among
from cites.cug.records.store import engine
from cites.cug.records.store import RecordsBusy
from cites.cug.records.store import session
from cites.cug.settings.deployment import records_url
from cites.cug.testing import CUG_FUNCTIONAL
from sqlalchemy import text
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
