"""Tests of `cites.cug.access.team_groups`."""

import unittest
from Acquisition import aq_base, Implicit
from cites.cug.access import team_groups
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
    TeamGroups,
)
from cites.cug.demo.testing import CUG_FUNCTIONAL
from collective.workspace.interfaces import IWorkspace
from plone import api
from plone.app.testing import login, SITE_OWNER_NAME
from plone.dexterity.utils import addContentToContainer, createContent
from Products.PlonePAS.interfaces.group import IGroupManagement
from Products.PluggableAuthService.interfaces.plugins import IGroupsPlugin
from tests.access.user_folders import UserFolder
from types import SimpleNamespace
from unittest.mock import Mock, patch


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


class PluginTest(unittest.TestCase):
    """By what Plone's plug-in for rosters keeps, which is told here."""

    TEAM, OTHER = "Members@one:first", "Members@two:second"

    def setUp(self):
        self.kept, self.plugin = Mock(), TeamGroups()
        self.users = Folder(**{PLUGIN_ID: self.kept})
        self.catalog = object()
        self.site = Folder(portal_catalog=self.catalog, group="closed", other="no group")
        self.site.acl_users = self.users
        self.groups = self.plugin.__of__(self.users.__of__(self.site))
        self.rosters = {"closed": {"customs-xa": {"category": "customs"}}}
        self.paths = {"one": "/portal/group", "two": "/portal/other"}
        # No closed group, although it is found as one.
        self.paths["first"] = "/portal/group"
        self.enterContext(
            patch.multiple(
                team_groups,
                path_of_uid=lambda catalog, uid: (
                    self.paths.get(uid) if aq_base(catalog) is self.catalog else None
                ),
                roster_members=lambda group: self.rosters.get(group, {}),
                reader_groups=lambda user_id, _entry: {f"customs-member={user_id}"},
                getSecurityManager=lambda: self.manager,
            )
        )

    def told(self, asking, *names):
        """The groups of a customs officer that whoever asks is told."""
        user = SimpleNamespace(getId=lambda: asking)
        self.manager = SimpleNamespace(getUser=lambda: user)
        self.kept.getGroupsForPrincipal.return_value = names
        principal = SimpleNamespace(getId=lambda: "customs-xa")
        return set(self.groups.getGroupsForPrincipal(principal, "request"))

    def test_it_can_be_found_by_its_name(self):
        self.assertEqual(PLUGIN, self.plugin.getId())

    def test_groups_of_a_member_and_as_a_reader(self):
        names = {"Customs:one", "customs-member=customs-xa:one"}
        for asking in ("customs-xa", None):
            found = self.told(asking, "Customs:one", self.TEAM, self.OTHER)
            self.assertEqual(names | {self.TEAM}, found, asking)
        # Others are not told of the team.
        self.assertEqual(names, self.told("police-xb", "Customs:one", self.TEAM))
        # Where the catalogue knows no group, or the group no such member.
        self.assertEqual({"Customs:nine"}, self.told(None, "Customs:nine"))
        self.assertEqual({"Customs:two"}, self.told(None, "Customs:two"))
        asked = self.kept.getGroupsForPrincipal.call_args.args
        self.assertEqual("request", asked[1])

    def test_no_list_names_a_team(self):
        self.kept.getGroupIds.return_value = ["Customs:one", self.TEAM]
        self.kept.getGroupById.side_effect = lambda name, _default: f"<{name}>"
        self.kept.getGroupMembers.return_value = ("customs-xa",)
        self.kept.enumerateGroups.return_value = (
            {"id": self.TEAM},
            {"id": "Customs:one"},
        )
        self.assertEqual(["Customs:one"], self.groups.getGroupIds())
        self.assertEqual(["<Customs:one>"], self.groups.getGroups())
        self.assertEqual(({"id": "Customs:one"},), self.groups.enumerateGroups("x", a=1))
        self.kept.enumerateGroups.assert_called_once_with("x", a=1)
        self.assertEqual(("customs-xa",), self.groups.getGroupMembers("Customs:one"))
        self.assertEqual((), self.groups.getGroupMembers(self.TEAM))

    def test_groups_of_readers_are_made_where_they_are_asked_for(self):
        reader = "customs-member=a:one"
        self.kept.getGroupById.side_effect = {self.TEAM: "team"}.get
        made = patch.object(team_groups, "unstored_group", lambda *args: args[-1])
        with made:
            self.assertEqual("team", self.groups.getGroupById(self.TEAM))
            self.assertEqual(reader, self.groups.getGroupById(reader))
            self.assertIs(self, self.groups.getGroupById("nothing", self))
            self.kept.getGroupById.side_effect = {reader: "stored"}.get
            self.assertEqual("stored", self.groups.getGroupById(reader))

    def test_a_group_is_found_in_the_portal_or_by_the_way_to_it(self):
        site = Mock(**{"getPhysicalPath.return_value": ("", "portal")})
        found = team_groups._at(site, "/portal/group")
        self.assertIs(site._getOb.return_value, found)
        site._getOb.assert_called_once_with("group", None)
        found = team_groups._at(site, "/portal/folder/group")
        self.assertIs(site.unrestrictedTraverse.return_value, found)
        site.unrestrictedTraverse.assert_called_once_with("/portal/folder/group", None)


class PlaceTest(unittest.TestCase):
    """The plug-in stands in the place of others, until these are put back."""

    def setUp(self):
        theirs = {one: [PLUGIN_ID, "other"] for one in REPLACED}
        self.theirs = {**theirs, IGroupManagement: [*BY_HAND, "other"]}
        self.theirs[IGroupsPlugin] = [PLUGIN_ID, NESTING, "other"]
        self.ours = {one: {PLUGIN, "other"} for one in REPLACED}
        self.ours[IGroupManagement] = {"other"}

    def active(self, users):
        return {one: set(names) for one, names in users.plugins.active.items()}

    def test_there_and_back_and_a_second_call_changes_nothing(self):
        users = UserFolder(self.theirs)
        site = SimpleNamespace(acl_users=users)
        theirs = self.active(users)
        for step, active, there in (
            (hand_back_roster_groups, theirs, False),
            (take_over_roster_groups, self.ours, True),
            (take_over_roster_groups, self.ours, True),
            (hand_back_roster_groups, theirs, False),
            (hand_back_roster_groups, theirs, False),
        ):
            step(site)
            self.assertEqual(active, self.active(users))
            self.assertIs(there, PLUGIN in users)

    def test_what_was_put_aside_by_hand_already(self):
        active = {**self.theirs, IGroupsPlugin: ["other"], IGroupManagement: []}
        users = UserFolder(active)
        take_over_roster_groups(SimpleNamespace(acl_users=users))
        self.assertEqual({**self.ours, IGroupManagement: set()}, self.active(users))


class Folder(Implicit):
    def __init__(self, **contents):
        self.contents = contents

    def __getitem__(self, name):
        return self.contents[name]

    def _getOb(self, name, default=None):
        return self.contents.get(name, default)

    def getPhysicalPath(self):
        return ("", "portal")


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
