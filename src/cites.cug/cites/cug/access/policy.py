"""Who may see and do what: the one definition, as plain data.

Whatever grants access is compared with these tables, both ways, by
``tests/access/test_policy_matches_profile.py`` on an installed site;
``docs/who-sees-what.md`` is printed from them.
"""

from cites.cug.access.permissions import Permission
from cites.cug.access.roles import AUTHORS
from cites.cug.access.roles import CONTACT_POINTS
from cites.cug.access.roles import ENFORCEMENT
from cites.cug.access.roles import EVERYBODY
from cites.cug.access.roles import Grants
from cites.cug.access.roles import GROUP_ROLE
from cites.cug.access.roles import LOGGED_IN
from cites.cug.access.roles import MANAGERS
from cites.cug.access.roles import MEMBERS
from cites.cug.access.roles import NOBODY
from cites.cug.access.roles import Role
from cites.cug.access.roles import Roles
from cites.cug.access.roles import SECRETARIAT
from cites.cug.access.stock import STOCK
from collections.abc import Iterable
from typing import NamedTuple


#: Granted on the portal itself and, where no state below says otherwise, in all of it.
PORTAL: Grants = {
    Permission.USE_PORTAL: LOGGED_IN,
    Permission.USE_REST: LOGGED_IN,
    # Its pages show of a group what it says to those who want to join, if it takes them.
    Permission.REQUEST_ACCESS: EVERYBODY,
    Permission.SEE_REQUESTS: SECRETARIAT | CONTACT_POINTS,
    Permission.ENDORSE: CONTACT_POINTS,
    Permission.VET: SECRETARIAT,
    Permission.ADD_GROUP: MANAGERS,
    Permission.READ: NOBODY,
    Permission.EDIT: NOBODY,
    Permission.READ_VERSIONS: NOBODY,
    Permission.ADD_FOLDER: NOBODY,
    Permission.ADD_ALERT: NOBODY,
    Permission.ADD_DOCUMENT: NOBODY,
    Permission.SUBMIT: AUTHORS,
    Permission.PUBLISH: SECRETARIAT,
    Permission.CORRECT_CODE_LISTS: SECRETARIAT,
    Permission.SEE_DIRECTORY: NOBODY,
    Permission.MANAGE_MEMBERS: NOBODY,
    Permission.KEEP_ACCOUNTS: NOBODY,
    Permission.MANAGE_COUNTRY: NOBODY,
    Permission.USE_MESSAGES: NOBODY,
    **STOCK,
}


def _grants(
    read: Roles, modify: Roles, delete: Roles, more: Grants | None = None
) -> Grants:
    """A state's grants: what it takes to read moves together, and so to change."""
    reading = (Permission.VIEW, Permission.ACCESS, Permission.READ)
    return {
        **dict.fromkeys(reading, read),
        Permission.MODIFY: modify,
        Permission.EDIT: modify,
        Permission.DELETE: delete,
        **(more or {}),
    }


def _group(read: Roles, modify: Roles) -> Grants:
    more = {
        Permission.LIST_FOLDER: modify,
        Permission.ADD_CONTENT: NOBODY,
        # Who runs the site fills a new roster, but looks nobody up.
        Permission.SEE_DIRECTORY: MEMBERS,
        Permission.MANAGE_MEMBERS: modify,
        # What opens an account opens what its owner reads: not for who runs the site.
        Permission.KEEP_ACCOUNTS: SECRETARIAT,
        Permission.MANAGE_COUNTRY: CONTACT_POINTS,
        # A mailbox is for members alone: who runs the site has none.
        Permission.USE_MESSAGES: MEMBERS,
        # The screens of collective.workspace know nothing of categories: closed.
        Permission.VIEW_ROSTER: NOBODY,
        Permission.MANAGE_ROSTER: NOBODY,
    }
    return _grants(read, modify, MANAGERS, more)


def _folder(read: Roles) -> Grants:
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
    return _grants(read, SECRETARIAT, SECRETARIAT, more)


def _item(read: Roles, modify: Roles, versions: Roles) -> Grants:
    """Pictures and files follow the item; its versions may tell more than it does now."""
    more = {
        **dict.fromkeys((Permission.ADD_CONTENT, Permission.ADD_IMAGE), modify),
        Permission.ADD_FILE: modify,
        Permission.SAVE_VERSION: modify,
        **dict.fromkeys((Permission.VERSIONS, Permission.READ_VERSIONS), versions),
        Permission.REVERT: modify,
    }
    return _grants(read, modify, modify or SECRETARIAT, more)


#: Workflow id → state id → what that state grants. The audience is the state.
WORKFLOWS: dict[str, dict[str, Grants]] = {
    "cug_group_workflow": {"active": _group(MEMBERS | MANAGERS, SECRETARIAT | MANAGERS)},
    "cug_folder_workflow": {
        "enforcement": _folder(ENFORCEMENT),
        "shared": _folder(MEMBERS),
    },
    "cug_library_workflow": {
        "draft": _item(read=AUTHORS, modify=AUTHORS, versions=AUTHORS),
        "pending": _item(read=AUTHORS, modify=SECRETARIAT, versions=AUTHORS),
        "enforcement": _item(ENFORCEMENT, modify=SECRETARIAT, versions=SECRETARIAT),
        "shared": _item(MEMBERS, modify=SECRETARIAT, versions=SECRETARIAT),
        "archived": _item(ENFORCEMENT, modify=NOBODY, versions=SECRETARIAT),
    },
}


class Transition(NamedTuple):
    """From which states, to which, and what one must hold for it."""

    sources: tuple[str, ...]
    target: str
    permission: Permission


TRANSITIONS: dict[str, dict[str, Transition]] = {
    "cug_group_workflow": {},
    "cug_folder_workflow": {
        "share": Transition(("enforcement",), "shared", Permission.PUBLISH),
        "restrict": Transition(("shared",), "enforcement", Permission.PUBLISH),
    },
    "cug_library_workflow": {
        "submit": Transition(("draft",), "pending", Permission.SUBMIT),
        "retract": Transition(("pending",), "draft", Permission.SUBMIT),
        "publish": Transition(("draft", "pending"), "enforcement", Permission.PUBLISH),
        "share": Transition(("enforcement",), "shared", Permission.PUBLISH),
        "restrict": Transition(("shared",), "enforcement", Permission.PUBLISH),
        "archive": Transition(("enforcement", "shared"), "archived", Permission.PUBLISH),
        "restore": Transition(("archived",), "enforcement", Permission.PUBLISH),
    },
}

#: Who may see by whom and with which remarks the state was changed.
REVIEW_HISTORY = {
    "cug_group_workflow": Permission.MANAGE_MEMBERS,
    "cug_folder_workflow": Permission.PUBLISH,
    "cug_library_workflow": Permission.READ_VERSIONS,
}

#: Types that follow a workflow of ours; all others that members meet have none and
#: so take the grants of the item they lie in.
TYPE_WORKFLOW = {
    "ClosedUserGroup": "cug_group_workflow",
    "LibraryFolder": "cug_folder_workflow",
    "Alert": "cug_library_workflow",
    "LibraryDocument": "cug_library_workflow",
}
CONTAINED_TYPES = ("Image", "File")


def readers(workflow: str, state: str) -> Roles:
    """Roles that may read what is in that state; empty for a state we do not know."""
    return WORKFLOWS[workflow].get(state, {}).get(Permission.VIEW, NOBODY)


def groups_with(roles: Iterable[Role]) -> set[str]:
    """Roster groups whose members hold one of these roles."""
    wanted = set(roles)
    return {group for group, role in GROUP_ROLE.items() if role in wanted}


#: Handling codes for named recipients only: such an item is never shared with IGOs, such
#: a message never sent to a group of members.
HANDLING_NAMED_ONLY = frozenset({"red"})
#: Handling codes under which a message to an IGO asks its sender for confirmation.
HANDLING_CONFIRM_IGO = frozenset({"red", "amber_strict"})
