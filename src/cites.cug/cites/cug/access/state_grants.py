"""The permissions of states by kind of content, of which ``policy.py`` is made."""

from cites.cug.access.permissions import Permission
from cites.cug.access.roles import (
    AUTHORS,
    CONTACT_POINTS,
    ENFORCEMENT,
    FOLLOWERS,
    Grants,
    MANAGERS,
    MEMBERS,
    MODERATORS,
    NOBODY,
    Role,
    Roles,
    SECRETARIAT,
)


READING = (Permission.VIEW, Permission.ACCESS, Permission.READ)


def grants(
    read: Roles, modify: Roles, delete: Roles, more: Grants | None = None
) -> Grants:
    """Permissions of a state. All those to read go together, and all those to change."""
    return {
        **dict.fromkeys(READING, read),
        Permission.MODIFY: modify,
        Permission.EDIT: modify,
        Permission.DELETE: delete,
        **(more or {}),
    }


def group(read: Roles, modify: Roles) -> Grants:
    more = {
        Permission.LIST_FOLDER: modify,
        Permission.ADD_CONTENT: NOBODY,
        # Not for site managers, who need not look up members.
        Permission.SEE_DIRECTORY: MEMBERS,
        Permission.SEE_ROSTER: modify,
        Permission.MANAGE_MEMBERS: SECRETARIAT,
        # Contact points keep the members of their own country.
        Permission.KEEP_MEMBERS: SECRETARIAT | CONTACT_POINTS,
        # Site managers fill a new roster. Later they may only appoint to the Secretariat,
        # with a delay and in sight of all.
        Permission.APPOINT: MANAGERS,
        # Not for site managers: by an account they could read what its owner reads.
        Permission.KEEP_ACCOUNTS: SECRETARIAT,
        # Not for site managers: it deletes messages of members.
        Permission.SET_RETENTION: SECRETARIAT,
        Permission.MANAGE_COUNTRY: CONTACT_POINTS,
        # Not for site managers: only members have a mailbox.
        Permission.USE_MESSAGES: MEMBERS,
        # By the roles in this group, not by the roles ANY_* on the portal.
        Permission.CONSULT_PERMITS: MEMBERS,
        Permission.SEE_PARTIES: ENFORCEMENT,
        Permission.SEARCH_PERMITS: ENFORCEMENT,
        Permission.IMPORT_PERMITS: SECRETARIAT | CONTACT_POINTS,
        Permission.CHANGE_PERMIT_STATUS: SECRETARIAT | CONTACT_POINTS,
        Permission.KEEP_ALL_PERMITS: SECRETARIAT,
        # Closed: the screens of collective.workspace know nothing of categories.
        Permission.VIEW_ROSTER: NOBODY,
        Permission.MANAGE_ROSTER: NOBODY,
    }
    return grants(read, modify, MANAGERS, more)


def folder(read: Roles) -> Grants:
    more = {
        Permission.LIST_FOLDER: SECRETARIAT,
        Permission.ADD_CONTENT: read,
        Permission.ADD_ALERT: read,
        Permission.ADD_DOCUMENT: read,
        Permission.ADD_FOLDER: SECRETARIAT,
        Permission.ADD_IMAGE: NOBODY,
        Permission.ADD_FILE: NOBODY,
        # Folders have no versions. Plone asks for this permission of users who delete a
        # folder, and of site managers who delete the group around it.
        Permission.VERSIONS: SECRETARIAT | MANAGERS,
    }
    return grants(read, SECRETARIAT, SECRETARIAT, more)


def item(read: Roles, modify: Roles, versions: Roles, report: Roles = NOBODY) -> Grants:
    """An item with its pictures and files. Earlier versions may have fewer readers."""
    more = {
        **dict.fromkeys((Permission.ADD_CONTENT, Permission.ADD_IMAGE), modify),
        Permission.ADD_FILE: modify,
        Permission.SAVE_VERSION: modify,
        **dict.fromkeys((Permission.VERSIONS, Permission.READ_VERSIONS), versions),
        Permission.REVERT: modify,
        Permission.REPORT: report,
    }
    return grants(read, modify, modify or SECRETARIAT, more)


def workspaces() -> Grants:
    """The folder of workspaces, which lists for members those that they may know of."""
    more = {
        Permission.LIST_FOLDER: NOBODY,
        Permission.ADD_CONTENT: ENFORCEMENT,
        Permission.ADD_WORKSPACE: ENFORCEMENT,
        Permission.ASK_TO_JOIN: frozenset({Role.ENFORCEMENT}),
        Permission.VERSIONS: MANAGERS,
    }
    return grants(MEMBERS, NOBODY, NOBODY, more)


def workspace(modify: Roles, add: Roles) -> Grants:
    """A workspace. The Secretariat sees the workspace and its team, but no topic."""
    more = {
        Permission.LIST_FOLDER: NOBODY,
        Permission.ADD_CONTENT: add,
        Permission.ADD_TOPIC: add,
        Permission.MANAGE_TEAM: modify,
        # Members their own place, and who changes the team those of others.
        Permission.LEAVE_TEAM: FOLLOWERS | modify,
        Permission.VERSIONS: SECRETARIAT | MANAGERS,
    }
    return grants(FOLLOWERS | SECRETARIAT, modify, SECRETARIAT, more)


def topic(modify: Roles, comment: Roles) -> Grants:
    more = {
        **dict.fromkeys((Permission.ADD_CONTENT, Permission.ADD_IMAGE), modify),
        Permission.ADD_FILE: modify,
        Permission.COMMENT: comment,
        # The team its own comments, while one may comment, and moderators any.
        Permission.REMOVE_COMMENTS: comment | MODERATORS,
        Permission.MODERATE: MODERATORS,
        Permission.VERSIONS: MODERATORS | SECRETARIAT | MANAGERS,
        Permission.REPORT: FOLLOWERS,
    }
    return grants(FOLLOWERS, modify, MODERATORS, more)


def reported_topic() -> Grants:
    """A reported topic: the only one that the Secretariat may read by its office.

    Nobody moderates it until a decision, because its author may be a moderator.
    """
    closed = (Permission.REPORT, Permission.MODERATE, Permission.REMOVE_COMMENTS)
    more = {**topic(NOBODY, NOBODY), **dict.fromkeys(closed, NOBODY)}
    return {**more, **grants(AUTHORS, NOBODY, SECRETARIAT)}


#: Pictures and files of a comment: nobody changes them.
IN_COMMENT: Grants = dict.fromkeys((Permission.MODIFY, Permission.EDIT), NOBODY)
#: A reported comment: nobody finds it by searching.
REPORTED_COMMENT: Grants = dict.fromkeys(READING, NOBODY)
#: Pictures and files of a reported comment. Its author has no role of their own.
IN_REPORTED_COMMENT: Grants = dict.fromkeys(READING, SECRETARIAT)
