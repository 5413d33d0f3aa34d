"""The role of an item's author, computed from the roster and never stored.

A stored ``Owner`` role would outlive the membership of an author who leaves. Plone stores
that role on all new content; inside a group ``forget_owner`` removes it at once.
"""

from borg.localrole.interfaces import ILocalRoleProvider
from cites.cug.access.guard import group_of, on_roster
from cites.cug.access.roles import Role
from cites.cug.interfaces import ILibraryItem
from collections.abc import Iterator
from zope.component import adapter
from zope.interface import implementer


@implementer(ILocalRoleProvider)
@adapter(ILibraryItem)
class AuthorRole:
    def __init__(self, item):
        self.item = item

    def getRoles(self, principal_id: str) -> tuple[str, ...]:
        author = self.item.Creator()
        if principal_id == author and on_roster(author, self.item):
            return (Role.AUTHOR.value,)
        return ()

    def getAllRoles(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        roles = self.getRoles(self.item.Creator())
        if roles:
            yield self.item.Creator(), roles


def forget_owner(obj, event) -> None:
    """Remove the roles that Plone stores for the creator of content in a group."""
    holders = [user_id for user_id, _roles in obj.get_local_roles()]
    if holders and group_of(obj) is not None:
        obj.manage_delLocalRoles(holders)
