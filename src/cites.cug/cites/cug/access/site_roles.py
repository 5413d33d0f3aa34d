"""Roles on the portal itself, which follow from the rosters of all groups.

A group's roles hold only inside it: otherwise a member of one group would be a member of
all. Permits, which belong to the portal, ask for these roles instead. Nothing in a group
grants them anything.
"""

from borg.localrole.interfaces import ILocalRoleProvider
from cites.cug.access.roles import ANYWHERE, GROUP_ROLE
from collections.abc import Iterator
from collective.workspace.pas import PLUGIN_ID
from functools import cached_property
from Products.CMFCore.interfaces import ISiteRoot
from zope.component import adapter
from zope.interface import implementer


ROLE_OF = {name: ANYWHERE[role].value for name, role in GROUP_ROLE.items()}


@implementer(ILocalRoleProvider)
@adapter(ISiteRoot)
class RolesAnywhere:
    """Gives the role of a roster group. Plone asks for each group of a user."""

    def __init__(self, site):
        self.site = site

    @cached_property
    def _rosters(self):
        return self.site._getOb("acl_users")[PLUGIN_ID]

    def getRoles(self, principal_id: str) -> tuple[str, ...]:
        roster, colon, _uid = (principal_id or "").partition(":")
        role = ROLE_OF.get(roster) if colon else None
        # A user or another group may have the name of a roster group.
        if role is None or self._rosters.getGroupInfo(principal_id) is None:
            return ()
        return (role,)

    def getAllRoles(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """None: indexing asks for them, and they do not decide who sees content."""
        return iter(())
