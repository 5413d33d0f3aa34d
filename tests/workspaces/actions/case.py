"""A workspace in the process, without requests over HTTP."""

import unittest
from cites.cug.access.roles import TeamRole
from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.demo.testing import CUG_INTEGRATION
from cites.cug.mailing.models import Notice
from cites.cug.workspaces.actions.team import invite_member
from collective.workspace.interfaces import IWorkspace
from plone.app.testing import login
from plone.dexterity.utils import addContentToContainer, createContent
from sqlalchemy import select


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
        made = createContent("Workspace", **{"title": "EXERCISE", **fields})
        return addContentToContainer(self.group.workspaces, made)

    def make_topic(self, **fields):
        """One of ``police-xa``, whose new role Zope would see in the next request."""
        login(self.layer["portal"], "police-xa")
        made = createContent("Topic", title="EXERCISE: crates", **fields)
        return addContentToContainer(self.workspace, made, checkConstraints=False)

    def roles(self, workspace=None):
        team = IWorkspace(workspace or self.workspace)
        return {user_id: team.role_of(user_id) for user_id in team.members}

    def recorded(self, action, target=None):
        """Who did it and the details, oldest first; of one target, or of all."""
        query = select(AuditEvent).where(AuditEvent.action == action)
        if target is not None:
            query = query.where(AuditEvent.target_uid == target.UID())
        events = session().scalars(query.order_by(AuditEvent.id))
        return [(event.actor, event.detail) for event in events]

    def told(self, kind):
        """Who gets notices of this kind, as often as there are some."""
        query = select(Notice.user_id).where(Notice.kind == kind)
        return sorted(session().scalars(query))
