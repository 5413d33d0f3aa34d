"""The only place where Python code asks for permissions."""

from AccessControl import getSecurityManager
from Acquisition import aq_chain, aq_inner
from cites.cug.access.policy import Permission
from cites.cug.access.team_groups import team_of
from cites.cug.interfaces import IClosedUserGroup
from collective.workspace.interfaces import IWorkspace
from typing import Any
from zExceptions import Unauthorized


def may(permission: Permission, obj: Any) -> bool:
    """Whether the caller holds the permission on the object."""
    return bool(getSecurityManager().checkPermission(permission, obj))


def require(permission: Permission, obj: Any) -> None:
    """Raise Unauthorized, which ``error_views.py`` turns into 401, 403 or 404."""
    if not may(permission, obj):
        raise Unauthorized(permission)


def caller() -> str | None:
    """The user id of whoever asks; None for anonymous callers."""
    return getSecurityManager().getUser().getId()


def principals(group: Any) -> list[str]:
    """The caller's keys in ``allowedRolesAndUsers``, narrowed to one user group's.

    Roles in our workflows are local, so only the user and the roster groups can match;
    leaving the rest out keeps the index query small.
    """
    user = getSecurityManager().getUser()
    if user.getId() is None:
        return []
    suffix = f":{group.UID()}"
    mine = [f"user:{name}" for name in user.getGroups() if name.endswith(suffix)]
    return [f"user:{user.getId()}", *mine]


def teams(group: Any) -> dict[str, str]:
    """Workspaces of the group that the caller is in: UID → roster group there."""
    names = getSecurityManager().getUser().getGroups()
    uid = group.UID()
    return dict(filter(None, (team_of(name, uid) for name in names)))


def group_of(obj: Any) -> Any | None:
    """The closed user group an object lies in (or is); None outside of all."""
    for parent in aq_chain(aq_inner(obj)):
        if IClosedUserGroup.providedBy(parent):
            return parent
    return None


def on_roster(user_id: str, obj: Any) -> bool:
    """Whether that user is an active member of the group the object lies in."""
    group = group_of(obj)
    return group is not None and IWorkspace(group).is_active(user_id)
