"""The add-on's roles follow from rosters: giving one to an account by hand has no effect.

Plone's user forms and its REST service offer all roles of the site, the add-on's too.
"""

from AccessControl.class_init import InitializeClass
from Acquisition import aq_get, aq_parent
from cites.cug.access.guard import caller
from cites.cug.access.roles import Role
from cites.cug.core.plone_internals.users import roles_given
from cites.cug.core.trail.trail import record, SYSTEM
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from Products.PlonePAS.interfaces.capabilities import IAssignRoleCapability
from Products.PluggableAuthService.interfaces.plugins import (
    IRoleAssignerPlugin,
    IRolesPlugin,
)
from Products.PluggableAuthService.plugins.BasePlugin import BasePlugin
from typing import Any
from zope.interface import implementer


PLUGIN = "cug_global_roles"
#: Plone's plug-in, which stores the roles that are given by hand.
KEPT = "portal_role_manager"
#: Marks of a request that wants the roles of the user, or of the groups, alone.
IGNORED = ("__ignore_direct_roles__", "__ignore_group_roles__")
LOCAL = frozenset(role.value for role in Role if role.value.startswith("CUG "))
#: Roles that give an account nothing.
EMPTY = LOCAL | {"Authenticated", "Member"}
#: What Zope calls for roles, and gives by hand.
KINDS = (IRolesPlugin, IRoleAssignerPlugin)


@implementer(IAssignRoleCapability, *KINDS)
class GlobalRoles(BasePlugin):
    """Gives the roles of Plone's plug-in, without those that follow from rosters.

    Roles that are given by hand are on record.
    """

    meta_type = "CITES closed user groups: global roles"

    def __init__(self):
        self._setId(PLUGIN)
        self.title = "Roles given by hand, without those of rosters"

    def getRolesForPrincipal(
        self, principal: Any, request: Any = None
    ) -> tuple[str, ...]:
        kept = aq_parent(self)[KEPT]
        names = _groups(principal, aq_get(self, "REQUEST", None))
        if names:
            # Plone's would find out anew in which groups the user is.
            roles = roles_given(kept, (principal.getId(), *names))
        else:
            roles = set(kept.getRolesForPrincipal(principal, request))
        return tuple(roles - LOCAL)

    def doAssignRoleToPrincipal(self, principal_id: str, role: str) -> bool:
        with self._recording(principal_id):
            return aq_parent(self)[KEPT].doAssignRoleToPrincipal(principal_id, role)

    def doRemoveRoleFromPrincipal(self, principal_id: str, role: str) -> bool:
        with self._recording(principal_id):
            return aq_parent(self)[KEPT].doRemoveRoleFromPrincipal(principal_id, role)

    def assignRolesToPrincipal(
        self, roles: Iterable[str], principal_id: str, REQUEST: Any = None
    ) -> None:
        with self._recording(principal_id):
            aq_parent(self)[KEPT].assignRolesToPrincipal(roles, principal_id, REQUEST)

    def allowRoleAssign(self, user_id: str, role_id: str) -> bool:
        return aq_parent(self)[KEPT].allowRoleAssign(user_id, role_id)

    @contextmanager
    def _recording(self, principal_id: str) -> Iterator[None]:
        before = roles_given(aq_parent(self)[KEPT], [principal_id]) - EMPTY
        yield
        after = roles_given(aq_parent(self)[KEPT], [principal_id]) - EMPTY
        if after != before:
            record(
                "account.roles",
                target=aq_parent(aq_parent(self)),
                acting_user=caller() or SYSTEM,
                detail={"member": principal_id, "roles": sorted(after)},
            )


def _groups(principal: Any, request: Any) -> tuple[str, ...]:
    """The groups that the user was found to be in; none if only some of them count."""
    is_part = request is not None and any(request.get(name) for name in IGNORED)
    return () if is_part else tuple(principal.getGroups())


InitializeClass(GlobalRoles)


def take_over(site: Any) -> None:
    """Put this plug-in in the place of Plone's. A second call changes nothing."""
    users = site.acl_users
    if PLUGIN not in users.objectIds():
        users._setObject(PLUGIN, GlobalRoles())
    for kind in KINDS:
        active = users.plugins.listPluginIds(kind)
        if KEPT in active:
            users.plugins.deactivatePlugin(kind, KEPT)
        if PLUGIN not in active:
            users.plugins.activatePlugin(kind, PLUGIN)
    # Otherwise the list of accounts would do this on reading, and ask to confirm a write.
    users[KEPT].updateRolesList()


def hand_back(site: Any) -> None:
    """Put Plone's plug-in back in the place of this one."""
    users = site.acl_users
    if PLUGIN in users.objectIds():
        for kind in KINDS:
            users.plugins.deactivatePlugin(kind, PLUGIN)
            users.plugins.activatePlugin(kind, KEPT)
        users._delObject(PLUGIN)
