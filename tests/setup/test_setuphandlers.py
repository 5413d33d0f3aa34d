"""What an installation changes in Plone's own tools."""

import unittest
from BTrees.IOBTree import IOBTree
from cites.cug.core.plone_internals import catalog
from cites.cug.demo.testing import CUG_INTEGRATION


class SetupTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def test_what_lists_show_is_stored_in_small_portions(self):
        portal = self.layer["portal"]
        inner = catalog.inner_catalog(portal.portal_catalog)
        self.assertIsInstance(inner.data, catalog.Rows)

    def test_and_together_again(self):
        tool = self.layer["portal"].portal_catalog
        inner = catalog.inner_catalog(tool)
        self.assertIsInstance(inner.data, catalog.Rows)
        before = dict(inner.data)
        catalog.store_rows_together(tool)
        self.assertIs(IOBTree, type(inner.data))
        catalog.store_rows_apart(tool)
        self.assertEqual(before, dict(inner.data))
        rows = catalog.Rows(dict.fromkeys(range(100), "row"))
        bucket, sizes = rows.__getstate__()[1], []
        while bucket is not None:
            sizes.append(len(bucket))
            (bucket,) = bucket.__getstate__()[1:] or (None,)
        self.assertEqual(100, sum(sizes))
        self.assertLessEqual(max(sizes), 12)
