"""A workspace in the process, without requests over HTTP."""

import unittest
from cites.cug.access.roles import TeamRole
from cites.cug.testing import CUG_INTEGRATION
from cites.cug.workspaces.actions.team import invite_member
from collective.workspace.interfaces import IWorkspace
from plone import api
from plone.app.testing import login


class ActionCase(unittest.TestCase):
    """``customs-xa`` moderates, ``police-xa`` takes part."""

    layer = CUG_INTEGRATION

    def setUp(self):
        self.group = self.layer["portal"].cheetahs
        self.workspace = self.make_workspace()
        who = {"acting_user": "customs-xa"}
        invite_member(self.workspace, "police-xa", TeamRole.MEMBER, **who)

    def make_workspace(self, **fields):
        login(self.layer["portal"], "customs-xa")
        place = self.group.workspaces
        return api.content.create(place, "Workspace", title="EXERCISE", **fields)

    def make_topic(self):
        login(self.layer["portal"], "police-xa")
        fields = {"title": "EXERCISE: crates", "text": "<p>Who?</p>"}
        return api.content.create(self.workspace, "Topic", **fields)

    def roles(self, workspace=None):
        team = IWorkspace(workspace or self.workspace)
        return {user_id: team.role_of(user_id) for user_id in team.members}
