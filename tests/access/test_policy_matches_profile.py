"""The access policy and an installed site say the same, both ways."""

import transaction
import unittest
from AccessControl.ImplPython import rolesForPermissionOn
from cites.cug.access import policy
from cites.cug.access.policy import Permission
from cites.cug.access.roles import Role
from cites.cug.demo.testing import CUG_FUNCTIONAL, CUG_INTEGRATION
from cites.cug.library.items.actions import set_state
from cites.cug.operations.policy_checks import check_policy
from cites.cug.operations.progress import Progress
from plone import api
from plone.app.testing import login


def differences(portal) -> list[str]:
    """Everything in which the site is not what the policy says; empty if it is."""
    return [str(fault) for fault in check_policy(portal, None, Progress(quiet=True))]


def add_role(portal, workflow: str, state: str, permission: str, role: str) -> None:
    """Grant a role more in one state of an installed workflow."""
    there = portal.portal_workflow[workflow].states[state]
    there.setPermission(
        permission, 0, [*there.getPermissionInfo(permission)["roles"], role]
    )


def _share_from_draft(portal) -> None:
    portal.portal_workflow.cug_library_workflow.states.draft.transitions += ("share",)


def _weaken_guard(portal) -> None:
    transition = portal.portal_workflow.cug_library_workflow.transitions.share
    transition.getGuard().permissions = ("View",)


def _acquire_view(portal) -> None:
    state = portal.portal_workflow.cug_library_workflow.states.enforcement
    state.setPermission("View", 1, state.getPermissionInfo("View")["roles"])


def _forget_permission(portal) -> None:
    workflow = portal.portal_workflow.cug_library_workflow
    workflow.permissions = tuple(set(workflow.permissions) - {"View"})


def _bind(portal_type: str, *chain: str):
    return lambda portal: portal.portal_workflow.setChainForPortalTypes(
        [portal_type], list(chain)
    )


def _allow_documents(portal) -> None:
    portal.portal_types.LibraryFolder.allowed_content_types += ("Document",)


#: What an administrator might change by hand, and what the comparison must then name.
CHANGES = {
    "portal, WebDAV access": lambda portal: portal.manage_permission(
        "WebDAV access", ["Manager", "Authenticated"], acquire=0
    ),
    "portal, cites.cug: Read, acquired": lambda portal: portal.manage_permission(
        "cites.cug: Read", [], acquire=1
    ),
    "cug_library_workflow, enforcement, View": lambda portal: add_role(
        portal, "cug_library_workflow", "enforcement", "View", Role.IGO
    ),
    "cug_library_workflow, draft, Modify": lambda portal: add_role(
        portal, "cug_library_workflow", "draft", "Modify portal content", "Editor"
    ),
    "cug_folder_workflow, shared, View": lambda portal: add_role(
        portal, "cug_folder_workflow", "shared", "View", "Anonymous"
    ),
    "cug_library_workflow, enforcement, View, acquired": _acquire_view,
    "cug_library_workflow, draft, managed": _forget_permission,
    "cug_library_workflow, draft, transitions": _share_from_draft,
    "cug_library_workflow, share, guard": _weaken_guard,
    "Alert, workflow": _bind("Alert", "simple_publication_workflow"),
    "File, workflow": _bind("File", "simple_publication_workflow"),
    "LibraryFolder, foreign content": _allow_documents,
    "types that can lie anywhere": lambda portal: setattr(
        portal.portal_types.Document, "global_allow", True
    ),
    "portal, plone.app.contenttypes: Add Document": lambda portal: (
        portal.manage_permission(
            "plone.app.contenttypes: Add Document", ["Manager", Role.ENFORCEMENT]
        )
    ),
    "cheetahs, local roles": lambda portal: portal.cheetahs.manage_setLocalRoles(
        "outsider", [Role.IGO.value]
    ),
}


class TestComparison(unittest.TestCase):
    layer = CUG_INTEGRATION

    def setUp(self):
        self.portal = self.layer["portal"]

    def test_the_installed_site_is_what_the_policy_says(self):
        self.assertEqual([], differences(self.portal))


class TestComparisonNotices(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def test_each_change_of_the_site_is_noticed(self):
        portal = self.layer["portal"]
        for name, change in CHANGES.items():
            with self.subTest(name):
                change(portal)
                found = differences(portal)
                transaction.abort()
                self.assertTrue(any(line.startswith(name) for line in found), found)


class TestContent(unittest.TestCase):
    """What the workflows say is what content has; nothing else grants a role."""

    layer = CUG_INTEGRATION

    def setUp(self):
        self.portal = self.layer["portal"]
        self.group = self.portal.cheetahs
        login(self.portal, "customs-xa")

    def make_alert(self):
        return api.content.create(
            self.group.library,
            "Alert",
            title="EXERCISE",
            alert_type="seizure",
            handling="green",
        )

    def assert_grants(self, obj, grants):
        for permission, roles in grants.items():
            there = set(rolesForPermissionOn(permission, obj)) - {"Shared"}
            self.assertEqual(roles, there, f"{obj.portal_type}, {permission}")

    def test_items_and_their_attachments_grant_what_their_state_says(self):
        alert = self.make_alert()
        picture = api.content.create(alert, "Image", title="Crate")
        reading = (Permission.VIEW, Permission.ACCESS, Permission.READ)
        for state, grants in policy.WORKFLOWS["cug_library_workflow"].items():
            with self.subTest(state):
                set_state(alert, state)
                self.assert_grants(alert, grants)
                inside = {permission: grants[permission] for permission in reading}
                self.assert_grants(picture, inside)

    def test_folders_and_groups_grant_what_their_state_says(self):
        for state, grants in policy.WORKFLOWS["cug_folder_workflow"].items():
            set_state(self.group.library, state)
            self.assert_grants(self.group.library, grants)
        self.assert_grants(self.group, policy.WORKFLOWS["cug_group_workflow"]["active"])

    def test_nobody_holds_a_stored_role_in_a_group(self):
        alert = self.make_alert()
        picture = api.content.create(alert, "Image", title="Crate")
        for obj in (self.group, self.group.library, alert, picture):
            self.assertEqual((), obj.get_local_roles(), obj.getId())

    def test_anonymous_callers_can_view_nothing_of_ours(self):
        alert = self.make_alert()
        picture = api.content.create(alert, "Image", title="Crate")
        for obj in (self.group, self.group.library, alert, picture):
            for permission in (Permission.VIEW, Permission.ACCESS, Permission.READ):
                open_to = set(rolesForPermissionOn(permission, obj))
                self.assertFalse(open_to & {Role.ANONYMOUS, Role.AUTHENTICATED, "Member"})
