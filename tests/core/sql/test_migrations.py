"""The schema is changed as a whole or not at all."""

import os
import shutil
import sqlite3
import tempfile
import unittest
from alembic.config import Config
from alembic.script import ScriptDirectory
from cites.cug.core.sql.schema import find_schema, revisions, SchemaState, upgrade
from cites.cug.core.sql.session import engine
from contextlib import closing
from itertools import count
from pathlib import Path
from sqlalchemy import Engine, event
from unittest.mock import patch


REVISION = "SELECT version_num FROM alembic_version"
#: Statements between two looks, and after which a process is killed.
STEP = 15


class MigrationTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.engine = engine(f"sqlite:///{Path(folder.name) / 'records.sqlite'}")
        self.addCleanup(self.engine.dispose)

    def config(self) -> Config:
        config = Config()
        config.set_main_option("script_location", "cites.cug.core.sql:migrations")
        return config

    def test_revisions_are_known_by_the_names_of_their_files(self):
        """As Alembic has them, which is not loaded to start a portal."""
        scripts = ScriptDirectory.from_config(self.config())
        known = {script.revision for script in scripts.walk_revisions()}
        self.assertEqual((scripts.get_current_head(), known), revisions())

    def upgrade_with(self, listener) -> None:
        """Upgrade; the listener is called after each statement."""
        event.listen(Engine, "after_cursor_execute", listener)
        try:
            with patch(
                "cites.cug.core.sql.schema.records_url", lambda: str(self.engine.url)
            ):
                upgrade()
        finally:
            event.remove(Engine, "after_cursor_execute", listener)

    def is_killed_after(self, statements: int) -> bool:
        """Upgrade in a process that ends without a word after so many statements."""
        child = os.fork()
        if child == 0:
            done = count()

            def end(*_arguments):
                if next(done) == statements:
                    os._exit(9)

            self.upgrade_with(end)
            os._exit(0)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9

    def left_by_each_step(self) -> list[str | None]:
        """Upgrade; the schema in the files as they lie there now and then.

        They are what is left of a process that is killed at that moment.
        """
        left, done = [], count()
        path = Path(self.engine.url.database)

        def look(*_arguments):
            if next(done) % STEP:
                return
            with tempfile.TemporaryDirectory() as folder:
                for file in path.parent.glob(f"{path.name}*"):
                    shutil.copy(file, folder)
                left.append(revision_in(Path(folder, path.name)))

        self.upgrade_with(look)
        return left

    def test_whoever_is_killed_has_changed_nothing(self):
        path = Path(self.engine.url.database)
        # A process that is forked must not share the connections of its parent.
        self.engine.dispose()
        self.assertTrue(self.is_killed_after(STEP))
        self.assertIsNone(revision_in(path))
        left = self.left_by_each_step()
        self.assertEqual({None}, set(left))
        self.assertGreater(len(left), 5)
        with self.engine.connect() as connection:
            self.assertIs(SchemaState.CURRENT, find_schema(connection).state)


def revision_in(path: Path) -> str | None:
    with closing(sqlite3.connect(path)) as connection:
        try:
            return connection.execute(
                "SELECT version_num FROM alembic_version"
            ).fetchone()
        except sqlite3.OperationalError:
            return None
