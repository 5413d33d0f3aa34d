"""The access policy: who may see and do what, as plain data.

``operations/policy_checks.py`` compares these tables, both ways, with everything
that grants access on an installed site. ``docs/who-sees-what.md`` is printed
from them.
"""

from cites.cug.access import state_grants
from cites.cug.access.permissions import Permission
from cites.cug.access.roles import (
    ANY_ENFORCEMENT,
    ANY_KEEPERS,
    ANY_MEMBERS,
    ANY_SECRETARIAT,
    AUTHORS,
    Category,
    CHOSEN,
    CHOSEN_FOLDER,
    CONTACT_POINTS,
    ENFORCEMENT,
    EVERYBODY,
    Grants,
    GROUP_ROLE,
    LOGGED_IN,
    MANAGERS,
    MEMBERS,
    MODERATORS,
    NOBODY,
    Role,
    Roles,
    SECRETARIAT,
    TEAM,
)
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple


STOCK: Grants = {
    Permission.WEBDAV: NOBODY,
    Permission.UNDO_LOG: MANAGERS,
    Permission.LIST_MEMBERS: MANAGERS,
    Permission.VIEW_GROUPS: MANAGERS,
    Permission.SHARING: MANAGERS,
    Permission.FTP: NOBODY,
    Permission.WEBDAV_LOCK: NOBODY,
    Permission.WEBDAV_UNLOCK: NOBODY,
    Permission.UNDO: MANAGERS,
    Permission.ADD_ACCOUNT: MANAGERS,
    Permission.SENDTO: NOBODY,
    Permission.REPLY: NOBODY,
    Permission.OWN_PORTLETS: NOBODY,
    Permission.DASHBOARD: NOBODY,
    Permission.PORTLETS: MANAGERS,
    Permission.VIEW_TEMPLATE: MANAGERS,
    Permission.IMPORT_CALENDAR: NOBODY,
    Permission.COPY: LOGGED_IN,
    Permission.ADD_COLLECTION: NOBODY,
    Permission.ADD_PAGE: NOBODY,
    Permission.ADD_EVENT: NOBODY,
    Permission.ADD_PLONE_FOLDER: NOBODY,
    Permission.ADD_LINK: NOBODY,
    Permission.ADD_NEWS: NOBODY,
    Permission.ADD_IMAGE: NOBODY,
    Permission.ADD_FILE: NOBODY,
    # Comments in topics have the add-on's permissions instead, by workspace.
    Permission.VIEW_COMMENTS: NOBODY,
    Permission.REVIEW_COMMENTS: NOBODY,
    Permission.EDIT_COMMENTS: NOBODY,
    Permission.DELETE_OWN_COMMENTS: NOBODY,
    Permission.DELETE_COMMENTS: NOBODY,
}


#: Permissions on the portal itself, and in all of it where no state below differs.
PORTAL: Grants = {
    Permission.USE_PORTAL: LOGGED_IN,
    Permission.USE_REST: LOGGED_IN,
    # Its pages show what a group says to strangers, if the group takes requests.
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
    Permission.READ_ORIGINALS: SECRETARIAT,
    Permission.REPORT: NOBODY,
    Permission.DECIDE_REPORT: SECRETARIAT,
    Permission.CORRECT_CODE_LISTS: SECRETARIAT,
    Permission.SEE_DIRECTORY: NOBODY,
    Permission.SEE_ROSTER: NOBODY,
    Permission.MANAGE_MEMBERS: NOBODY,
    Permission.KEEP_MEMBERS: NOBODY,
    Permission.APPOINT: NOBODY,
    Permission.KEEP_ACCOUNTS: NOBODY,
    Permission.SET_RETENTION: NOBODY,
    Permission.MANAGE_COUNTRY: NOBODY,
    Permission.USE_MESSAGES: NOBODY,
    Permission.ADD_WORKSPACE: NOBODY,
    Permission.ASK_TO_JOIN: NOBODY,
    Permission.MANAGE_TEAM: NOBODY,
    Permission.LEAVE_TEAM: NOBODY,
    # An archived workspace has no moderators: only the Secretariat restores it.
    Permission.ARCHIVE: MODERATORS | SECRETARIAT,
    Permission.ADD_TOPIC: NOBODY,
    Permission.COMMENT: NOBODY,
    Permission.REMOVE_COMMENTS: NOBODY,
    Permission.MODERATE: MODERATORS,
    # Permits belong to the portal: all groups share one registry.
    Permission.CONSULT_PERMITS: ANY_MEMBERS,
    Permission.SEE_PARTIES: ANY_ENFORCEMENT,
    Permission.SEARCH_PERMITS: ANY_ENFORCEMENT,
    Permission.IMPORT_PERMITS: ANY_KEEPERS,
    Permission.CHANGE_PERMIT_STATUS: ANY_KEEPERS,
    Permission.KEEP_ALL_PERMITS: ANY_SECRETARIAT,
    **STOCK,
}


#: Groups that Plone stores, and their roles. Nobody is in them: groups follow from
#: rosters.
STORED_GROUPS: Mapping[str, frozenset[str]] = {
    "Administrators": frozenset({"Manager"}),
    "Site Administrators": frozenset({"Site Administrator"}),
    "Reviewers": frozenset({"Reviewer"}),
}
#: Workflow id → state id → permissions. The state of an item decides its audience.
WORKFLOWS: dict[str, dict[str, Grants]] = {
    "cug_group_workflow": {
        "active": state_grants.group(MEMBERS | MANAGERS, SECRETARIAT | MANAGERS)
    },
    "cug_folder_workflow": {
        "enforcement": state_grants.folder(ENFORCEMENT),
        "shared": state_grants.folder(MEMBERS),
        # Seen by whom it names. What lies in it has readers of its own.
        "chosen": state_grants.folder(CHOSEN_FOLDER),
    },
    "cug_library_workflow": {
        "draft": state_grants.item(read=AUTHORS, modify=AUTHORS, versions=AUTHORS),
        "pending": state_grants.item(read=AUTHORS, modify=SECRETARIAT, versions=AUTHORS),
        "enforcement": state_grants.item(
            ENFORCEMENT, modify=SECRETARIAT, versions=SECRETARIAT, report=ENFORCEMENT
        ),
        "shared": state_grants.item(
            MEMBERS, modify=SECRETARIAT, versions=SECRETARIAT, report=MEMBERS
        ),
        # Read by whom it names, by CHOSEN_READERS below.
        "chosen": state_grants.item(
            CHOSEN, modify=SECRETARIAT, versions=SECRETARIAT, report=CHOSEN
        ),
        "archived": state_grants.item(
            ENFORCEMENT, modify=NOBODY, versions=SECRETARIAT, report=ENFORCEMENT
        ),
        "archived_chosen": state_grants.item(
            CHOSEN, modify=NOBODY, versions=SECRETARIAT, report=CHOSEN
        ),
        # Earlier versions would tell the author who has reported the item.
        "reported": state_grants.item(AUTHORS, modify=NOBODY, versions=SECRETARIAT),
    },
    "cug_workspaces_workflow": {"open": state_grants.workspaces()},
    # In an archived workspace everybody of the team has the role of a guest.
    "cug_workspace_workflow": {
        "active": state_grants.workspace(modify=MODERATORS | SECRETARIAT, add=TEAM),
        "archived": state_grants.workspace(modify=NOBODY, add=NOBODY),
    },
    "cug_topic_workflow": {
        "open": state_grants.topic(modify=MODERATORS | {Role.AUTHOR}, comment=TEAM),
        "closed": state_grants.topic(modify=MODERATORS, comment=NOBODY),
        "reported": state_grants.reported_topic(),
    },
}


class Transition(NamedTuple):
    """A transition: its source states, its target and the permission that it takes."""

    sources: tuple[str, ...]
    target: str
    permission: Permission
    #: Whether only an item that was in the target state before may take it.
    back: bool = False


def reinstate(target: str) -> Transition:
    """The transition that brings a reported item back to the state that it had before."""
    return Transition(("reported",), target, Permission.DECIDE_REPORT, back=True)


TRANSITIONS: dict[str, dict[str, Transition]] = {
    "cug_group_workflow": {},
    "cug_folder_workflow": {
        "choose": Transition(
            ("enforcement", "shared", "chosen"), "chosen", Permission.PUBLISH
        ),
        "publish": Transition(("chosen",), "enforcement", Permission.PUBLISH),
        "share": Transition(("enforcement", "chosen"), "shared", Permission.PUBLISH),
        "restrict": Transition(("shared",), "enforcement", Permission.PUBLISH),
    },
    "cug_library_workflow": {
        "submit": Transition(("draft",), "pending", Permission.SUBMIT),
        "retract": Transition(("pending",), "draft", Permission.SUBMIT),
        "choose": Transition(
            (
                *("draft", "pending", "enforcement", "shared", "chosen"),
                *("archived", "archived_chosen"),
            ),
            "chosen",
            Permission.PUBLISH,
        ),
        "publish": Transition(
            ("draft", "pending", "chosen"), "enforcement", Permission.PUBLISH
        ),
        "share": Transition(("enforcement", "chosen"), "shared", Permission.PUBLISH),
        "restrict": Transition(("shared",), "enforcement", Permission.PUBLISH),
        "archive": Transition(("enforcement", "shared"), "archived", Permission.PUBLISH),
        "restore": Transition(("archived",), "enforcement", Permission.PUBLISH),
        # Put aside, an item for chosen readers stays with them.
        "archive_chosen": Transition(("chosen",), "archived_chosen", Permission.PUBLISH),
        "restore_chosen": Transition(("archived_chosen",), "chosen", Permission.PUBLISH),
        "report": Transition(
            ("enforcement", "shared", "chosen", "archived", "archived_chosen"),
            "reported",
            Permission.REPORT,
        ),
        "reinstate": reinstate("enforcement"),
        "reinstate_shared": reinstate("shared"),
        "reinstate_chosen": reinstate("chosen"),
        "reinstate_archived": reinstate("archived"),
        "reinstate_archived_chosen": reinstate("archived_chosen"),
        "return": Transition(("reported",), "draft", Permission.DECIDE_REPORT),
    },
    "cug_workspaces_workflow": {},
    "cug_workspace_workflow": {
        "archive": Transition(("active",), "archived", Permission.ARCHIVE),
        "restore": Transition(("archived",), "active", Permission.ARCHIVE),
    },
    "cug_topic_workflow": {
        "close": Transition(("open",), "closed", Permission.MODERATE),
        "reopen": Transition(("closed",), "open", Permission.MODERATE),
        "report": Transition(("open", "closed"), "reported", Permission.REPORT),
        "reinstate": reinstate("open"),
        "reinstate_closed": reinstate("closed"),
    },
}

#: Workflow id → permission to see who changed the state, and with which remarks. Reports
#: are shown only to those who decide on them.
REVIEW_HISTORY = {
    "cug_group_workflow": Permission.MANAGE_MEMBERS,
    "cug_folder_workflow": Permission.PUBLISH,
    "cug_library_workflow": Permission.READ_VERSIONS,
    "cug_workspaces_workflow": Permission.MANAGE_TEAM,
    "cug_workspace_workflow": Permission.READ,
    "cug_topic_workflow": Permission.READ,
}

#: Types that follow a workflow of the add-on. All other types that members meet have no
#: workflow, and so the permissions of the item that they lie in.
TYPE_WORKFLOW = {
    "ClosedUserGroup": "cug_group_workflow",
    "LibraryFolder": "cug_folder_workflow",
    "Alert": "cug_library_workflow",
    "LibraryDocument": "cug_library_workflow",
    "Workspaces": "cug_workspaces_workflow",
    "Workspace": "cug_workspace_workflow",
    "Topic": "cug_topic_workflow",
}
CONTAINED_TYPES = ("Image", "File")


def readers(workflow: str, state: str) -> Roles:
    """Roles that may read content in that state; empty for an unknown state.

    Raises KeyError for an unknown workflow.
    """
    return WORKFLOWS[workflow].get(state, {}).get(Permission.VIEW, NOBODY)


def groups_with(roles: Iterable[Role]) -> set[str]:
    """Names of the roster groups whose members hold one of these roles."""
    wanted = set(roles)
    return {group for group, role in GROUP_ROLE.items() if role in wanted}


class ReaderKind(StrEnum):
    """Whom an item in the state ``chosen`` can name as its readers."""

    MEMBER = "member"
    COUNTRY = "country"
    CATEGORY = "category"
    ORGANISATION = "organisation"


#: States of library items that are published and not put aside: they have readers beyond
#: their author and the Secretariat, and are news.
PUBLISHED_STATES = ("enforcement", "shared", "chosen")
#: Those of items that were published and put aside: nobody changes them.
ARCHIVED_STATES = ("archived", "archived_chosen")
#: Those of items and folders that name their readers.
NAMING_STATES = frozenset({"chosen", "archived_chosen"})
#: What of a member's entry on the roster makes a reader; for a member the user id does.
#: Nothing is stored for members: whoever leaves, or changes country, reads accordingly.
CHOSEN_READERS = {
    ReaderKind.MEMBER: None,
    ReaderKind.COUNTRY: "country",
    ReaderKind.CATEGORY: "category",
    ReaderKind.ORGANISATION: "organisation",
}
#: Handling codes for named recipients only: an item with one is published to chosen
#: readers alone, and a message with one is never sent to a group of members.
HANDLING_NAMED_ONLY = frozenset({"red"})
#: Handling codes under which no member of these categories reads an item, whomever it
#: names.
HANDLING_NEVER: Mapping[str | None, frozenset[Category]] = {
    "amber_strict": frozenset({Category.IGO})
}
#: Handling codes under which a message to an IGO asks its sender for confirmation.
HANDLING_CONFIRM_IGO = frozenset({"red", "amber_strict"})
#: Handling codes under which a library file is downloaded unchanged. Under all others the
#: downloaded copy names its reader, and only the Secretariat gets the original.
HANDLING_UNMARKED = frozenset({"green"})


def may_address(handling: str | None, kinds: Iterable[ReaderKind]) -> bool:
    """Whether the handling code allows readers, or recipients, of these kinds.

    TLP:RED is for persons who are named one by one. Whoever joins a category, a country
    or an organisation later was not named.
    """
    return handling not in HANDLING_NAMED_ONLY or set(kinds) <= {ReaderKind.MEMBER}
