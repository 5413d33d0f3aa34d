"""Tests of `cites.cug.access.global_roles`."""

import unittest
from Acquisition import Implicit
from cites.cug.access import global_roles
from cites.cug.access.global_roles import (
    GlobalRoles,
    hand_back,
    IGNORED,
    KEPT,
    KINDS,
    PLUGIN,
    take_over,
)
from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.demo.testing import CUG_FUNCTIONAL
from plone import api
from plone.app.testing import login, SITE_OWNER_NAME
from Products.PluggableAuthService.interfaces.plugins import IRoleAssignerPlugin
from sqlalchemy import select
from tests.access.user_folders import UserFolder
from types import SimpleNamespace
from unittest.mock import call, Mock, patch


USER = "outsider"


class PlaceTest(unittest.TestCase):
    """The plug-in stands in the place of Plone's, until that is put back."""

    def test_there_and_back_and_a_second_call_changes_nothing(self):
        kept = Mock()
        users = UserFolder({kind: [KEPT, "other"] for kind in KINDS}, **{KEPT: kept})
        site = SimpleNamespace(acl_users=users)
        theirs, ours = {KEPT, "other"}, {PLUGIN, "other"}
        for step, active in (
            (hand_back, theirs),
            (take_over, ours),
            (take_over, ours),
            (hand_back, theirs),
            (hand_back, theirs),
        ):
            step(site)
            for kind in KINDS:
                self.assertEqual(active, set(users.plugins.active[kind]))
            self.assertIs(active is ours, PLUGIN in users)
        # Or reading the list of accounts would do so later, and ask to confirm a write.
        self.assertEqual([call.updateRolesList()] * 2, kept.mock_calls)


class GivenTest(unittest.TestCase):
    def given(self, groups, request=()):
        """The roles of an officer, by what Plone keeps, and whom it was asked about."""
        kept = Mock()
        kept.getRolesForPrincipal.return_value = ("Member", "CUG Secretariat")
        users = Users()
        users.kept = kept
        if request is not None:
            users.REQUEST = {**dict.fromkeys(request, True), "x": 1}
        plugin = GlobalRoles().__of__(users)
        self.assertEqual(PLUGIN, plugin.getId())
        principal = SimpleNamespace(getId=lambda: "customs-xa", getGroups=lambda: groups)
        with patch.object(global_roles, "roles_given") as roles:
            roles.side_effect = lambda _kept, names: {*names, "CUG Enforcement"}
            found = plugin.getRolesForPrincipal(principal, "request")
        if kept.getRolesForPrincipal.called:
            kept.getRolesForPrincipal.assert_called_once_with(principal, "request")
        return set(found)

    def test_of_the_user_and_the_groups_but_none_of_rosters(self):
        self.assertEqual({"customs-xa", "crew"}, self.given(["crew"]))
        self.assertEqual({"customs-xa", "crew"}, self.given(["crew"], None))
        self.assertEqual({"Member"}, self.given([]))
        for ignored in IGNORED:
            self.assertEqual({"Member"}, self.given(["crew"], [ignored]))


class Users(Implicit):
    def __getitem__(self, name):
        return {KEPT: self.kept}[name]


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
        first, *_others = KINDS
        ours = set(plugins.listPluginIds(first))
        self.assertEqual({PLUGIN}, ours & {PLUGIN, KEPT})
        for step, expected in (
            (take_over, ours),
            (hand_back, ours - {PLUGIN} | {KEPT}),
            (hand_back, ours - {PLUGIN} | {KEPT}),
            (take_over, ours),
        ):
            step(site)
            self.assertEqual(expected, set(plugins.listPluginIds(first)))
            self.assertEqual(1, len(plugins.listPluginIds(IRoleAssignerPlugin)))
            self.assertIs(PLUGIN in expected, PLUGIN in self.users.objectIds())

    def test_those_given_to_the_user_and_to_groups(self):
        self.give("Reviewer", USER)
        self.give("Site Administrator", "crew")
        self.assertEqual({"Member", "Reviewer", "Site Administrator"}, self.roles())

    def test_none_that_follows_from_a_roster(self):
        self.give("CUG Secretariat", USER)
        self.give("CUG Enforcement", "crew")
        self.assertEqual({"Member"}, self.roles())

    def test_roles_that_are_given_by_hand_are_on_record(self):
        assigner = self.users[PLUGIN]
        assigner.doAssignRoleToPrincipal(USER, "Reviewer")
        assigner.doAssignRoleToPrincipal(USER, "CUG Enforcement")  # has no effect
        assigner.assignRolesToPrincipal(["Member", "Manager"], USER)
        assigner.doRemoveRoleFromPrincipal(USER, "Manager")
        self.assertEqual({"Member"}, self.roles())
        told = session().scalars(
            select(AuditEvent)
            .where(AuditEvent.action == "account.roles")
            .order_by(AuditEvent.id)
        )
        given = [event.detail["roles"] for event in told]
        self.assertEqual([["Reviewer"], ["Manager"], []], given[-3:])

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
