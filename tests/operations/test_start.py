"""A portal that lacks something, or is of another version, does not start."""

import gc
import subprocess
import sys
import unittest
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.schema import find_schema, SchemaState
from cites.cug.core.sql.session import engine
from cites.cug.demo.testing import CUG_FUNCTIONAL
from cites.cug.operations.portals import PROFILE
from cites.cug.operations.start import (
    check_portal,
    COLLECTED_AFTER,
    NotReady,
    spare_collections,
)
from plone import api
from plone.namedfile.file import NamedBlobFile
from sqlalchemy import create_engine
from unittest.mock import patch
from ZODB.POSException import POSKeyError
from zope.component import getGlobalSiteManager
from zope.processlifetime import IDatabaseOpenedWithRoot, IProcessStarting


class StartTest(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def refusal(self, connection=None, app=None):
        with engine(records_url()).connect() as own:
            try:
                check_portal(app or self.layer["app"], connection or own)
            except NotReady as trouble:
                return str(trouble)
        return ""

    def with_schema(self, revision):
        with engine(records_url()).connect() as connection:
            statement = f"UPDATE alembic_version SET version_num = '{revision}'"
            connection.exec_driver_sql(statement)
            yield connection
            connection.rollback()

    def test_a_portal_that_is_whole_starts(self):
        self.assertEqual("", self.refusal())

    def test_records_of_an_earlier_version(self):
        known = ("1001", frozenset({"1000", "1001"}))
        with (
            patch("cites.cug.core.sql.schema.revisions", return_value=known),
            engine(records_url()).connect() as connection,
        ):
            self.assertIs(SchemaState.OLDER, find_schema(connection).state)
            said = self.refusal(connection)
        self.assertIn("schema 1000", said)
        self.assertIn("bin/cug upgrade", said)

    def test_data_from_before_the_first_release(self):
        for connection in self.with_schema("0042"):
            said = self.refusal(connection)
        self.assertIn("from before version 1.0.0: move them away", said)

    def test_records_of_a_newer_version(self):
        for connection in self.with_schema("9999"):
            said = self.refusal(connection)
        self.assertIn("newer version (schema 9999", said)
        self.assertIn("backup", said)

    def test_records_that_are_missing(self):
        empty = create_engine("sqlite://")
        with empty.connect() as connection:
            self.assertIn("The records are missing", self.refusal(connection))

    def test_content_that_is_missing(self):
        with engine(records_url()).connect() as connection:
            connection.exec_driver_sql(
                "INSERT INTO audit_event (time, actor, action, target, detail)"
                " VALUES ('2026-03-01', 'a', 'b', 'c', '{}')"
            )
            said = self.refusal(connection, app=NoSites())
        self.assertIn("The content is missing", said)

    def test_nothing_is_missing_before_there_is_a_portal(self):
        self.assertEqual("", self.refusal(app=NoSites()))

    def test_a_portal_of_another_version(self):
        setup = self.layer["portal"].portal_setup
        for version, words in (("900", "earlier version"), ("99999", "newer version")):
            setup.setLastVersionForProfile(PROFILE, version)
            self.assertIn(words, self.refusal())

    def test_files_that_are_missing(self):
        with api.env.adopt_user("secretariat"):
            file = NamedBlobFile(b"%PDF-1.4", "application/pdf", "a.pdf")
            group = self.layer["portal"]["cheetahs"]["library"]
            item = api.content.create(group, "LibraryDocument", "doc", file=file)
            item.reindexObject()
        self.assertEqual("", self.refusal())
        with patch.object(NamedBlobFile, "open", side_effect=POSKeyError(b"\0" * 8)):
            self.assertIn("Files are missing", self.refusal())


#: Prints by how many megabytes a process has grown whose four threads, which go on, have
#: each checked passwords.
CHECKS = """
from cites.cug.login.passwords import hasher
from cites.cug.operations.start import give_memory_back
from threading import Barrier, Thread

def resident():
    with open("/proc/self/status") as status:
        return int(status.read().partition("VmRSS:")[2].split()[0]) / 1000

def check():
    for _ in range(3):
        hasher.hash("a password")
    checked.wait()
    measured.wait()

give_memory_back(None)
checked, measured = Barrier(5), Barrier(5)
before = resident()
threads = [Thread(target=check) for _ in range(4)]
for thread in threads:
    thread.start()
checked.wait()
print(resident() - before)
measured.wait()
"""


class MemoryTest(unittest.TestCase):
    def test_the_memory_of_a_password_is_given_back(self):
        command = [sys.executable, "-c", CHECKS]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        # One check takes 19, which would stay with each of the threads.
        self.assertLess(float(done.stdout), 10)


class CollectionsTest(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def test_no_collection_looks_at_what_plone_has_loaded(self):
        self.addCleanup(gc.set_threshold, *gc.get_threshold())
        self.addCleanup(gc.unfreeze)
        gc.set_threshold(600_000)
        loaded = [[]]
        spare_collections(None)
        self.assertEqual(COLLECTED_AFTER, gc.get_threshold())
        self.assertFalse(any(one is loaded for one in gc.get_objects()))

    def test_each_program_does_so_and_who_serves_once_more(self):
        registered = getGlobalSiteManager().registeredHandlers()
        when = [one.required for one in registered if one.handler is spare_collections]
        self.assertEqual({(IDatabaseOpenedWithRoot,), (IProcessStarting,)}, {*when})


class NoSites:
    def objectValues(self):
        return []
