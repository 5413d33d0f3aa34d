"""Who there is: roles, and the categories of members that they follow from.

All roles but the first three are local: they come from the roster of a closed user
group and hold inside that group only. Site managers run the site and are no members.
"""

from cites.cug.access.permissions import Permission
from enum import StrEnum


class Role(StrEnum):
    """Roles by their Zope names."""

    ANONYMOUS = "Anonymous"
    AUTHENTICATED = "Authenticated"
    #: Creates groups and puts the first Secretariat member on a roster.
    MANAGER = "Manager"
    ENFORCEMENT = "CUG Enforcement"
    IGO = "CUG IGO"
    SECRETARIAT = "CUG Secretariat"
    #: An extra for one country, beside the member's category.
    CONTACT_POINT = "CUG Contact Point"
    #: Whoever wrote a library item or a topic, while active on the roster it depends on.
    AUTHOR = "CUG Author"
    #: They come from the roster of one workspace, and from the group's at the same time.
    MODERATOR = "CUG Workspace Moderator"
    TEAM_MEMBER = "CUG Workspace Member"
    #: Reads and no more; in an archived workspace everybody is one.
    GUEST = "CUG Workspace Guest"
    #: On the portal itself, of whoever holds the role in any group. The portal's own
    #: things, permits, are granted to them, and nothing that lies in a group.
    ANY_ENFORCEMENT = "CUG Enforcement anywhere"
    ANY_IGO = "CUG IGO anywhere"
    ANY_SECRETARIAT = "CUG Secretariat anywhere"
    ANY_CONTACT_POINT = "CUG Contact Point anywhere"


class Category(StrEnum):
    """What kind of authority a member belongs to; each member has exactly one."""

    CUSTOMS = "customs"
    POLICE = "police"
    WILDLIFE = "wildlife"
    IGO = "igo"
    SECRETARIAT = "secretariat"


class TeamRole(StrEnum):
    """What somebody is in a workspace; each has exactly one."""

    MODERATOR = "moderator"
    MEMBER = "member"
    GUEST = "guest"


CONTACT_POINT_GROUP = "ContactPoint"

#: Roster group of each category; a user group ``<name>:<UID of the group>`` follows.
CATEGORY_GROUP = {
    Category.CUSTOMS: "Customs",
    Category.POLICE: "Police",
    Category.WILDLIFE: "Wildlife",
    Category.IGO: "IGO",
    Category.SECRETARIAT: "Secretariat",
}

GROUP_ROLE = {
    "Customs": Role.ENFORCEMENT,
    "Police": Role.ENFORCEMENT,
    "Wildlife": Role.ENFORCEMENT,
    "IGO": Role.IGO,
    "Secretariat": Role.SECRETARIAT,
    CONTACT_POINT_GROUP: Role.CONTACT_POINT,
}

#: What a role in a group makes of its holder on the portal itself.
ANYWHERE = {
    Role.ENFORCEMENT: Role.ANY_ENFORCEMENT,
    Role.IGO: Role.ANY_IGO,
    Role.SECRETARIAT: Role.ANY_SECRETARIAT,
    Role.CONTACT_POINT: Role.ANY_CONTACT_POINT,
}

#: Roster group of each kind in a workspace.
TEAM_GROUP = {
    TeamRole.MODERATOR: "Moderators",
    TeamRole.MEMBER: "Members",
    TeamRole.GUEST: "Guests",
}
#: State of the workspace → role of each of its roster groups.
TEAM_GROUP_ROLE = {
    "active": {
        "Moderators": Role.MODERATOR,
        "Members": Role.TEAM_MEMBER,
        "Guests": Role.GUEST,
    },
    "archived": dict.fromkeys(TEAM_GROUP.values(), Role.GUEST),
}

Roles = frozenset[Role]
Grants = dict[Permission, Roles]

NOBODY: Roles = frozenset()
MANAGERS = frozenset({Role.MANAGER})
SECRETARIAT = frozenset({Role.SECRETARIAT})
AUTHORS = frozenset({Role.AUTHOR, Role.SECRETARIAT})
ENFORCEMENT = frozenset({Role.ENFORCEMENT, Role.SECRETARIAT})
MEMBERS = frozenset({Role.ENFORCEMENT, Role.IGO, Role.SECRETARIAT})
LOGGED_IN = frozenset({Role.AUTHENTICATED})
MODERATORS = frozenset({Role.MODERATOR})
#: Whoever takes part in the discussions of a workspace, and who may follow them.
TEAM = frozenset({Role.MODERATOR, Role.TEAM_MEMBER})
FOLLOWERS = TEAM | {Role.GUEST}
CONTACT_POINTS = frozenset({Role.CONTACT_POINT})
#: Whoever holds one of these roles in any group.
ANY_MEMBERS = frozenset({Role.ANY_ENFORCEMENT, Role.ANY_IGO, Role.ANY_SECRETARIAT})
ANY_ENFORCEMENT = frozenset({Role.ANY_ENFORCEMENT, Role.ANY_SECRETARIAT})
ANY_KEEPERS = frozenset({Role.ANY_SECRETARIAT, Role.ANY_CONTACT_POINT})
ANY_SECRETARIAT = frozenset({Role.ANY_SECRETARIAT})
#: Whoever is anonymous, and so everybody.
EVERYBODY = frozenset({Role.ANONYMOUS})
