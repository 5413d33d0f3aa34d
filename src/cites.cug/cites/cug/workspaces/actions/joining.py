"""Members ask to join a workspace that takes requests; its moderators decide."""

from BTrees.OOBTree import OOBTree
from cites.cug.access.roles import TeamRole
from cites.cug.audit.trail import record
from cites.cug.workspaces.actions.spaces import workspaces_of
from cites.cug.workspaces.actions.team import invite_member
from cites.cug.workspaces.roster import is_active
from collective.workspace.interfaces import IWorkspace
from datetime import datetime
from datetime import UTC
from typing import Any


MAX_TEXT = 500


class NotAsked(KeyError):
    """Nobody of that id has asked to join, or the workspace takes no requests."""


def takes_requests(workspace: Any) -> bool:
    return bool(workspace.takes_requests) and is_active(workspace)


def offered_to(group: Any, user_id: str) -> list[Any]:
    """Workspaces that the user may ask to join, by name."""
    found = [
        workspace
        for workspace in workspaces_of(group)
        if takes_requests(workspace) and user_id not in IWorkspace(workspace).members
    ]
    return sorted(found, key=lambda one: one.title.casefold())


def requests_of(workspace: Any) -> dict[str, tuple[datetime, str]]:
    """Who asks to join: when, and with which words."""
    return dict(getattr(workspace, "_join_requests", {}))


def ask_to_join(group: Any, uid: str, text: str, *, acting_user: str) -> None:
    """Once is enough: asked again, the words are the new ones. Raises NotAsked."""
    found = [one for one in offered_to(group, acting_user) if one.UID() == uid]
    if not found:
        raise NotAsked(uid)
    (workspace,) = found
    if not hasattr(workspace, "_join_requests"):
        workspace._join_requests = OOBTree()
    workspace._join_requests[acting_user] = (datetime.now(UTC), text[:MAX_TEXT])
    record("workspace.ask", target=workspace, acting_user=acting_user)


def decide_request(
    workspace: Any, user_id: str, accept: bool, *, acting_user: str
) -> None:
    """Take them in, or not. Raises NotAsked; what ``invite_member`` raises."""
    if user_id not in requests_of(workspace):
        raise NotAsked(user_id)
    if accept:
        who = {"acting_user": acting_user}
        invite_member(workspace, user_id, TeamRole.MEMBER, **who)
    else:
        detail = {"member": user_id}
        who = {"acting_user": acting_user, "detail": detail}
        record("workspace.decline", target=workspace, **who)
    del workspace._join_requests[user_id]
