"""Changes of a team; whatever follows from them holds from the next request on."""

from Acquisition import aq_base
from cites.cug.access.guard import group_of
from cites.cug.access.guard import on_roster
from cites.cug.access.roles import TeamRole
from cites.cug.audit.trail import record
from cites.cug.interfaces import ITeamWorkspace
from cites.cug.plone_internals.catalog import brain_object
from cites.cug.workspaces.roster import is_igo
from cites.cug.workspaces.roster import TeamEntry
from collections.abc import Iterator
from collective.workspace.interfaces import IWorkspace
from datetime import date
from plone import api
from typing import Any


class NotAMember(ValueError):
    """A team takes active members of its group only."""


class IgoNotConfirmed(ValueError):
    """That somebody of an IGO is to read along has to be said."""


class IgoModerator(ValueError):
    """Members of IGOs take part or read; they do not decide who else does."""


class LastModerator(ValueError):
    """A team keeps at least one moderator."""


def put_in_team(
    workspace: Any, user_id: str, role: TeamRole, *, as_igo: bool = False
) -> TeamEntry:
    """Enter somebody on the roster, or give them another role."""
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
    """Take a member of the group into the team, by name, or change what they are in it.

    Raises NotAMember, IgoNotConfirmed, IgoModerator or LastModerator.
    """
    group = group_of(workspace)
    if not on_roster(user_id, workspace):
        raise NotAMember(user_id)
    igo = is_igo(group, user_id)
    if igo and role is TeamRole.MODERATOR:
        raise IgoModerator(user_id)
    before = IWorkspace(workspace).members.get(user_id)
    if igo and not igo_confirmed and not (before and before["as_igo"]):
        raise IgoNotConfirmed(user_id)
    if role is not TeamRole.MODERATOR:
        keep_moderator(workspace, user_id)
    entry = put_in_team(workspace, user_id, role, as_igo=igo)
    detail = {"member": user_id, "role": role.value, "igo": igo}
    record("workspace.invite", target=workspace, acting_user=acting_user, detail=detail)
    return entry


def leave_team(workspace: Any, user_id: str, *, acting_user: str) -> None:
    """Take somebody off the roster; what they wrote stays.

    Raises KeyError for somebody not on it, LastModerator.
    """
    team = IWorkspace(workspace)
    if user_id not in team.members:
        raise KeyError(user_id)
    keep_moderator(workspace, user_id)
    _take_out(workspace, user_id, acting_user)


def _take_out(workspace: Any, user_id: str, acting_user: str) -> None:
    IWorkspace(workspace).remove_from_team(user_id)
    detail = {"member": user_id}
    record("workspace.leave", target=workspace, acting_user=acting_user, detail=detail)


def keep_moderator(workspace: Any, leaving: str) -> None:
    """Raise LastModerator where nobody else would be left to moderate."""
    team = IWorkspace(workspace)
    moderators = {
        user_id for user_id in team.members if team.role_of(user_id) is TeamRole.MODERATOR
    }
    if moderators == {leaving}:
        raise LastModerator(leaving)
    if leaving in moderators:
        # Two who leave at once are in conflict: the second one counts again.
        aq_base(workspace)._p_changed = True


def review_member(group: Any, user_id: str, *, acting_user: str) -> None:
    """After a change of the group's roster: who has left it leaves its workspaces.

    So does who now speaks for an IGO and was not invited as such. Who is suspended keeps
    the place, without a role, as on the group's own roster.
    """
    members = IWorkspace(group).members
    for workspace in _workspaces_with(group, user_id):
        entry = IWorkspace(workspace).members[user_id]
        became_igo = is_igo(group, user_id) and not entry["as_igo"]
        if user_id not in members or became_igo:
            _take_out(workspace, user_id, acting_user)


def _workspaces_with(group: Any, user_id: str) -> Iterator[Any]:
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog.unrestrictedSearchResults(
        workspace_members=user_id, path="/".join(group.getPhysicalPath())
    )
    found = (brain_object(brain) for brain in brains)
    yield from (one for one in found if ITeamWorkspace.providedBy(one))
