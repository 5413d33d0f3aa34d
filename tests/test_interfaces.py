"""Our browser layer against Plone's."""

import unittest
from cites.cug.interfaces import ICugLayer
from itertools import permutations
from plone.app.contenttypes.interfaces import IPloneAppContenttypesLayer
from plone.app.layout.interfaces import IPloneAppLayoutLayer
from zope.interface import directlyProvides, implementer, Interface, providedBy


@implementer(Interface)
class Request:
    """Stands for a request that a site marks with its layers."""


class LayerTest(unittest.TestCase):
    def test_our_pages_come_before_plones_in_any_order(self):
        layers = (IPloneAppContenttypesLayer, IPloneAppLayoutLayer, ICugLayer)
        for order in permutations(layers):
            request = Request()
            directlyProvides(request, *order)
            found = [layer for layer in providedBy(request).__iro__ if layer in layers]
            self.assertIs(found[0], ICugLayer, order)
