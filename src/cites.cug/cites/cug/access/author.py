"""Who has written an item, and who may know it.

The role of its author is computed from the roster and never stored.
A stored ``Owner`` role would outlive the membership of an author who leaves. Plone stores
that role on all new content; inside a group ``forget_owner`` removes it at once.
"""

from Acquisition import aq_base
from borg.localrole.interfaces import ILocalRoleProvider
from cites.cug.access.guard import caller, group_of, may, on_roster
from cites.cug.access.policy import Permission
from cites.cug.access.roles import Category, CATEGORY_GROUP, Role
from cites.cug.interfaces import ILibraryItem
from collections.abc import Collection, Iterator
from typing import Any
from zope.component import adapter
from zope.interface import implementer


def author_of(item: Any) -> str:
    """User id of the author, whoever asks; empty for content of nobody.

    ``Creator()`` and all that Plone makes of it are for every reader: see ``is_unnamed``.
    """
    creators = getattr(aq_base(item), "creators", None)
    return creators[0] if creators else ""


def is_unnamed(item: Any) -> bool:
    """Whether readers are not told who has written the item, nor in which country."""
    return bool(getattr(aq_base(item), "hide_country", False))


def knows_author(item: Any) -> bool:
    """Whether the caller may know the author: all do, unless the item is unnamed.

    Of those the author and the Secretariat, which publishes it, do.
    """
    if not is_unnamed(item):
        return True
    return caller() == author_of(item) or may(Permission.PUBLISH, item)


def know_unnamed(author: str, tokens: Collection[str], group_uid: str) -> bool:
    """The same for who holds these keys of ``allowedRolesAndUsers``, of an unnamed item.

    Lists ask it: they load no items.
    """
    office = f"user:{CATEGORY_GROUP[Category.SECRETARIAT]}:{group_uid}"
    return f"user:{author}" in tokens or office in tokens


@implementer(ILocalRoleProvider)
@adapter(ILibraryItem)
class AuthorRole:
    def __init__(self, item):
        self.item = item

    def getRoles(self, principal_id: str) -> tuple[str, ...]:
        author = author_of(self.item)
        if principal_id == author and on_roster(author, self.item):
            return (Role.AUTHOR.value,)
        return ()

    def getAllRoles(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        author = author_of(self.item)
        roles = self.getRoles(author)
        if roles:
            yield author, roles


def forget_owner(obj, event) -> None:
    """Remove the roles that Plone stores for the creator of content in a group."""
    holders = [user_id for user_id, _roles in obj.get_local_roles()]
    if holders and group_of(obj) is not None:
        obj.manage_delLocalRoles(holders)
