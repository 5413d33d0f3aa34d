"""What a process makes ready after its start."""

import unittest
from cites.cug.library.bitmaps import library_index
from cites.cug.operations.warming import compile_template, put_together, TEMPLATES
from cites.cug.testing import CUG_FUNCTIONAL
from plone import api
from plone.app.testing import login
from transaction import commit, TransactionManager


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

    def test_pages_are_compiled(self):
        found = [compile_template(template) for template in TEMPLATES]
        self.assertIn("master", found[0])
