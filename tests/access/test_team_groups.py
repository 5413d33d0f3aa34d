"""Tests of `cites.cug.access.team_groups`."""

import unittest
from cites.cug.access.team_groups import (
    BY_HAND,
    hand_back_roster_groups,
    in_force,
    is_team,
    NESTING,
    PLUGIN,
    PLUGIN_ID,
    REPLACED,
    take_over_roster_groups,
    team_group,
    team_of,
)
from cites.cug.testing import CUG_FUNCTIONAL
from collective.workspace.interfaces import IWorkspace
from plone import api
from plone.app.testing import login, SITE_OWNER_NAME
from plone.dexterity.utils import addContentToContainer, createContent
from Products.PlonePAS.interfaces.group import IGroupManagement
from Products.PluggableAuthService.interfaces.plugins import IGroupsPlugin


class InForceTest(unittest.TestCase):
    def test_a_team_counts_only_for_who_is_active_in_its_group(self):
        mine, own, other = "Police:one", "Members@one:first", "Members@two:second"
        self.assertEqual((mine, own), in_force([mine, own, other]))
        self.assertEqual((), in_force([own, other]))
        self.assertEqual((), in_force(["Members@one:one"]))

    def test_a_team_is_of_one_group(self):
        name = f"{team_group('Members', 'one')}:first"
        self.assertEqual("Members@one:first", name)
        self.assertEqual(("first", "Members"), team_of(name, "one"))
        self.assertIs(True, is_team(name))
        self.assertIs(False, is_team("Police:one"))
        for other in ("Members@two:first", "Members@one", "Police:one", "Police:"):
            self.assertIsNone(team_of(other, "one"), other)
        self.assertIsNone(team_of("Police:first", ""))


class GroupsWithinGroupsTest(unittest.TestCase):
    """Who is in a group is in no other because of it."""

    layer = CUG_FUNCTIONAL

    def setUp(self):
        login(self.layer["app"], SITE_OWNER_NAME)
        # Not by hand any more: as a portal may have them from before.
        self.groups = api.portal.get_tool("acl_users").source_groups
        for name in ("crew", "guards"):
            self.groups.addGroup(name)

    def groups_of(self, user_id: str) -> list[str]:
        return api.user.get(userid=user_id).getUser().getGroups()

    def active(self) -> list[set[str]]:
        plugins = self.groups.aq_parent.plugins
        interfaces = (*REPLACED, IGroupsPlugin, IGroupManagement)
        return [set(plugins.listPluginIds(one)) for one in interfaces]

    def test_the_plugin_stands_in_the_place_of_all_others_until_they_are_put_back(self):
        site, ours = api.portal.get(), self.active()
        for active in ours[: len(REPLACED)]:
            self.assertEqual({PLUGIN}, active & {PLUGIN, PLUGIN_ID, NESTING})
        take_over_roster_groups(site)
        self.assertEqual(ours, self.active())
        for _ in "12":
            hand_back_roster_groups(site)
            for active in self.active()[: len(REPLACED)]:
                self.assertEqual({PLUGIN_ID}, active & {PLUGIN, PLUGIN_ID})
            self.assertIn(NESTING, self.active()[-2])
            self.assertLessEqual(set(BY_HAND), self.active()[-1])
        take_over_roster_groups(site)
        self.assertEqual(ours, self.active())

    def test_nobody_is_told_of_a_team(self):
        portal = api.portal.get()
        with api.env.adopt_user("customs-xa"):
            made = createContent("Workspace", title="EXERCISE")
            made = addContentToContainer(portal.cheetahs.workspaces, made)
        plugin = portal.acl_users[PLUGIN]
        names = plugin.getGroupIds()
        self.assertIn(f"Customs:{portal.cheetahs.UID()}", names)
        self.assertEqual(names, [group.getId() for group in plugin.getGroups()])
        told = [one["id"] for one in plugin.enumerateGroups()]
        self.assertEqual([], [name for name in (*names, *told) if is_team(name)])
        team = f"{min(IWorkspace(made).available_groups)}:{made.UID()}"
        self.assertTrue(is_team(team))
        self.assertEqual(team, plugin.getGroupById(team).getId())
        self.assertEqual((), plugin.getGroupMembers(team))

    def test_a_group_brings_its_members_into_no_other(self):
        self.groups.addPrincipalToGroup("outsider", "crew")
        self.groups.addPrincipalToGroup("crew", "guards")
        self.assertIn("crew", self.groups_of("outsider"))
        self.assertNotIn("guards", self.groups_of("outsider"))
