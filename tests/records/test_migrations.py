"""What was stored before a change of the schema is there after it."""

import tempfile
import unittest
from alembic import command
from alembic.config import Config
from cites.cug.records.store import engine
from pathlib import Path


MAILBOX = "INSERT INTO mailbox (id, group_uid, user_id) VALUES (7, 'g', 'reader')"
MESSAGE = """
    INSERT INTO message (id, group_uid, thread, sender, sender_country, sender_category,
    handling, receipt, addressed, recipients_total, attachments_total, key_id,
    wrapped_key, head, words, body)
    VALUES ('m', 'g', 'm', 's', '', '', '', 1, '{}', 1, 0, '', '', '', '', '')"""
DELIVERY = """
    INSERT INTO message_delivery (mailbox_id, message_id, thread, time, folder, kind,
    unread, starred, first_read)
    VALUES (7, 'm', 'm', '2026-03-01', 'inbox', 'received', 0, 1, '2026-03-02')"""


class MigrationTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.engine = engine(f"sqlite:///{Path(folder.name) / 'records.sqlite'}")
        self.addCleanup(self.engine.dispose)

    def upgrade(self, revision: str) -> None:
        config = Config()
        config.set_main_option("script_location", "cites.cug.records:migrations")
        with self.engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)

    def rows(self, query: str) -> list:
        with self.engine.connect() as connection:
            return list(map(tuple, connection.exec_driver_sql(query)))

    def test_deliveries(self):
        self.upgrade("0005")
        with self.engine.begin() as connection:
            for statement in (MAILBOX, MESSAGE, DELIVERY):
                connection.exec_driver_sql(statement)
        query = """SELECT mailbox_id, message_id, thread, time, folder, kind, unread,
            starred, first_read, trashed FROM message_delivery"""
        before = self.rows(query)
        self.assertEqual(len(before), 1)
        self.upgrade("head")
        self.assertEqual(self.rows(query), before)
        with self.engine.begin() as connection:
            connection.exec_driver_sql("DELETE FROM message")
        self.assertEqual(self.rows(query), [])
