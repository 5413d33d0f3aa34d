"""The add-on's roles follow from rosters: giving one to an account by hand has no effect.

Plone's user forms and its REST service offer all roles of the site, the add-on's too.
"""

from AccessControl.class_init import InitializeClass
from Acquisition import aq_get, aq_parent
from cites.cug.access.roles import Role
from cites.cug.plone_internals.users import roles_given
from Products.PluggableAuthService.interfaces.plugins import IRolesPlugin
from Products.PluggableAuthService.plugins.BasePlugin import BasePlugin
from typing import Any
from zope.interface import implementer


PLUGIN = "cug_global_roles"
#: Plone's plug-in, which stores the roles that are given by hand.
KEPT = "portal_role_manager"
#: Marks of a request that wants the roles of the user, or of the groups, alone.
IGNORED = ("__ignore_direct_roles__", "__ignore_group_roles__")
LOCAL = frozenset(role.value for role in Role if role.value.startswith("CUG "))


@implementer(IRolesPlugin)
class GlobalRoles(BasePlugin):
    """Gives the roles of Plone's plug-in, without those that follow from rosters."""

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
    active = users.plugins.listPluginIds(IRolesPlugin)
    if KEPT in active:
        users.plugins.deactivatePlugin(IRolesPlugin, KEPT)
    if PLUGIN not in active:
        users.plugins.activatePlugin(IRolesPlugin, PLUGIN)
    # Otherwise the list of accounts would do this on reading, and ask to confirm a write.
    users[KEPT].updateRolesList()


def hand_back(site: Any) -> None:
    """Put Plone's plug-in back in the place of this one."""
    users = site.acl_users
    if PLUGIN in users.objectIds():
        users.plugins.deactivatePlugin(IRolesPlugin, PLUGIN)
        users.plugins.activatePlugin(IRolesPlugin, KEPT)
        users._delObject(PLUGIN)
