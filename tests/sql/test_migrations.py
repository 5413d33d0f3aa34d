"""What was stored before a change of the schema is there after it."""

import os
import shutil
import tempfile
import unittest
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import HeadMaintainer
from alembic.script import ScriptDirectory
from cites.cug.encryption.keys import Keyring
from cites.cug.messaging.start import check_keys
from cites.cug.sql.schema import find_schema, revisions, SchemaState, upgrade
from cites.cug.sql.session import engine
from pathlib import Path
from sqlalchemy import create_engine, Engine
from unittest.mock import patch


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
TOKEN = """
    INSERT INTO login_api_token (digest, id, user_id, folder, epoch, name, scopes,
    created, ends)
    VALUES ('d', 'i', 'u', '/acl_users', 0, 'n', '[]', '2026-03-01', '2027-03-01')"""

REPORTED = """
    INSERT INTO workspace_reported (id, topic_uid, post_id, group_uid, reporter, time,
    reason) VALUES ('r', 't', 5, 'g', 'somebody', '2026-03-01', 'why')"""
RETENTION = """
    INSERT INTO message_retention (group_uid, trash_days, keep_days)
    VALUES ('g', 30, 365)"""
EVENT = """
    INSERT INTO audit_event (time, actor, action, target, target_uid, ip, detail,
    credential) VALUES ('2026-11-26 12:00:00.000001', 'a', 'login', '/portal', NULL,
    '192.0.2.0/24', '{"member": "m"}', 'session')"""
#: A change after which a process is killed.
STEP = 15
KEYRING = lambda: Keyring([bytes(32)])  # noqa: E731


class MigrationTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.engine = engine(f"sqlite:///{Path(folder.name) / 'records.sqlite'}")
        self.addCleanup(self.engine.dispose)

    def config(self) -> Config:
        config = Config()
        config.set_main_option("script_location", "cites.cug.sql:migrations")
        return config

    def upgrade(self, revision: str) -> None:
        config = self.config()
        with self.engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)

    def test_revisions_are_known_by_the_names_of_their_files(self):
        """As Alembic has them, which is not loaded to start a portal."""
        scripts = ScriptDirectory.from_config(self.config())
        known = {script.revision for script in scripts.walk_revisions()}
        self.assertEqual((scripts.get_current_head(), known), revisions())

    def is_killed_at(self, step: int) -> bool:
        """Upgrade in a process that ends without a word after so many changes."""
        child = os.fork()
        if child == 0:
            made, keep = [], HeadMaintainer.update_to_step

            def end_after(*arguments):
                keep(*arguments)
                made.append(arguments)
                if len(made) == step:
                    os._exit(9)

            with (
                patch.object(HeadMaintainer, "update_to_step", end_after),
                patch("cites.cug.sql.schema.records_url", lambda: str(self.engine.url)),
            ):
                upgrade()
            os._exit(0)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9

    def left_by_each_step(self) -> list[str | None]:
        """Upgrade; the schema in the files as they lie there after each change.

        They are what is left of a process that is killed at that moment.
        """
        left, keep = [], HeadMaintainer.update_to_step
        path = Path(self.engine.url.database)

        def look_after(*arguments):
            keep(*arguments)
            with tempfile.TemporaryDirectory() as folder:
                for file in path.parent.glob(f"{path.name}*"):
                    shutil.copy(file, folder)
                copied = create_engine(f"sqlite:///{folder}/{path.name}")
                left.append(self.schema(copied))
                copied.dispose()

        with (
            patch.object(HeadMaintainer, "update_to_step", look_after),
            patch("cites.cug.sql.schema.records_url", lambda: str(self.engine.url)),
        ):
            upgrade()
        return left

    def schema(self, records: Engine | None = None) -> str | None:
        with (records or self.engine).connect() as connection:
            return find_schema(connection).revision

    def test_whoever_is_killed_has_changed_nothing(self):
        """Before there is a schema, and at the oldest one; after each change of it."""
        for before in (None, "0001"):
            # A process that is forked must not share the connections of its parent.
            self.engine.dispose()
            self.assertTrue(self.is_killed_at(STEP))
            self.assertEqual(before, self.schema())
            left = self.left_by_each_step()
            self.assertEqual({before}, set(left))
            self.assertGreater(len(left), STEP)
            with self.engine.begin() as connection:
                self.assertIs(SchemaState.CURRENT, find_schema(connection).state)
            self.engine.dispose()
            Path(self.engine.url.database).unlink()
            self.upgrade("0001")

    def test_what_an_earlier_version_left_half_done_is_finished(self):
        """It kept each change by itself; killed at 0002, it could not start any more."""
        self.upgrade("0002")
        start = "cites.cug.messaging.start"
        with (
            patch(f"{start}.records_url", lambda: str(self.engine.url)),
            patch(f"{start}.make_keys"),
            patch(f"{start}.keyring", KEYRING),
        ):
            check_keys()
        self.upgrade("head")
        with self.engine.connect() as connection:
            self.assertIs(SchemaState.CURRENT, find_schema(connection).state)

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

    def test_what_is_bound_to_nobody_is_kept_as_it_is(self):
        """Binding it needs the message keys: that is done by their rotation."""
        self.upgrade("0011")
        with self.engine.begin() as connection:
            for statement in (MAILBOX, MESSAGE, DELIVERY, TOKEN):
                connection.exec_driver_sql(statement)
        self.upgrade("head")
        self.assertEqual(self.rows("SELECT id, details FROM message"), [("m", None)])
        query = "SELECT message_id, sealed_key FROM message_delivery"
        self.assertEqual(self.rows(query), [("m", None)])
        query = "SELECT digest, proof FROM login_api_token"
        self.assertEqual(self.rows(query), [("d", None)])

    def test_comments_that_are_hidden_stay_so(self):
        self.upgrade("0011")
        with self.engine.begin() as connection:
            connection.exec_driver_sql(REPORTED)
            connection.exec_driver_sql(RETENTION)
        self.upgrade("head")
        query = """SELECT id, group_uid, content_uid, post_id, reporter, reason, hides
            FROM report"""
        self.assertEqual([("r", "g", "t", 5, "somebody", "why", 1)], self.rows(query))
        query = """SELECT trash_days, keep_days, next_trash_days, next_keep_days,
            next_from FROM message_retention"""
        self.assertEqual([(30, 365, None, None, None)], self.rows(query))

    def test_numbers_of_permits_are_compared_as_now(self):
        self.upgrade("0010")
        with self.engine.begin() as connection:
            columns = connection.exec_driver_sql("PRAGMA table_info(permit)").all()
            for number, key in (
                ("X\u0410-1", "X\u04101"),
                ("X\u200bA-2", "X\u200bA2"),
                ("XA-2", "XA2"),
            ):
                values = {name: "" for _place, name, *_more in columns}
                values |= {"id": key, "country": "XA", "number": number, "key": key}
                names = ", ".join(values)
                marks = ", ".join("?" for _name in values)
                connection.exec_driver_sql(
                    f"INSERT INTO permit ({names}) VALUES ({marks})",
                    tuple(values.values()),
                )
        self.upgrade("head")
        keys = dict(self.rows("SELECT number, key FROM permit"))
        # The third was there first.
        expected = {"X\u0410-1": "XA1", "X\u200bA-2": "X\u200bA2", "XA-2": "XA2"}
        self.assertEqual(expected, keys)

    def test_events_keep_their_numbers_and_give_them_to_no_others(self):
        self.upgrade("0040")
        with self.engine.begin() as connection:
            for _event in range(5):
                connection.exec_driver_sql(EVENT)
            # The newest was deleted, sealed (9) or not (5).
            connection.exec_driver_sql("DELETE FROM audit_event WHERE id IN (2, 5)")
            connection.exec_driver_sql("DELETE FROM audit_unsealed WHERE event_id = 2")
            leaf = "INSERT INTO audit_leaf VALUES (0, 9, NULL, x'00', x'00')"
            connection.exec_driver_sql(leaf)
        events, waiting = "SELECT * FROM audit_event ORDER BY id", "audit_unsealed"
        belongs = """SELECT type, name, sql FROM sqlite_master WHERE type <> 'table' AND
            tbl_name = 'audit_event' ORDER BY name"""
        columns = (
            "SELECT name, type, \"notnull\", pk FROM pragma_table_info('audit_event')"
        )
        kept = (events, f"SELECT * FROM {waiting}", belongs, columns)
        before = [self.rows(query) for query in kept]
        self.assertEqual([3, 4], [len(rows) for rows in before[:2]])
        self.assertIn("trigger", [kind for kind, *_more in before[2]])
        self.upgrade("0041")
        self.assertEqual(before, [self.rows(query) for query in kept])
        self.assertEqual([], self.rows("PRAGMA foreign_key_check"))
        with self.engine.begin() as connection:
            connection.exec_driver_sql(EVENT)
        self.assertEqual([(10,)], self.rows(f"SELECT max(event_id) FROM {waiting}"))
