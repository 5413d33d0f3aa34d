"""The caller's roles on a closed group and on the portal, computed once for each user.

Most questions of a page are about the group. Zope answers each by asking, for every level
above and every group of the user, who gives a role there. Here the roles on the group (or
on the portal, outside all groups) are kept with the user object, which Zope makes anew
for each request, together with what they follow from: the user's groups and roles, and
the local roles as they are stored. If any of these has changed meanwhile, they are
computed anew; whoever acts as somebody else is another user object. Permissions are never
kept: which roles grant them is asked each time, so that a change of state counts at once.

What Zope would have to look into, it is asked: see ``answer``.
"""

from AccessControl.PermissionRole import rolesForPermissionOn
from Acquisition import aq_base, aq_inner, aq_parent
from cites.cug.access.roles import ANYWHERE
from cites.cug.core.plone_internals.users import IKnownRoles, is_user_within
from cites.cug.interfaces import IClosedUserGroup
from Products.CMFCore.interfaces import ISiteRoot
from Products.PlonePAS.plugins.ufactory import PloneUser
from typing import Any, NamedTuple
from zope.interface import provider


#: Roles with a meaning of their own, and those that end with the group itself.
SPECIAL = {"Anonymous", "Authenticated", "Shared", *map(str, ANYWHERE.values())}
KEPT = "_v_cug_held_roles"


class Held(NamedTuple):
    """Roles on a place, and what they follow from."""

    place: Any
    sources: Any
    roles: frozenset[str]


def answer(user: Any, permission: str, obj: Any) -> bool | None:
    """Whether the user holds the permission; None if only Zope can tell.

    It can where the roles on the group decide: on the group itself, or on what lies in
    it and is open to one of them. What else an item grants to its author, its readers or
    a team is for Zope to find out.
    """
    if type(aq_base(user)) is not PloneUser:
        return None
    place = _place(obj)
    wanted = rolesForPermissionOn(permission, obj) if place is not None else None
    if wanted is None or isinstance(wanted, str) or not SPECIAL.isdisjoint(wanted):
        return None
    held = _held(user, place)
    if held is None:
        return None
    if not held.isdisjoint(wanted):
        return True
    return False if aq_base(place) is aq_base(obj) else None


@provider(IKnownRoles)
def known_local_roles(user: Any, obj: Any) -> frozenset[str]:
    """The roles on the group or the portal that the object is or lies in, if known.

    Without those that the user has everywhere.
    """
    place = _place(obj) if type(aq_base(user)) is PloneUser else None
    held = _held(user, place) if place is not None else None
    return held.difference(user.getRoles()) if held is not None else frozenset()


def _place(obj: Any) -> Any | None:
    """The closed group or the portal that the object is or lies in.

    None if the object lies in neither, or where something in between keeps their roles
    away.
    """
    while obj is not None:
        kind = type(aq_base(obj))
        # Of its class: to ask the content itself takes much longer.
        if IClosedUserGroup.implementedBy(kind) or ISiteRoot.implementedBy(kind):
            return obj
        if _keeps_away(obj):
            return None
        obj = aq_parent(aq_inner(obj))
    return None


def _keeps_away(obj: Any) -> bool:
    """Whether roles from above do not hold on the object: none of ours says so.

    Read from what is stored: content would look for a missing attribute in its schema.
    """
    base, name = aq_base(obj), "__ac_local_roles_block__"
    getattr(base, "__ac_local_roles__", None)  # loads it
    stored = getattr(base, "__dict__", {}).get(name)
    return bool(stored or getattr(type(base), name, None))


def _held(user: Any, place: Any) -> frozenset[str] | None:
    """The user's roles on the place; None if the user is of elsewhere."""
    kept = vars(aq_base(user)).setdefault(KEPT, {})
    base, sources = aq_base(place), _sources(user, place)
    found = kept.get(id(base))
    if found is None or found.place is not base or found.sources != sources:
        if not is_user_within(user, place):
            return None
        roles = frozenset(user.getRolesInContext(place))
        found = kept[id(base)] = Held(base, sources, roles)
    return found.roles


def _sources(user: Any, place: Any) -> tuple[Any, ...]:
    """All that the roles follow from, and that may change within a request; copied."""
    levels = []
    while place is not None:
        base = aq_base(place)
        local = getattr(base, "__ac_local_roles__", None)
        stored = (local() if callable(local) else local) or {}
        levels.append(
            ({who: tuple(given) for who, given in stored.items()}, _keeps_away(base))
        )
        place = aq_parent(aq_inner(place))
    return user.getId(), tuple(user.getGroups()), tuple(user.getRoles()), levels
