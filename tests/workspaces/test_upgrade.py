"""A site from before workspaces gets them."""

import unittest
from cites.cug.access.team_groups import hand_back
from cites.cug.access.team_groups import PLUGIN
from cites.cug.testing import CUG_INTEGRATION
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME


class UpgradeTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def test_groups_get_a_place_for_them(self):
        portal = self.layer["portal"]
        login(portal.aq_parent, SITE_OWNER_NAME)
        for group in (portal.cheetahs, portal.ivory):
            group._delObject("workspaces")
        portal.portal_types.manage_delObjects(["Workspaces", "Workspace", "Topic"])
        hand_back(portal)
        setup = portal.portal_setup
        setup.setLastVersionForProfile("cites.cug:default", "1000")
        for _time in ("the first", "and again"):
            setup.upgradeProfile("cites.cug:default")
            setup.setLastVersionForProfile("cites.cug:default", "1000")
            for group in (portal.cheetahs, portal.ivory):
                self.assertIn("workspaces", group.objectIds())
            self.assertIn(PLUGIN, portal.acl_users.objectIds())
            self.assertIn("Topic", portal.portal_types.objectIds())
