"""Actions on teams. A change holds from the next request on."""

from Acquisition import aq_base
from cites.cug import _
from cites.cug.access.guard import group_of, on_roster
from cites.cug.access.roles import TeamRole
from cites.cug.core.plone_internals.catalog import brain_object
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.errors import invalid, Missing
from cites.cug.interfaces import ITeamWorkspace
from cites.cug.workspaces.roster import is_igo, TeamEntry
from cites.cug.workspaces.topic_records import refresh_access
from collections.abc import Iterator
from collective.workspace.interfaces import IWorkspace
from datetime import date
from plone import api
from typing import Any


NOT_A_MEMBER = _("workspaces_team_no_active_member_group_text")
CONFIRM_IGO = _("workspaces_team_member_igo_would_read_text")


def put_in_team(
    workspace: Any, user_id: str, role: TeamRole, *, as_igo: bool = False
) -> TeamEntry:
    """Put a user on the roster of the workspace, or change their role."""
    team = IWorkspace(workspace)
    values = {"role": role.value, "groups": team.groups_of(role), "as_igo": as_igo}
    if user_id in team.members:
        team[user_id].update(values)
        return team[user_id]
    return team.add_to_team(user=user_id, since=date.today(), **values)


def invite_member(
    workspace: Any,
    user_id: str,
    role: TeamRole,
    *,
    acting_user: str,
    igo_confirmed: bool = False,
) -> TeamEntry:
    """Put a member of the group into the team, or change their role in it.

    Raises InvalidValues where the user is no active member of the group, and until it is
    confirmed that a member of an IGO will read the workspace.
    """
    group = group_of(workspace)
    if not on_roster(user_id, workspace):
        raise invalid("id", NOT_A_MEMBER)
    igo = is_igo(group, user_id)
    if igo and role is TeamRole.MODERATOR:
        # Moderators decide who else reads.
        raise invalid("role", _("workspaces_team_member_igo_moderate_workspace_error"))
    before = IWorkspace(workspace).members.get(user_id)
    if igo and not igo_confirmed and not (before and before["as_igo"]):
        raise invalid("igo_confirmed", CONFIRM_IGO)
    if role is not TeamRole.MODERATOR:
        keep_moderator(workspace, user_id)
    entry = put_in_team(workspace, user_id, role, as_igo=igo)
    detail = {"member": user_id, "role": role.value, "igo": igo}
    record("workspace.invite", target=workspace, acting_user=acting_user, detail=detail)
    return entry


def leave_team(workspace: Any, user_id: str, *, acting_user: str) -> None:
    """Take a user off the roster; what they wrote stays.

    Raises Missing for a user who is not on it, and InvalidValues for the last moderator.
    """
    team = IWorkspace(workspace)
    if user_id not in team.members:
        raise Missing(user_id)
    keep_moderator(workspace, user_id)
    _take_out(workspace, user_id, acting_user)


def _take_out(workspace: Any, user_id: str, acting_user: str) -> None:
    IWorkspace(workspace).remove_from_team(user_id)
    detail = {"member": user_id}
    record("workspace.leave", target=workspace, acting_user=acting_user, detail=detail)


def keep_moderator(workspace: Any, leaving: str) -> None:
    """Raise InvalidValues if the user is the only moderator."""
    team = IWorkspace(workspace)
    moderators = {
        user_id for user_id in team.members if team.role_of(user_id) is TeamRole.MODERATOR
    }
    if moderators == {leaving}:
        raise invalid("role", _("workspaces_team_workspace_keeps_least_moderator_error"))
    if leaving in moderators:
        # If two moderators leave at the same time, the second request is in conflict and
        # is repeated, so that it counts again.
        aq_base(workspace)._p_changed = True


def review_member(group: Any, user_id: str, *, acting_user: str) -> None:
    """Bring a user's workspaces up to date after a change of the group's roster.

    Who left the group leaves its workspaces. So does who belongs to an IGO now and was
    invited before that. Who is suspended stays on the rosters, but without a role.
    """
    members = IWorkspace(group).members
    for workspace in _workspaces_with(group, user_id):
        entry = IWorkspace(workspace).members[user_id]
        became_igo = is_igo(group, user_id) and not entry["as_igo"]
        if user_id not in members or became_igo:
            _take_out(workspace, user_id, acting_user)
        else:
            refresh_access(workspace, user_id)


def _workspaces_with(group: Any, user_id: str) -> Iterator[Any]:
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog.unrestrictedSearchResults(
        workspace_members=user_id, path="/".join(group.getPhysicalPath())
    )
    found = (brain_object(brain) for brain in brains)
    yield from (one for one in found if ITeamWorkspace.providedBy(one))
