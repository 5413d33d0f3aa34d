"""The functions by which all Python code of the add-on checks permissions."""

from AccessControl import getSecurityManager
from Acquisition import aq_chain, aq_inner
from cites.cug.access.held_roles import answer
from cites.cug.access.policy import Permission
from cites.cug.access.reader_groups import reader_groups
from cites.cug.access.roles import Category, CATEGORY_GROUP
from cites.cug.access.team_groups import team_of
from cites.cug.interfaces import IClosedUserGroup
from collective.workspace.interfaces import IWorkspace
from typing import Any
from zExceptions import Unauthorized


def may(permission: Permission, obj: Any) -> bool:
    """Whether the caller holds the permission on the object."""
    manager = getSecurityManager()
    if not manager.calledByExecutable():
        known = answer(manager.getUser(), permission, obj)
        if known is not None:
            return known
    return bool(manager.checkPermission(permission, obj))


def require(permission: Permission, obj: Any) -> None:
    """Raise Unauthorized, which ``error_views.py`` turns into 401, 403 or 404."""
    if not may(permission, obj):
        raise Unauthorized(permission)


def caller() -> str | None:
    """The user id of the caller; None if anonymous."""
    return getSecurityManager().getUser().getId()


def principals(group: Any) -> list[str]:
    """The caller's keys in the index ``allowedRolesAndUsers``, for one closed user group.

    The roles of the add-on's workflows are local, so that only the user and the roster
    groups can match. Leaving out the other keys keeps the query small.
    """
    user = getSecurityManager().getUser()
    if user.getId() is None:
        return []
    suffix = f":{group.UID()}"
    mine = [f"user:{name}" for name in user.getGroups() if name.endswith(suffix)]
    return [f"user:{user.getId()}", *mine]


def principals_anywhere() -> set[str]:
    """All of these keys of the caller: of every group, and of the workspaces in them."""
    user = getSecurityManager().getUser()
    if user.getId() is None:
        return set()
    return {f"user:{name}" for name in (user.getId(), *user.getGroups())}


def principals_of(user_id: str, group: Any) -> list[str]:
    """The same for a member who is not the caller; none for who is not active there.

    From the roster as it is now, whatever the running request has found out before.
    """
    roster = IWorkspace(group)
    if not roster.is_active(user_id):
        return []
    entry, uid = roster.members[user_id], group.UID()
    names = {*entry["groups"], *reader_groups(user_id, entry)}
    return [f"user:{user_id}", *(f"user:{name}:{uid}" for name in sorted(names))]


def teams(group: Any) -> dict[str, str]:
    """The caller's workspaces in the group: UID of the workspace → roster group there."""
    uid = group.UID()
    names = getSecurityManager().getUser().getGroups()
    return dict(filter(None, (team_of(name, uid) for name in names)))


def group_of(obj: Any) -> Any | None:
    """The closed user group that an object lies in, or is; None outside all groups."""
    for parent in aq_chain(aq_inner(obj)):
        if IClosedUserGroup.providedBy(parent):
            return parent
    return None


def on_roster(user_id: str, obj: Any) -> bool:
    """Whether the user is an active member of the group that the object lies in."""
    group = group_of(obj)
    return group is not None and IWorkspace(group).is_active(user_id)


def in_secretariat(user_id: str, group: Any) -> bool:
    """Whether the user is an active member of the group's Secretariat."""
    entry = IWorkspace(group).members.get(user_id)
    return entry is not None and CATEGORY_GROUP[Category.SECRETARIAT] in entry["groups"]
