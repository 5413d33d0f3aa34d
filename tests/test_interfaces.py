"""Our browser layer against Plone's."""

import unittest
from cites.cug.interfaces import ICugLayer
from cites.cug.library.views.attachment import AttachmentPage
from cites.cug.testing import CUG_INTEGRATION
from plone.app.contenttypes.content import File
from plone.app.contenttypes.interfaces import IPloneAppContenttypesLayer
from zope.component import getMultiAdapter
from zope.interface import directlyProvides


class LayerTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def test_our_pages_come_before_plones_in_either_order(self):
        for layers in (
            (IPloneAppContenttypesLayer, ICugLayer),
            (ICugLayer, IPloneAppContenttypesLayer),
        ):
            request = self.layer["request"].clone()
            directlyProvides(request, *layers)
            page = getMultiAdapter((File("report"), request), name="file_view")
            self.assertIsInstance(page, AttachmentPage)
