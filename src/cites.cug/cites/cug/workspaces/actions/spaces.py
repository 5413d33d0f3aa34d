"""Actions on workspaces: make, archive, restore; each is put on record."""

from cites.cug.access.guard import on_roster
from cites.cug.access.roles import Role, TeamRole
from cites.cug.core.trail.trail import record
from cites.cug.interfaces import ITeamWorkspace
from cites.cug.workspaces.actions.team import put_in_team
from cites.cug.workspaces.content import Workspaces
from cites.cug.workspaces.roster import is_active
from collections.abc import Iterator
from datetime import date
from plone import api
from plone.dexterity.utils import addContentToContainer, createContent
from typing import Any


WORKSPACES_ID = "workspaces"


def make_place(group: Any) -> Workspaces:
    """The place for the workspaces of a group; it is made if the group has none."""
    if WORKSPACES_ID in group.objectIds():
        return group[WORKSPACES_ID]
    place = createContent("Workspaces", id=WORKSPACES_ID, title="Workspaces")
    return addContentToContainer(group, place, checkConstraints=False)


def appoint_first_moderator(workspace: Any, *, acting_user: str) -> None:
    """Make whoever made the workspace its first moderator."""
    detail = {}
    if on_roster(acting_user, workspace):
        put_in_team(workspace, acting_user, TeamRole.MODERATOR)
        detail = {"member": acting_user, "role": TeamRole.MODERATOR.value}
    record("workspace.add", target=workspace, acting_user=acting_user, detail=detail)


def state_changed(
    workspace: Any, old: str, new: str, *, acting_user: str, reason: str = ""
) -> None:
    """Record that a workspace was archived or restored, or that a topic's state changed.

    Nothing has to be indexed again: the state of a workspace changes roles but not
    readers. For a topic that is reported Plone indexes the new readers itself.
    """
    kind = "workspace" if ITeamWorkspace.providedBy(workspace) else "topic"
    detail = {"from": old, "to": new, **({"reason": reason} if reason else {})}
    record(f"{kind}.state", target=workspace, acting_user=acting_user, detail=detail)


def archive_ended(group: Any, today: date) -> int:
    """Archive the workspaces whose last day has passed; answers how many.

    A second call finds nothing to do.
    """
    workflows = api.portal.get_tool("portal_workflow")
    ended = [
        workspace
        for workspace in workspaces_of(group)
        if workspace.end_date and workspace.end_date < today and is_active(workspace)
    ]
    with api.env.adopt_roles([Role.SECRETARIAT.value]):
        for workspace in ended:
            workflows.doActionFor(workspace, "archive")
    return len(ended)


def workspaces_of(group: Any) -> Iterator[Any]:
    """All workspaces of a group, whoever is logged in."""
    place = group.get(WORKSPACES_ID)
    yield from () if place is None else place.objectValues()
