"""The team of a workspace, which is a part of the roster of its group.

``access/team_groups.py`` computes roles from both rosters and from the state of the
workspace: in an archived workspace all members of the team are guests.
"""

from Acquisition import aq_base, aq_inner, aq_parent
from borg.localrole.interfaces import ILocalRoleProvider
from cites.cug import _
from cites.cug.access.guard import group_of, on_roster
from cites.cug.access.roles import (
    Category,
    CATEGORY_GROUP,
    Role,
    TEAM_GROUP,
    TEAM_GROUP_ROLE,
    TeamRole,
)
from cites.cug.access.team_groups import team_group
from cites.cug.interfaces import ITeamWorkspace, ITopic
from cites.cug.web.layout.people import full_names
from collections.abc import Iterator
from collective.workspace.interfaces import IWorkspace
from collective.workspace.membership import ITeamMembership, TeamMembership
from collective.workspace.workspace import Workspace
from plone import api
from typing import Any
from zope import schema
from zope.component import adapter
from zope.interface import implementer


WORKFLOW = "cug_workspace_workflow"
ACTIVE = "active"


def state_of(workspace: Any) -> str:
    """The state of a workspace, read directly: each role of each request needs it."""
    stored = getattr(aq_base(workspace), "workflow_history", {})
    history = stored.get(WORKFLOW)
    return history[-1]["review_state"] if history else ACTIVE


class ITeamEntry(ITeamMembership):
    """The fields of one member of a team."""

    role = schema.Choice(values=[role.value for role in TeamRole])
    as_igo = schema.Bool(title="Invited as a member of an IGO", default=False)
    since = schema.Date(required=False)


class TeamEntry(TeamMembership):
    """One member of a team."""

    _schema = ITeamEntry


class ITeam(IWorkspace):
    """The team of a workspace, as ``IWorkspace(workspace)`` gives it."""


@implementer(ITeam)
@adapter(ITeamWorkspace)
class Team(Workspace):
    """The team of a workspace, with the user groups of the access policy."""

    membership_schema = ITeamEntry
    membership_factory = TeamEntry
    auto_groups: dict = {}

    @property
    def available_groups(self) -> dict[str, tuple[str, ...]]:
        roles = TEAM_GROUP_ROLE[state_of(self.context)]
        return {self.group(name): (role.value,) for name, role in roles.items()}

    def group(self, name: str) -> str:
        """The full name of a user group of this workspace."""
        return team_group(name, group_of(self.context).UID())

    def groups_of(self, role: TeamRole) -> set[str]:
        """The user groups that follow from a role in the team."""
        return {self.group(TEAM_GROUP[role])}

    def role_of(self, user_id: str) -> TeamRole | None:
        """The role of the user; None for a user who is not in the team or suspended."""
        entry = self.members.get(user_id)
        if entry is None or not on_roster(user_id, self.context):
            return None
        return TeamRole(entry["role"])

    def readers(self) -> list[str]:
        """User ids of all who can read the workspace now."""
        return [user_id for user_id in self.members if self.role_of(user_id)]


@implementer(ILocalRoleProvider)
@adapter(ITopic)
class TopicAuthor:
    """Gives the author of a topic the role Author while they are in the team."""

    def __init__(self, topic):
        self.topic = topic

    def getRoles(self, principal_id: str) -> tuple[str, ...]:
        author = self.topic.Creator()
        if principal_id != author:
            return ()
        workspace = aq_parent(aq_inner(self.topic))
        role = IWorkspace(workspace).role_of(author)
        takes_part = role in (TeamRole.MODERATOR, TeamRole.MEMBER)
        # The author of a reported topic can read it, also in an archive; its state
        # forbids changes.
        reads = role is not None and api.content.get_state(self.topic) == "reported"
        is_author = (takes_part and is_active(workspace)) or reads
        return (Role.AUTHOR.value,) if is_author else ()

    def getAllRoles(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        roles = self.getRoles(self.topic.Creator())
        if roles:
            yield self.topic.Creator(), roles


def is_active(workspace: Any) -> bool:
    """Whether the workspace is not archived."""
    return state_of(workspace) == ACTIVE


def is_igo(group: Any, user_id: str) -> bool:
    """Whether a member belongs to an IGO and to no other category."""
    entry = IWorkspace(group).members.get(user_id)
    return entry is not None and CATEGORY_GROUP[Category.IGO] in entry["groups"]


def team_lines(workspace: Any) -> list[dict[str, Any]]:
    """The active members of the team with their roles, sorted by name."""
    team, group = IWorkspace(workspace), group_of(workspace)
    entries, names = IWorkspace(group).members, full_names(team.readers())
    return [
        {
            "id": user_id,
            "fullname": fullname,
            "role": team.members[user_id]["role"],
            "category": entries[user_id]["category"],
            "country": entries[user_id].get("country") or "",
            "igo": is_igo(group, user_id),
        }
        for user_id, fullname in sorted(names.items(), key=lambda pair: pair[1])
    ]


ROLES = {
    "moderator": _("workspaces_moderator_text"),
    "member": _("common_member_column"),
    "guest": _("workspaces_roster_guest_reads_only"),
}
