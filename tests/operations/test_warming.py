"""What a process makes ready after its start."""

import unittest
from cites.cug.core.jobs.background import wait_for_background
from cites.cug.demo.testing import CUG_FUNCTIONAL
from cites.cug.library.lists.bitmaps import library_index
from cites.cug.operations import warming
from cites.cug.operations.warming import (
    compile_template,
    first_templates,
    put_together,
    warm,
)
from plone import api
from plone.app.testing import login
from threading import Event
from transaction import commit, TransactionManager
from unittest.mock import patch
from zope.processlifetime import ProcessStarting


class WarmingTest(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def test_the_index_is_ready_for_each_connection(self):
        portal = self.layer["portal"]
        login(portal, "customs-xa")
        library = portal["cheetahs"].library
        api.content.create(library, "Alert", title="x", alert_type="x", handling="green")
        commit()
        expected = library_index(portal.portal_catalog).numObjects()
        database = portal._p_jar.db()
        put_together(database)
        connection = database.open(TransactionManager())
        self.addCleanup(connection.close)
        site = connection.root()["Application"][portal.getId()]
        index = library_index(site.portal_catalog)
        self.assertEqual(expected, index.numObjects())
        self.assertGreater(expected, 0)

    def test_the_end_of_the_process_waits_for_it(self):
        """It reads content, whose databases are closed then; no more is begun."""
        began, may_end, ended = Event(), Event(), Event()

        def read(_database):
            began.set()
            may_end.wait(0.5)
            ended.set()

        with (
            patch.object(warming, "is_deployment", lambda: True),
            patch.object(warming, "put_together", read),
            patch.object(warming, "compile_template") as compiled,
        ):
            warm(ProcessStarting())
            self.assertTrue(began.wait(60))
            wait_for_background(60)
        self.assertTrue(ended.is_set())
        compiled.assert_not_called()

    def test_pages_are_compiled(self):
        found = [compile_template(template) for template in first_templates()]
        self.assertEqual(3, len(found))
        self.assertIn("master", found[0])
