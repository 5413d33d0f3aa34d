"""Each saved change of a library item is a version, kept with who made it."""

import unittest
from cites.cug.testing import CUG_FUNCTIONAL
from plone import api
from plone.dexterity.utils import createContentInContainer
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent


class VersionsTest(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def versions(self, item):
        history = api.portal.get_tool("portal_repository").getHistory(item)
        return [version.sys_metadata["principal"] for version in history]

    def test_a_change_makes_a_version(self):
        library = self.layer["portal"].cheetahs.library
        with api.env.adopt_user("customs-xa"):
            alert = createContentInContainer(
                library,
                "Alert",
                title="EXERCISE – cubs",
                alert_type="seizure",
                handling="green",
            )
        with api.env.adopt_user("secretariat"):
            alert.title = "EXERCISE – three cubs"
            notify(ObjectModifiedEvent(alert))
            self.assertEqual(self.versions(alert), ["secretariat", "customs-xa"])
            first = api.portal.get_tool("portal_repository").retrieve(alert, 0)
        self.assertEqual(first.object.title, "EXERCISE – cubs")
