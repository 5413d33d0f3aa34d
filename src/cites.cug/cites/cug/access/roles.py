"""Roles, and the categories of members from which they follow.

All roles but the first three are local: they come from the roster of a closed user
group and hold inside that group only. Site managers run the site and are no members.
"""

from cites.cug.access.permissions import Permission
from enum import StrEnum


class Role(StrEnum):
    """The roles, by their names in Zope."""

    ANONYMOUS = "Anonymous"
    AUTHENTICATED = "Authenticated"
    #: Creates groups and puts the first Secretariat member on a roster.
    MANAGER = "Manager"
    ENFORCEMENT = "CUG Enforcement"
    IGO = "CUG IGO"
    SECRETARIAT = "CUG Secretariat"
    #: Held for one country, in addition to the role of the member's category.
    CONTACT_POINT = "CUG Contact Point"
    #: The author of a library item or a topic, while active on the roster of its place.
    AUTHOR = "CUG Author"
    #: Whoever an item names as a reader, while active on the roster of its group.
    READER = "CUG Reader"
    #: The same for a folder. Local roles hold for all that lies below: with the role
    #: above, the readers of a folder would read items in it that name others.
    FOLDER_READER = "CUG Folder Reader"
    #: Roles in one workspace: they need an active place on its roster and on the group's.
    MODERATOR = "CUG Workspace Moderator"
    TEAM_MEMBER = "CUG Workspace Member"
    #: May only read. In an archived workspace the whole team has this role.
    GUEST = "CUG Workspace Guest"
    #: Roles on the portal itself, of members who hold the local role in any group. They
    #: give access to permits, which belong to the portal, and to nothing inside a group.
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
    """The role of a member in a team of a workspace; each has exactly one."""

    MODERATOR = "moderator"
    MEMBER = "member"
    GUEST = "guest"


CONTACT_POINT_GROUP = "ContactPoint"

#: Roster group of each category. Its user group is ``<name>:<UID of the closed group>``.
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

#: Role in any group → role of its holder on the portal itself.
ANYWHERE = {
    Role.ENFORCEMENT: Role.ANY_ENFORCEMENT,
    Role.IGO: Role.ANY_IGO,
    Role.SECRETARIAT: Role.ANY_SECRETARIAT,
    Role.CONTACT_POINT: Role.ANY_CONTACT_POINT,
}

#: Roster group of each role in a team.
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
#: Who reads an item whose readers are chosen one by one.
CHOSEN = AUTHORS | {Role.READER}
CHOSEN_FOLDER = SECRETARIAT | {Role.FOLDER_READER}
ENFORCEMENT = frozenset({Role.ENFORCEMENT, Role.SECRETARIAT})
MEMBERS = frozenset({Role.ENFORCEMENT, Role.IGO, Role.SECRETARIAT})
LOGGED_IN = frozenset({Role.AUTHENTICATED})
MODERATORS = frozenset({Role.MODERATOR})
#: Roles that take part in the discussions of a workspace, and roles that may follow them.
TEAM = frozenset({Role.MODERATOR, Role.TEAM_MEMBER})
FOLLOWERS = TEAM | {Role.GUEST}
CONTACT_POINTS = frozenset({Role.CONTACT_POINT})
#: Roles on the portal itself, of members who hold the local role in any group.
ANY_MEMBERS = frozenset({Role.ANY_ENFORCEMENT, Role.ANY_IGO, Role.ANY_SECRETARIAT})
ANY_ENFORCEMENT = frozenset({Role.ANY_ENFORCEMENT, Role.ANY_SECRETARIAT})
ANY_KEEPERS = frozenset({Role.ANY_SECRETARIAT, Role.ANY_CONTACT_POINT})
ANY_SECRETARIAT = frozenset({Role.ANY_SECRETARIAT})
#: What anonymous callers may do, everybody may.
EVERYBODY = frozenset({Role.ANONYMOUS})
