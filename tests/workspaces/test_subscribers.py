"""What is noted when a team or a workspace changes."""

import unittest
from cites.cug.access.roles import TeamRole
from cites.cug.core.sql.session import session
from cites.cug.demo.testing import CUG_INTEGRATION
from cites.cug.membership.suspension import reactivate_member, suspend_member
from cites.cug.workspaces.actions.team import invite_member, leave_team
from cites.cug.workspaces.change_log import access_of
from plone import api
from plone.app.testing import login


MEMBER, MODERATOR = "police-xa", "customs-xa"


class AccessTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def setUp(self):
        self.group = self.layer["portal"].cheetahs
        login(self.layer["portal"], MODERATOR)
        place = self.group.workspaces
        self.workspace = api.content.create(place, "Workspace", "exercise", "EXERCISE")
        self.invite(TeamRole.GUEST)

    def invite(self, role):
        invite_member(self.workspace, MEMBER, role, acting_user=MODERATOR)

    def noted(self, user_id=MEMBER):
        rows = access_of(session(), user_id, self.group.UID())
        uid = self.workspace.UID()
        return [row.is_open for row in rows if row.workspace_uid == uid]

    def test_another_role_is_no_change_of_access(self):
        self.invite(TeamRole.MEMBER)
        self.assertEqual([True], self.noted())
        leave_team(self.workspace, MEMBER, acting_user=MODERATOR)
        self.assertEqual([True, False], self.noted())

    def test_a_suspended_member_sees_no_workspace(self):
        for change in (suspend_member, suspend_member, reactivate_member):
            change(self.group, MEMBER, acting_user="secretariat")
        self.assertEqual([True, False, True], self.noted())

    def test_nobody_sees_a_workspace_that_is_removed(self):
        self.workspace.aq_parent._delObject(self.workspace.getId())
        for user_id in (MEMBER, MODERATOR):
            self.assertEqual([True, False], self.noted(user_id))
