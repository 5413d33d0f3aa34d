"""Membership of a workspace counts only while the member is active in the group.

A user group of a workspace is called ``<roster group>@<UID of the group>:<UID of the
workspace>``. A member who is suspended in the group, or off its roster, is in none of
them from the next request on, without any data to keep in sync: roles, the catalogue and
all other code that asks for the user's groups follow.

The groups by which items name their readers (``reader_groups``) come from here too.
"""

from AccessControl import getSecurityManager
from AccessControl.class_init import InitializeClass
from Acquisition import aq_inner, aq_parent
from cites.cug.access.reader_groups import is_reader_group, reader_groups
from cites.cug.core.plone_internals.catalog import path_of_uid
from cites.cug.core.plone_internals.content import roster_members
from cites.cug.core.plone_internals.users import unstored_group
from collections.abc import Iterable, Iterator
from collective.workspace.pas import PLUGIN_ID
from Products.PlonePAS.interfaces.group import IGroupIntrospection, IGroupManagement
from Products.PluggableAuthService.interfaces.plugins import (
    IGroupEnumerationPlugin,
    IGroupsPlugin,
)
from Products.PluggableAuthService.plugins.BasePlugin import BasePlugin
from typing import Any
from zope.interface import implementer


PLUGIN = "cug_team_groups"


def team_group(name: str, group_uid: str) -> str:
    """Name of a workspace's roster group, with the UID of the closed user group."""
    return f"{name}@{group_uid}"


def team_of(name: str, group_uid: str) -> tuple[str, str] | None:
    """UID of the workspace and roster group of a user group's name.

    None if the name is not of a workspace in the closed user group.
    """
    roster, colon, uid = name.partition(":")
    group, at, owner = roster.partition("@")
    return (uid, group) if colon and at and owner == group_uid else None


def in_force(names: Iterable[str]) -> tuple[str, ...]:
    """The names, without workspaces of groups in which the user is not active."""
    names = tuple(names)
    active = {name.partition(":")[2] for name in names if "@" not in name}
    return tuple(name for name in names if "@" not in name or _owner(name) in active)


def _owner(name: str) -> str:
    return name.partition("@")[2].partition(":")[0]


def _at(site: Any, path: str) -> Any | None:
    """What lies there. Groups lie in the portal itself, and traversing takes longer."""
    place, _slash, name = path.rpartition("/")
    if place == "/".join(site.getPhysicalPath()):
        return site._getOb(name, None)
    return site.unrestrictedTraverse(path, None)


def is_team(name: str) -> bool:
    return "@" in name


#: Interfaces for which this plug-in replaces collective.workspace's.
REPLACED = (IGroupsPlugin, IGroupEnumerationPlugin, IGroupIntrospection)
#: Plone's plug-in for groups within groups, which rosters do not have. It would ask again
#: for each group of a user, and a group put into a roster group would escape vetting.
NESTING = "recursive_groups"
#: Plug-ins by which groups are made and filled by hand. A group with the name of a roster
#: group, or an account put into a roster group, would escape vetting.
BY_HAND = ("source_groups", PLUGIN_ID)


@implementer(*REPLACED)
class TeamGroups(BasePlugin):
    """The roster groups of collective.workspace's plug-in, without those not in force.

    Nobody is told of teams, site managers included: no list of groups names them, and the
    groups of another user are given without them.
    """

    meta_type = "CITES closed user groups: rosters"

    def __init__(self):
        self._setId(PLUGIN)
        self.title = "Groups from rosters"

    def _kept(self) -> Any:
        return aq_parent(self)[PLUGIN_ID]

    def getGroupsForPrincipal(
        self, principal: Any, request: Any = None
    ) -> tuple[str, ...]:
        names = in_force(self._kept().getGroupsForPrincipal(principal, request))
        names = tuple(dict.fromkeys((*names, *self._as_reader(principal, names))))
        asking = getSecurityManager().getUser().getId()
        if asking in (None, principal.getId()):
            return names
        return tuple(name for name in names if not is_team(name))

    def _as_reader(self, principal: Any, names: Iterable[str]) -> Iterator[str]:
        """The groups by which items name the user as a reader, in all closed groups."""
        site = aq_parent(aq_inner(aq_parent(aq_inner(self))))
        catalog = site._getOb("portal_catalog")
        for uid in {name.partition(":")[2] for name in names if not is_team(name)}:
            path = path_of_uid(catalog, uid)
            group = _at(site, path) if path else None
            entry = roster_members(group).get(principal.getId())
            if entry:
                found = reader_groups(principal.getId(), entry)
                yield from (f"{name}:{uid}" for name in found)

    def enumerateGroups(self, id: Any = None, *args: Any, **kw: Any) -> Any:
        found = self._kept().enumerateGroups(id, *args, **kw)
        return tuple(one for one in found if not is_team(one["id"]))

    def getGroupById(self, group_id: str, default: Any = None) -> Any:
        """The group of that name, teams included: the rosters themselves need it.

        Groups of readers are stored nowhere; Plone asks for each group of a user.
        """
        found = self._kept().getGroupById(group_id, default)
        if found is default and is_reader_group(group_id):
            return unstored_group(self._kept(), aq_parent(self), group_id)
        return found

    def getGroupIds(self) -> list[str]:
        return [name for name in self._kept().getGroupIds() if not is_team(name)]

    def getGroups(self) -> list[Any]:
        return [self.getGroupById(name) for name in self.getGroupIds()]

    def getGroupMembers(self, group_id: str) -> Any:
        return () if is_team(group_id) else self._kept().getGroupMembers(group_id)


InitializeClass(TeamGroups)


def take_over_roster_groups(site: Any) -> None:
    """Put this plug-in in the place of all others. A second call changes nothing."""
    users = site.acl_users
    if PLUGIN not in users.objectIds():
        users._setObject(PLUGIN, TeamGroups())
    for interface in REPLACED:
        active = users.plugins.listPluginIds(interface)
        if PLUGIN_ID in active:
            users.plugins.deactivatePlugin(interface, PLUGIN_ID)
        if PLUGIN not in active:
            users.plugins.activatePlugin(interface, PLUGIN)
    if NESTING in users.plugins.listPluginIds(IGroupsPlugin):
        users.plugins.deactivatePlugin(IGroupsPlugin, NESTING)
    for name in set(BY_HAND) & set(users.plugins.listPluginIds(IGroupManagement)):
        users.plugins.deactivatePlugin(IGroupManagement, name)


def hand_back_roster_groups(site: Any) -> None:
    """Put the plug-in of ``collective.workspace`` back in the place of this one."""
    users = site.acl_users
    if PLUGIN in users.objectIds():
        for interface in REPLACED:
            users.plugins.deactivatePlugin(interface, PLUGIN)
            users.plugins.activatePlugin(interface, PLUGIN_ID)
        users.plugins.activatePlugin(IGroupsPlugin, NESTING)
        for name in BY_HAND:
            users.plugins.activatePlugin(IGroupManagement, name)
        users._delObject(PLUGIN)
