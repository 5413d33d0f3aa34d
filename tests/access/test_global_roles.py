"""Tests of `cites.cug.access.global_roles`."""

import unittest
from cites.cug.access.global_roles import hand_back, KEPT, PLUGIN, take_over
from cites.cug.testing import CUG_FUNCTIONAL
from plone import api
from plone.app.testing import login, SITE_OWNER_NAME
from Products.PluggableAuthService.interfaces.plugins import IRolesPlugin


USER = "outsider"


class GlobalRolesTest(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def setUp(self):
        login(self.layer["app"], SITE_OWNER_NAME)
        self.users = api.portal.get_tool("acl_users")
        self.users.source_groups.addGroup("crew")
        self.users.source_groups.addPrincipalToGroup(USER, "crew")
        self.kept = self.users[KEPT]

    def give(self, role: str, to: str) -> None:
        self.kept.assignRoleToPrincipal(role, to)

    def roles(self) -> set[str]:
        user = self.users.getUserById(USER)
        found = set(self.users[PLUGIN].getRolesForPrincipal(user))
        self.assertLessEqual(found, set(user.getRoles()))
        return found

    def test_it_stands_in_the_place_of_plones_until_that_is_put_back(self):
        site, plugins = api.portal.get(), self.users.plugins
        ours = set(plugins.listPluginIds(IRolesPlugin))
        self.assertEqual({PLUGIN}, ours & {PLUGIN, KEPT})
        for step, expected in (
            (take_over, ours),
            (hand_back, ours - {PLUGIN} | {KEPT}),
            (hand_back, ours - {PLUGIN} | {KEPT}),
            (take_over, ours),
        ):
            step(site)
            self.assertEqual(expected, set(plugins.listPluginIds(IRolesPlugin)))
            self.assertIs(PLUGIN in expected, PLUGIN in self.users.objectIds())

    def test_those_given_to_the_user_and_to_groups(self):
        self.give("Reviewer", USER)
        self.give("Site Administrator", "crew")
        self.assertEqual({"Member", "Reviewer", "Site Administrator"}, self.roles())

    def test_none_that_follows_from_a_roster(self):
        self.give("CUG Secretariat", USER)
        self.give("CUG Enforcement", "crew")
        self.assertEqual({"Member"}, self.roles())

    def test_a_group_that_the_user_left_gives_none(self):
        self.give("Reviewer", "crew")
        self.users.source_groups.removePrincipalFromGroup(USER, "crew")
        self.assertEqual({"Member"}, self.roles())

    def test_who_asks_for_those_of_the_user_alone_gets_them(self):
        self.give("Reviewer", "crew")
        request = self.layer["request"]
        self.addCleanup(request.set, "__ignore_group_roles__", False)
        user = self.users.getUserById(USER)
        self.assertIn("Reviewer", self.users[PLUGIN].getRolesForPrincipal(user))
        request.set("__ignore_group_roles__", True)
        self.assertNotIn("Reviewer", self.users[PLUGIN].getRolesForPrincipal(user))
