"""A portal of an older version has, after its update, what a new one has."""

import transaction
import unittest
from cites.cug.access import team_groups
from cites.cug.access.policy import Permission
from cites.cug.access.roles import Role
from cites.cug.create_site import PROFILE, update_site
from cites.cug.library.actions import audience, set_state
from cites.cug.login.install import uninstall_plugin
from cites.cug.login.user_folders import PLUGIN
from cites.cug.membership.roster import COUNTED
from cites.cug.reports.register import reports_about
from cites.cug.testing import CUG_FUNCTIONAL
from collective.workspace.interfaces import IWorkspace
from DateTime import DateTime
from plone import api
from plone.app.testing import login, SITE_OWNER_NAME
from tests.access.comparison import differences


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
        self.group._delObject("workspaces")
        self.group._counters = {"members": self.group._counters["members"]}
        self.group.manage_permission(Permission.USE_MESSAGES, [], acquire=False)
        self.group.manage_permission(Permission.SEE_PARTIES, [], acquire=True)
        self.portal.manage_permission(Permission.SEE_PARTIES, [], acquire=True)
        library = self.portal.portal_workflow["cug_library_workflow"]
        library.states.deleteStates(["reported"])
        library.transitions.deleteTransitions(["report"])
        self.portal.manage_permission(Permission.DECIDE_REPORT, [], acquire=True)
        self.portal._delRoles([Role.ANY_ENFORCEMENT.value])
        self.portal.portal_setup.setLastVersionForProfile(PROFILE, "1000")

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
        self.assertIn("workspaces", self.group.objectIds())
        self.assertLessEqual(COUNTED.keys(), self.group._counters.keys())
        self.assertTrue(IWorkspace(self.group).counts_rightly())
        self.assertEqual(roles, self.group.rolesOfPermission(Permission.USE_MESSAGES))
        self.assertEqual([], differences(self.portal))
        self.assertIn("library_concealment", self.portal.portal_catalog.indexes())

    def test_what_was_hidden_before_is_on_record(self):
        values = {"title": "EXERCISE", "alert_type": "other", "handling": "green"}
        with api.env.adopt_user("customs-xa"):
            item = api.content.create(self.group.library, "Alert", **values)
        set_state(item, "enforcement")
        workflows = api.portal.get_tool("portal_workflow")
        said = {"actor": "police-xb", "comments": "It names the driver."}
        status = {"review_state": "reported", "action": "report", "time": DateTime()}
        workflows.setStatusOf("cug_library_workflow", item, {**status, **said})
        item.reindexObject(idxs=["review_state"])
        for _time in range(2):
            self.make_older()
            transaction.commit()
            update_site(self.portal)
        (report,) = reports_about(item.UID())
        told = (report.reporter, report.reason, report.hides, report.group_uid)
        expected = ("police-xb", "It names the driver.", True, self.group.UID())
        self.assertEqual(expected, told)

    def test_what_is_for_named_recipients_names_who_read_it_before(self):
        values = {"title": "EXERCISE", "alert_type": "other", "handling": "red"}
        with api.env.adopt_user("customs-xa"):
            item = api.content.create(self.group.library, "Alert", **values)
        set_state(item, "enforcement")
        item.reindexObject()
        before = audience(item, self.group)["members"]
        for _time in range(2):
            self.make_older()
            transaction.commit()
            update_site(self.portal)
            told = audience(item, self.group)
            self.assertEqual(("chosen", before), (told["state"], told["members"]))
        self.assertEqual(3, len(told["readers"]))
        catalog = api.portal.get_tool("portal_catalog")
        (brain,) = catalog.unrestrictedSearchResults(UID=item.UID())
        self.assertEqual(["chosen"] * 2, [brain.review_state, brain.library_row["state"]])

    def test_once_is_enough(self):
        self.assertEqual("there already", update_site(self.portal))
        self.make_older()
        update_site(self.portal)
        self.assertEqual("there already", update_site(self.portal))
