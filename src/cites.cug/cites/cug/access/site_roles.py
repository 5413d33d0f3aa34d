"""What somebody is on the portal itself, from the rosters of whatever group.

A group's roles hold inside it and nowhere else, or a member of one would be one of all.
The portal's own things ask for these roles instead; nothing in a group grants them
anything.
"""

from borg.localrole.interfaces import ILocalRoleProvider
from cites.cug.access.roles import ANYWHERE, GROUP_ROLE
from collections.abc import Iterator
from collective.workspace.pas import PLUGIN_ID
from Products.CMFCore.interfaces import ISiteRoot
from zope.component import adapter
from zope.interface import implementer


ROLE_OF = {name: ANYWHERE[role].value for name, role in GROUP_ROLE.items()}


@implementer(ILocalRoleProvider)
@adapter(ISiteRoot)
class RolesAnywhere:
    """Asked about each of a user's groups, of which rosters are named by their kind."""

    def __init__(self, site):
        self.site = site

    def getRoles(self, principal_id: str) -> tuple[str, ...]:
        roster, colon, _uid = (principal_id or "").partition(":")
        role = ROLE_OF.get(roster) if colon else None
        # A user or a group of Plone's may be called like a roster.
        if role is None or self._rosters().getGroupInfo(principal_id) is None:
            return ()
        return (role,)

    def getAllRoles(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Nobody: this is asked whenever something is indexed, for who may see it."""
        return iter(())

    def _rosters(self):
        return self.site.acl_users[PLUGIN_ID]
