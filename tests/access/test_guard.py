"""Permission checks in Python."""

import unittest
from AccessControl import getSecurityManager
from AccessControl.SecurityManagement import noSecurityManager
from cites.cug.access import guard
from cites.cug.access.guard import (
    caller,
    group_of,
    in_secretariat,
    may,
    on_roster,
    principals,
    principals_anywhere,
    principals_of,
    require,
    teams,
)
from cites.cug.access.policy import Permission
from cites.cug.demo.testing import CUG_INTEGRATION
from collective.workspace.interfaces import IWorkspace
from plone import api
from plone.app.testing import login
from types import SimpleNamespace
from unittest.mock import patch
from zExceptions import Unauthorized


class Script:
    """Code that may do only what anonymous may, whoever calls it."""

    _proxy_roles = ("Anonymous",)

    def getOwner(self):
        return None

    getWrappedOwner = getOwner


class GuardTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def setUp(self):
        self.portal = self.layer["portal"]
        self.group, self.other = self.portal.cheetahs, self.portal.ivory

    def test_members_may_read_in_their_group_only(self):
        login(self.portal, "customs-xa")
        self.assertTrue(may(Permission.READ, self.group.library))
        self.assertFalse(may(Permission.READ, self.other.library))
        self.assertFalse(may(Permission.READ, self.portal))

    def test_what_one_may_not_is_refused(self):
        login(self.portal, "customs-xa")
        require(Permission.ADD_ALERT, self.group.library)
        with self.assertRaises(Unauthorized):
            require(Permission.EDIT, self.group.library)

    def test_the_caller_is_whoever_is_logged_in(self):
        login(self.portal, "customs-xa")
        self.assertEqual("customs-xa", caller())
        noSecurityManager()
        self.assertIsNone(caller())

    def test_principals_are_those_of_one_group(self):
        uid, other = self.group.UID(), self.other.UID()
        login(self.portal, "police-xb")
        for group, its in ((self.group, uid), (self.other, other)):
            found = set(principals(group))
            # The rest are groups of readers, by which items name their members.
            of_readers = {one for one in found if "=" in one}
            expected = {"user:police-xb", f"user:Police:{its}"}
            self.assertEqual(expected, found - of_readers)
            self.assertEqual({its}, {one.rpartition(":")[2] for one in of_readers})
            self.assertEqual(found, set(principals_of("police-xb", group)))
        login(self.portal, "outsider")
        self.assertEqual(["user:outsider"], principals(self.group))
        self.assertEqual([], principals_of("outsider", self.group))
        IWorkspace(self.group)["customs-xa"].update({"groups": set()})
        self.assertEqual([], principals_of("customs-xa", self.group))
        noSecurityManager()
        self.assertEqual([], principals(self.group))

    def test_teams_are_those_of_one_group_by_their_workspace(self):
        names = ["Members@uid:first", "Moderators@uid:second", "Members@other:third"]
        user = SimpleNamespace(getGroups=lambda: [*names, "Police:uid", "x"])
        manager = SimpleNamespace(getUser=lambda: user)
        with patch.object(guard, "getSecurityManager", lambda: manager):
            found = teams(SimpleNamespace(UID=lambda: "uid"))
        self.assertEqual({"first": "Members", "second": "Moderators"}, found)

    def test_anywhere_they_are_those_of_all_groups(self):
        uids = {self.group.UID(), self.other.UID()}
        login(self.portal, "police-xb")
        found = principals_anywhere()
        for group in (self.group, self.other):
            self.assertLess(set(principals(group)), found)
        self.assertEqual(uids, {one.rpartition(":")[2] for one in found if "=" in one})
        noSecurityManager()
        self.assertEqual(set(), principals_anywhere())

    def test_code_with_fewer_roles_than_its_caller_may_less(self):
        login(self.portal, "secretariat")
        manager, script = getSecurityManager(), Script()
        self.assertTrue(may(Permission.PUBLISH, self.group))
        manager.addContext(script)
        self.addCleanup(manager.removeContext, script)
        self.assertFalse(may(Permission.PUBLISH, self.group))

    def test_zope_is_asked_only_what_the_roles_do_not_tell(self):
        login(self.portal, "customs-xa")
        for told, expected in ((True, True), (False, False), (None, True)):
            with patch.object(guard, "answer", return_value=told):
                self.assertIs(expected, may(Permission.READ, self.group))

    def test_the_secretariat_is_that_of_the_group_while_active(self):
        self.assertTrue(in_secretariat("secretariat", self.group))
        self.assertFalse(in_secretariat("customs-xa", self.group))
        self.assertFalse(in_secretariat("outsider", self.group))
        IWorkspace(self.group)["secretariat"].update({"groups": set()})
        self.assertFalse(in_secretariat("secretariat", self.group))

    def test_content_belongs_to_the_group_it_lies_in(self):
        login(self.portal, "customs-xa")
        alert = api.content.create(
            self.group.library, "Alert", title="x", alert_type="other", handling="green"
        )
        for obj in (alert, self.group.library, self.group):
            self.assertEqual(self.group.UID(), group_of(obj).UID())
        self.assertIsNone(group_of(self.portal))

    def test_borrowed_content_stays_its_own_group_s(self):
        borrowed = self.group.library.ivory
        self.assertEqual(self.other.UID(), group_of(borrowed).UID())
        self.assertFalse(on_roster("customs-xa", borrowed))
        self.assertTrue(on_roster("customs-xa", self.group.library))

    def test_outside_of_all_groups_nobody_is_on_a_roster(self):
        self.assertFalse(on_roster("secretariat", self.portal))
