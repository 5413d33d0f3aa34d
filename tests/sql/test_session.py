"""Records are kept or dropped with Zope's transaction."""

import tempfile
import transaction
import unittest
from cites.cug.library.read_marks import ReadMark
from cites.cug.settings.deployment import records_url
from cites.cug.sql.session import engine, session
from cites.cug.testing import CUG_FUNCTIONAL
from datetime import datetime, UTC
from pathlib import Path
from sqlalchemy import select, text
from threading import Thread


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
