"""Changes of Zope roles, which Plone tells nobody of: of an account, a group, the portal.

Whatever changes them, a page, a service or Zope's own screens, ends in one of these
methods. ``configure.zcml`` patches them.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from Products.CMFCore.interfaces import ISiteRoot
from typing import Any, NamedTuple
from zope.event import notify


#: Roles that mean nothing where they are stored.
EVERYBODYS = frozenset({"Anonymous", "Authenticated"})


class RolesChanged(NamedTuple):
    """An event: a user or a group of users was given roles, or lost them."""

    principal_id: str
    given: frozenset[str]
    taken: frozenset[str]


@contextmanager
def _told(principal_ids: Iterable[str], roles: Any) -> Iterator[None]:
    """Tell of roles that change meanwhile; ``roles``: those of each principal."""
    before = {one: frozenset(roles().get(one, ())) for one in principal_ids}
    yield
    for one, had in before.items():
        has = frozenset(roles().get(one, ()))
        given, taken = has - had - EVERYBODYS, had - has - EVERYBODYS
        if given or taken:
            notify(RolesChanged(one, given, taken))


def assign_role(store: Any, role_id: str, principal_id: str, REQUEST: Any = None) -> Any:
    with _told([principal_id], lambda: store._principal_roles):
        return store._old_assignRoleToPrincipal(role_id, principal_id, REQUEST)


def assign_roles(
    store: Any, roles: Iterable[str], principal_id: str, REQUEST: Any = None
) -> None:
    with _told([principal_id], lambda: store._principal_roles):
        store._old_assignRolesToPrincipal(roles, principal_id, REQUEST)


def unassign_role(store: Any, role_id: str, principal_id: str) -> Any:
    with _told([principal_id], lambda: store._principal_roles):
        return store._old_removeRoleFromPrincipal(role_id, principal_id)


@contextmanager
def _told_of_site(place: Any, principal_ids: Iterable[str]) -> Iterator[None]:
    """Local roles of content follow from rosters and workflows; those of the portal do
    not.
    """
    if not ISiteRoot.providedBy(place):
        yield
        return
    with _told(principal_ids, lambda: place.__ac_local_roles__ or {}):
        yield


def add_local_roles(place: Any, userid: str, roles: Iterable[str]) -> None:
    with _told_of_site(place, [userid]):
        place._old_manage_addLocalRoles(userid, roles)


def set_local_roles(place: Any, userid: str, roles: Iterable[str]) -> None:
    with _told_of_site(place, [userid]):
        place._old_manage_setLocalRoles(userid, roles)


def remove_local_roles(place: Any, userids: Iterable[str]) -> None:
    userids = tuple(userids)
    with _told_of_site(place, userids):
        place._old_manage_delLocalRoles(userids)
