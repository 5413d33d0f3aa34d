"""What the installed site lets whom do, whole: nothing comes or goes unnoticed.

``site_permissions.txt`` is the list that was looked at. A new add-on, a new version of
Plone or a changed profile shows here first; once the new list is what it should be,
``bin/test -m tests.access.test_site_permissions`` says which lines to change.
"""

import unittest
from AccessControl.ImplPython import rolesForPermissionOn
from AccessControl.Permission import getPermissions
from cites.cug.access.policy import CONTAINED_TYPES, TYPE_WORKFLOW
from cites.cug.access.roles import Role
from cites.cug.demo.testing import CUG_INTEGRATION
from collections.abc import Iterator
from pathlib import Path
from tests.some import some


LIST = Path(__file__).with_name("site_permissions.txt")
MANAGER_ONLY = """
Add Groups
Add portal member
Allow sendto
FTP access
List portal members
List undoable changes
Manage portal
Manage users
Modify view template
Portlets: Manage own portlets
Portlets: Manage portlets
Portlets: View dashboard
Reply to item
Sharing page: Delegate roles
Undo changes
View Groups
WebDAV Lock items
WebDAV Unlock items
WebDAV access
cites.cug: Add ClosedUserGroup
plone.app.contenttypes: Add Collection
plone.app.contenttypes: Add Document
plone.app.contenttypes: Add Event
plone.app.contenttypes: Add File
plone.app.contenttypes: Add Folder
plone.app.contenttypes: Add Image
plone.app.contenttypes: Add Link
plone.app.contenttypes: Add News Item
plone.app.event: Import Ical
"""
#: The first two let the login page show, and the gate stands before them.
EVERYBODY_MAY = {
    "View",
    "Access contents information",
    "Mail forgotten password",
    "Public, everyone can access",
    "Search ZCatalog",
    "cites.cug: Request access",
}
WHO_IS_LOGGED_IN_MAY = {
    "Copy or Move",
    "Set own password",
    "Set own properties",
    "Show Toolbar",
    "cites.cug: Use portal",
    "plone.restapi: Use REST API",
}


def table(portal) -> Iterator[str]:
    """One line a permission; a plus sign where roles of Zope's root count too."""
    for permission, *_rest in sorted(getPermissions()):
        roles = {
            role["name"]
            for role in portal.rolesOfPermission(permission)
            if role["selected"]
        }
        acquired = ["+"] if portal.acquiredRolesAreUsedBy(permission) else []
        yield f"{permission} = {', '.join([*sorted(roles), *acquired])}".rstrip()


class SitePermissionsTest(unittest.TestCase):
    layer = CUG_INTEGRATION
    maxDiff = None

    def setUp(self):
        self.portal = self.layer["portal"]

    def held_by(self, *roles: str) -> set[str]:
        return {
            name
            for name, *_rest in getPermissions()
            if set(roles) & {*rolesForPermissionOn(name, self.portal)}
        }

    def test_all_permissions_are_what_they_were(self):
        listed = set(LIST.read_text(encoding="utf-8").splitlines())
        there = set(table(self.portal))
        self.assertEqual(set(), there - listed, "not on the list")
        self.assertEqual(set(), listed - there, "on the list only")

    def test_what_is_for_managers_is_for_nobody_else(self):
        for permission in MANAGER_ONLY.strip().splitlines():
            holders = set(rolesForPermissionOn(permission, self.portal))
            self.assertLessEqual(holders, {Role.MANAGER}, permission)

    def test_few_permissions_are_for_everybody(self):
        self.assertEqual(EVERYBODY_MAY, self.held_by(Role.ANONYMOUS))
        logged_in = self.held_by(Role.AUTHENTICATED, "Member")
        self.assertEqual(WHO_IS_LOGGED_IN_MAY, logged_in)

    def test_roles_of_a_group_hold_nothing_of_plones_on_the_site(self):
        for role in some(role for role in Role if role.startswith("CUG ")):
            theirs = {name for name in self.held_by(role) if "cites.cug" not in name}
            self.assertEqual(set(), theirs, role)


class TypesTest(unittest.TestCase):
    """Whatever can be added has an audience."""

    layer = CUG_INTEGRATION

    def setUp(self):
        self.types = self.layer["portal"].portal_types
        self.workflows = self.layer["portal"].portal_workflow

    def addable(self) -> set[str]:
        """Types that can be added somewhere, whoever asks."""
        everywhere = {kind.getId() for kind in self.types.objectValues()}
        everywhere = {name for name in everywhere if self.types[name].global_allow}
        found, waiting = set(), ["Plone Site"]
        while waiting:
            container = self.types[waiting.pop()]
            inside = set(container.allowed_content_types) | everywhere
            if container.filter_content_types:
                inside = set(container.allowed_content_types)
            waiting += inside - found
            found |= inside
        return found

    def test_the_portal_can_hold_what_is_its_own_and_nothing_of_plones(self):
        self.assertEqual({*TYPE_WORKFLOW, *CONTAINED_TYPES}, self.addable())
        everywhere = {
            name for name in self.types.objectIds() if self.types[name].global_allow
        }
        self.assertLessEqual(everywhere, set(TYPE_WORKFLOW))

    def test_whatever_can_be_added_follows_a_workflow(self):
        for name in some(self.addable() - set(CONTAINED_TYPES)):
            self.assertEqual((TYPE_WORKFLOW[name],), self.workflows.getChainFor(name))

    def test_pictures_and_files_share_the_audience_of_what_they_lie_in(self):
        for name in CONTAINED_TYPES:
            holders = {
                kind.getId()
                for kind in self.types.objectValues()
                if name in kind.allowed_content_types and kind.getId() in self.addable()
            }
            self.assertLessEqual(holders, {"Alert", "Topic"}, name)
            self.assertFalse(self.types[name].global_allow, name)
            self.assertEqual((), self.workflows.getChainFor(name))
