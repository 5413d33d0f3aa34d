"""Each saved change of a library item is a version, kept with who made it."""

import transaction
import unittest
from AccessControl.unauthorized import Unauthorized
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

    def make_alert(self, folder):
        with api.env.adopt_user("customs-xa"):
            return createContentInContainer(
                folder,
                "Alert",
                title="EXERCISE – cubs",
                alert_type="seizure",
                handling="green",
            )

    def test_a_change_makes_a_version(self):
        alert = self.make_alert(self.layer["portal"].cheetahs.library)
        with api.env.adopt_user("secretariat"):
            alert.title = "EXERCISE – three cubs"
            notify(ObjectModifiedEvent(alert))
            # Versions are read by a savepoint, which the records do not have.
            transaction.commit()
            self.assertEqual(self.versions(alert), ["secretariat", "customs-xa"])
            first = api.portal.get_tool("portal_repository").retrieve(alert, 0)
        self.assertEqual(first.object.title, "EXERCISE – cubs")

    def test_a_site_manager_removes_a_group_without_reading_it(self):
        portal = self.layer["portal"]
        alert = self.make_alert(portal.cheetahs.library)
        history_id = api.portal.get_tool("portal_historyidhandler").queryUid(alert)
        with api.env.adopt_roles(["Manager"]):
            self.assertRaises(Unauthorized, self.versions, alert)
            api.content.delete(portal.cheetahs)
        self.assertNotIn("cheetahs", portal)
        storage = api.portal.get_tool("portal_historiesstorage")
        self.assertEqual(len(storage.getHistory(history_id, countPurged=False)), 0)
