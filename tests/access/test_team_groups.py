"""Tests of `cites.cug.access.team_groups`."""

import unittest
from cites.cug.access.team_groups import in_force
from cites.cug.testing import CUG_FUNCTIONAL
from plone import api
from plone.app.testing import login, SITE_OWNER_NAME


class InForceTest(unittest.TestCase):
    def test_a_team_counts_only_for_who_is_active_in_its_group(self):
        mine, own, other = "Police:one", "Members@one:first", "Members@two:second"
        self.assertEqual((mine, own), in_force([mine, own, other]))
        self.assertEqual((), in_force([own, other]))


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

    def test_a_group_brings_its_members_into_no_other(self):
        self.groups.addPrincipalToGroup("outsider", "crew")
        self.groups.addPrincipalToGroup("crew", "guards")
        self.assertIn("crew", self.groups_of("outsider"))
        self.assertNotIn("guards", self.groups_of("outsider"))
