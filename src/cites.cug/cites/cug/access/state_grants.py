"""What a state grants, by kind of content: the parts that ``policy.py`` is made of."""

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
    """A state's grants: what it takes to read moves together, and so to change."""
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
        # Who runs the site looks nobody up.
        Permission.SEE_DIRECTORY: MEMBERS,
        Permission.SEE_ROSTER: modify,
        Permission.MANAGE_MEMBERS: SECRETARIAT,
        # Fills a new roster; afterwards, slowly and in sight of all, only the office.
        Permission.APPOINT: MANAGERS,
        # What opens an account opens what its owner reads: not for who runs the site.
        Permission.KEEP_ACCOUNTS: SECRETARIAT,
        # It deletes what members wrote to each other: not for who runs the site.
        Permission.SET_RETENTION: SECRETARIAT,
        Permission.MANAGE_COUNTRY: CONTACT_POINTS,
        # A mailbox is for members alone: who runs the site has none.
        Permission.USE_MESSAGES: MEMBERS,
        # By the roles of this group, not by those that members hold anywhere.
        Permission.CONSULT_PERMITS: MEMBERS,
        Permission.SEE_PARTIES: ENFORCEMENT,
        Permission.SEARCH_PERMITS: ENFORCEMENT,
        Permission.IMPORT_PERMITS: SECRETARIAT | CONTACT_POINTS,
        Permission.CHANGE_PERMIT_STATUS: SECRETARIAT | CONTACT_POINTS,
        Permission.KEEP_ALL_PERMITS: SECRETARIAT,
        # The screens of collective.workspace know nothing of categories: closed.
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
        # Folders have no versions; but Plone asks for this of whoever deletes one, and of
        # the site manager who deletes the group around it.
        Permission.VERSIONS: SECRETARIAT | MANAGERS,
    }
    return grants(read, SECRETARIAT, SECRETARIAT, more)


def item(read: Roles, modify: Roles, versions: Roles, report: Roles = NOBODY) -> Grants:
    """Pictures and files follow the item; its versions may tell more than it does now."""
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
    """The place itself, which shows to each what they are part of."""
    more = {
        Permission.LIST_FOLDER: NOBODY,
        Permission.ADD_CONTENT: ENFORCEMENT,
        Permission.ADD_WORKSPACE: ENFORCEMENT,
        Permission.ASK_TO_JOIN: frozenset({Role.ENFORCEMENT}),
        Permission.VERSIONS: MANAGERS,
    }
    return grants(MEMBERS, NOBODY, NOBODY, more)


def workspace(modify: Roles, add: Roles) -> Grants:
    """The Secretariat sees that there is one and who is in it, but no topic."""
    more = {
        Permission.LIST_FOLDER: NOBODY,
        Permission.ADD_CONTENT: add,
        Permission.ADD_TOPIC: add,
        Permission.MANAGE_TEAM: modify,
        Permission.VERSIONS: SECRETARIAT | MANAGERS,
    }
    return grants(FOLLOWERS | SECRETARIAT, modify, SECRETARIAT, more)


def topic(modify: Roles, comment: Roles) -> Grants:
    more = {
        **dict.fromkeys((Permission.ADD_CONTENT, Permission.ADD_IMAGE), modify),
        Permission.ADD_FILE: modify,
        Permission.COMMENT: comment,
        Permission.MODERATE: MODERATORS,
        Permission.VERSIONS: MODERATORS | SECRETARIAT | MANAGERS,
        Permission.REPORT: FOLLOWERS,
    }
    return grants(FOLLOWERS, modify, MODERATORS, more)


def reported_topic() -> Grants:
    """The one case in which the Secretariat reads a topic by its office.

    What waits for a decision is moderated by nobody: its author may be a moderator.
    """
    closed = dict.fromkeys((Permission.REPORT, Permission.MODERATE), NOBODY)
    more = {**topic(NOBODY, NOBODY), **closed}
    return {**more, **grants(AUTHORS, NOBODY, SECRETARIAT)}


#: On pictures and files of a comment: nobody changes what another has written.
IN_COMMENT: Grants = dict.fromkeys((Permission.MODIFY, Permission.EDIT), NOBODY)
#: On a comment that has been reported: searches find it for nobody.
REPORTED_COMMENT: Grants = dict.fromkeys(READING, NOBODY)
#: On its pictures and files; whoever wrote it has no role of their own.
IN_REPORTED_COMMENT: Grants = dict.fromkeys(READING, SECRETARIAT)
