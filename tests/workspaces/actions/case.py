"""A workspace in the process, without requests over HTTP."""

import unittest
from cites.cug.access.roles import TeamRole
from cites.cug.testing import CUG_INTEGRATION
from cites.cug.workspaces.actions.team import invite_member
from collective.workspace.interfaces import IWorkspace
from plone.app.testing import login
from plone.dexterity.utils import addContentToContainer, createContent


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
        made = createContent("Workspace", title="EXERCISE", **fields)
        return addContentToContainer(self.group.workspaces, made)

    def make_topic(self):
        """One of ``police-xa``, whose new role Zope would see in the next request."""
        login(self.layer["portal"], "police-xa")
        made = createContent(
            "Topic",
            title="EXERCISE: crates",
        )
        return addContentToContainer(self.workspace, made, checkConstraints=False)

    def roles(self, workspace=None):
        team = IWorkspace(workspace or self.workspace)
        return {user_id: team.role_of(user_id) for user_id in team.members}
