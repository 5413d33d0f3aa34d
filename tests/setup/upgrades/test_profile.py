"""A portal of an older version has, after its update, what a new one has."""

import unittest
from cites.cug.access import team_groups
from cites.cug.access.policy import Permission
from cites.cug.access.roles import Role
from cites.cug.demo.create_site import PROFILE, update_site
from cites.cug.demo.testing import CUG_FUNCTIONAL
from cites.cug.login.install import uninstall_plugin
from cites.cug.login.user_folders import PLUGIN
from cites.cug.operations.policy_checks import check_policy
from cites.cug.operations.progress import Progress
from plone import api
from plone.app.testing import login, SITE_OWNER_NAME


IDLE, LONGEST = "cites.cug.login.idle_minutes", "cites.cug.login.longest_hours"


class UpdateTest(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def setUp(self):
        self.portal = self.layer["portal"]
        login(self.layer["app"], SITE_OWNER_NAME)
        self.group = self.portal["cheetahs"]
        self.registry = api.portal.get_tool("portal_registry")

    def make_older(self):
        """Take away what came with later versions."""
        uninstall_plugin(self.portal)
        team_groups.hand_back_roster_groups(self.portal)
        self.portal.portal_types.manage_delObjects(["Workspaces", "Workspace", "Topic"])
        self.portal.portal_catalog.delIndex("library_concealment")
        del self.registry.records[LONGEST]
        self.group.manage_permission(Permission.USE_MESSAGES, [], acquire=False)
        self.group.manage_permission(Permission.SEE_PARTIES, [], acquire=True)
        self.portal.manage_permission(Permission.SEE_PARTIES, [], acquire=True)
        library = self.portal.portal_workflow["cug_library_workflow"]
        library.states.deleteStates(["reported"])
        library.transitions.deleteTransitions(["report"])
        self.portal.manage_permission(Permission.DECIDE_REPORT, [], acquire=True)
        self.portal._delRoles([Role.ANY_ENFORCEMENT.value])
        self.portal.portal_setup.setLastVersionForProfile(PROFILE, "999")

    def test_it_has_everything_and_keeps_what_was_chosen(self):
        self.registry[IDLE] = 45
        roles = self.group.rolesOfPermission(Permission.USE_MESSAGES)
        self.make_older()
        self.assertEqual("updated", update_site(self.portal))
        plugins = self.portal.acl_users.objectIds()
        self.assertLessEqual({PLUGIN, team_groups.PLUGIN}, set(plugins))
        self.assertIn("Topic", self.portal.portal_types.objectIds())
        self.assertEqual(12, self.registry[LONGEST])
        self.assertEqual(45, self.registry[IDLE])
        self.assertEqual(roles, self.group.rolesOfPermission(Permission.USE_MESSAGES))
        found = check_policy(self.portal, None, Progress(quiet=True))
        self.assertEqual([], list(found))
        self.assertIn("library_concealment", self.portal.portal_catalog.indexes())

    def test_once_is_enough(self):
        self.assertEqual("there already", update_site(self.portal))
        self.make_older()
        update_site(self.portal)
        self.assertEqual("there already", update_site(self.portal))
