"""Actions of members who ask to join a workspace, and of the moderators who decide."""

from BTrees.OOBTree import OOBTree
from cites.cug.access.roles import TeamRole
from cites.cug.core.plone_internals.catalog import brain_object
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.errors import Missing
from cites.cug.workspaces.actions.team import invite_member
from cites.cug.workspaces.roster import ACTIVE
from collective.workspace.interfaces import IWorkspace
from datetime import datetime, UTC
from plone import api
from typing import Any


MAX_TEXT = 500


def offered_to(group: Any, user_id: str) -> list[Any]:
    """The workspaces that the user may ask to join, sorted by title.

    Only these workspaces are loaded from the database.
    """
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type="Workspace",
        path="/".join(group.getPhysicalPath()),
        takes_requests=True,
        review_state=ACTIVE,
        sort_on="sortable_title",
    )
    found = [brain_object(brain) for brain in brains]
    return [one for one in found if user_id not in IWorkspace(one).members]


def requests_of(workspace: Any) -> dict[str, tuple[datetime, str]]:
    """Who asks to join: the time and the message by user id."""
    return dict(getattr(workspace, "_join_requests", {}))


def ask_to_join(group: Any, uid: str, text: str, *, acting_user: str) -> None:
    """Ask to join a workspace. A second request replaces the first. Raises Missing."""
    found = [one for one in offered_to(group, acting_user) if one.UID() == uid]
    if not found:
        raise Missing(uid)
    (workspace,) = found
    if not hasattr(workspace, "_join_requests"):
        workspace._join_requests = OOBTree()
    workspace._join_requests[acting_user] = (datetime.now(UTC), text[:MAX_TEXT])
    record("workspace.ask", target=workspace, acting_user=acting_user)


def decide_request(
    workspace: Any, user_id: str, accept: bool, *, acting_user: str
) -> None:
    """Accept or decline a request. Raises Missing, and what ``invite_member`` raises."""
    if user_id not in requests_of(workspace):
        raise Missing(user_id)
    if accept:
        invite_member(workspace, user_id, TeamRole.MEMBER, acting_user=acting_user)
    else:
        detail = {"member": user_id}
        record(
            "workspace.decline", target=workspace, acting_user=acting_user, detail=detail
        )
    del workspace._join_requests[user_id]
