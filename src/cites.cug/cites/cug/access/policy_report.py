"""Prints the access policy as ``docs/who-sees-what.md``.

``python -m cites.cug.access.policy_report > docs/who-sees-what.md``
"""

from cites.cug.access import policy, roles
from cites.cug.access.permissions import Permission
from collections.abc import Iterable, Iterator, Mapping
from lxml import etree
from pathlib import Path
from typing import Any, NamedTuple
from zope.dottedname.resolve import resolve


PACKAGE = Path(__file__).resolve().parents[1]
ROLES = (
    roles.Role.AUTHOR,
    roles.Role.READER,
    roles.Role.FOLDER_READER,
    roles.Role.ENFORCEMENT,
    roles.Role.IGO,
    roles.Role.SECRETARIAT,
    roles.Role.CONTACT_POINT,
    roles.Role.MODERATOR,
    roles.Role.TEAM_MEMBER,
    roles.Role.GUEST,
    roles.Role.MANAGER,
)
PERMITS = {
    Permission.CONSULT_PERMITS: "look up a permit by country and number",
    Permission.SEE_PARTIES: "see names and addresses on it, and its scan",
    Permission.SEARCH_PERMITS: "search permits, see their statistics",
    Permission.IMPORT_PERMITS: "hand in permits; contact points those of their country",
    Permission.CHANGE_PERMIT_STATUS: "change their status; the same",
    Permission.KEEP_ALL_PERMITS: "do both for every country",
}
#: One line for each permission that is printed. The others follow from these.
SHOWN = {
    Permission.READ: "read",
    Permission.EDIT: "change",
    Permission.DELETE: "delete",
    Permission.READ_VERSIONS: "read earlier versions and the review history",
    Permission.ADD_ALERT: "add alerts",
    Permission.ADD_DOCUMENT: "add documents",
    Permission.ADD_FOLDER: "add folders",
    Permission.ADD_IMAGE: "add pictures and files",
    Permission.ADD_WORKSPACE: "make workspaces",
    Permission.ASK_TO_JOIN: "ask to join a workspace that takes requests",
    Permission.ADD_TOPIC: "add topics",
    Permission.COMMENT: "comment",
    Permission.REPORT: "report it as nominal",
    Permission.REMOVE_COMMENTS: "delete comments: one's own, and moderators any",
    Permission.MANAGE_TEAM: "change the team",
    Permission.LEAVE_TEAM: "leave the team; who changes it takes others out",
    Permission.SEE_DIRECTORY: "see the directory of members",
    Permission.SEE_ROSTER: "see the roster",
    Permission.MANAGE_MEMBERS: "keep the roster",
    Permission.APPOINT: "fill a roster that has no Secretariat yet",
    Permission.KEEP_ACCOUNTS: ("keep the accounts of members, and read the audit trail"),
    Permission.SET_RETENTION: "set how long messages are kept",
    Permission.KEEP_MEMBERS: (
        "suspend, reactivate and confirm members; contact points those of their country"
    ),
    Permission.MANAGE_COUNTRY: "keep the members of their own country",
    **PERMITS,
}
INTRODUCTION = """\
# Who sees what

Printed from `access/policy.py` by `python -m cites.cug.access.policy_report`; do not
edit. One test compares the policy with an installed site, both ways, and another this
page with it.

All roles but *Manager* are local: they come from the roster of a closed user group and
hold inside that group only. Anonymous callers get the login, the password reset, the
health page and the pages by which one asks a group for access, and nothing else
(`web/publishing/publication_policy.py`). Those say the group's name, focus, who may join
and who owns it, unless its Secretariat has closed them. Nobody sees anything else of a
group they are not in: its pages answer as if they did not exist.
"""
TEAMS = """\
A team is a part of its group's roster. Its roles hold in the one workspace, and only
while the group's own roster has the member as active. To all others, site managers
included, the workspace does not exist; the Secretariat sees its name, purpose and team,
and none of its topics.
"""
ANYWHERE = """\
Permits belong to the portal, and so do these roles: whoever is active on the roster of
any group holds there what follows from it. Nothing in a group is granted to them.
"""
ENDPOINTS = """\
Services that write name the permission that each of their changes takes. Where that is
one to read, the words behind it say what is changed, or what else it takes. What is
added, copied or moved takes the permission to add its type besides. What is closed is
Plone's, and answers everybody as if it did not exist.
"""
#: Permissions of Zope and Plone that pages or services of the add-on name.
FOREIGN = {
    "cmf.AddPortalContent": str(Permission.ADD_CONTENT),
    "cmf.ManagePortal": "Manage portal",
    "CMFEditions.RevertToPreviousVersions": str(Permission.REVERT),
    "zope.Public": "none: part of each page",
    "zope2.DeleteObjects": str(Permission.DELETE),
}
#: Classes of closed pages and services, which answer as if they did not exist.
CLOSED = ("NoPage", "NoService")
#: Permissions that allow reading only. A service that writes takes another permission,
#: unless it is listed below.
TO_READ = frozenset(
    {
        Permission.CONSULT_PERMITS,
        Permission.READ,
        Permission.READ_VERSIONS,
        Permission.REQUEST_ACCESS,
        Permission.SEARCH_PERMITS,
        Permission.SEE_DIRECTORY,
        Permission.SEE_PARTIES,
        Permission.SEE_REQUESTS,
        Permission.SEE_ROSTER,
        Permission.USE_MESSAGES,
        Permission.USE_PORTAL,
    }
)
OWN_ACCOUNT = "one's own account"
OWN_INVITATIONS = "one's own invitations"
OWN_MAILBOX = "one's own mailbox"
OWN_NOTICES = "one's own notices"
TRANSLATIONS = "of the author while an item is published, and of who may change it"
OPENED_SIGHTINGS = "one's own sightings, of published alerts; the Secretariat opens any"
OWN_SIGHTINGS = "one's own sightings, of published alerts; the Secretariat removes any"
CORRECTION = (
    "proposes; author and Secretariat decide, and only who may edit the alert changes it"
)
TAKES_NOTE = "what one has read"
NO_TRANSITION = "changes nothing: says which transitions there are"
#: Services that write with a permission to read: method, name and context → what the
#: service changes, or what it takes besides.
WRITES_OF_READERS = {
    ("POST", "@access-requests", "IClosedUserGroup"): "one's own request",
    ("POST", "@account-changes", "IPloneSiteRoot"): OWN_ACCOUNT,
    ("POST", "@account-changes/{id}/confirm", "IPloneSiteRoot"): OWN_ACCOUNT,
    ("POST", "@account-changes/{id}/stop", "IPloneSiteRoot"): OWN_ACCOUNT,
    ("POST", "@invitations/{id}/accept", "IPloneSiteRoot"): OWN_INVITATIONS,
    ("POST", "@invitations/{id}/decline", "IPloneSiteRoot"): OWN_INVITATIONS,
    ("POST", "@login-renew", "IPloneSiteRoot"): OWN_ACCOUNT,
    ("POST", "@logout", "IPloneSiteRoot"): OWN_ACCOUNT,
    **{
        (verb, f"@messages{address}", "IClosedUserGroup"): OWN_MAILBOX
        for verb, address in (
            ("POST", ""),
            ("PATCH", ""),
            ("PATCH", "/{key}"),
            ("DELETE", "/{key}"),
            ("POST", "/{key}/send"),
            ("POST", "/{key}/recall"),
            ("POST", "/{key}/report"),
            ("POST", "/{key}/attachments"),
            ("DELETE", "/{key}/attachments/{n}"),
        )
    },
    ("DELETE", "@feed-key", "IClosedUserGroup"): OWN_ACCOUNT,
    ("POST", "@feed-key", "IClosedUserGroup"): OWN_ACCOUNT,
    ("DELETE", "@follows/{key}", "IClosedUserGroup"): OWN_NOTICES,
    ("DELETE", "@alert-imports/{key}", "IClosedUserGroup"): "one's own matchings",
    ("POST", "@alert-imports", "IClosedUserGroup"): "who may add alerts to the library",
    ("POST", "@follows", "IClosedUserGroup"): OWN_NOTICES,
    (
        "POST",
        "@non-nominal",
        "IClosedUserGroup",
    ): "checks a text; keeps what the caller says is no name",
    ("PATCH", "@notifications", "IPloneSiteRoot"): OWN_NOTICES,
    ("POST", "@translations", "ILibraryItem"): TRANSLATIONS,
    ("PATCH", "@translations/{id}", "ILibraryItem"): TRANSLATIONS,
    ("DELETE", "@translations/{id}", "ILibraryItem"): TRANSLATIONS,
    **{
        ("POST", f"@corrections{address}", "IAlert"): CORRECTION
        for address in ("", "/{key}/accept", "/{key}/decline")
    },
    **{
        ("POST", f"@share-with-group/{{key}}/{answer}", "ILibraryItem"): (
            "the author alone, once the Secretariat has asked"
        )
        for answer in ("agree", "refuse")
    },
    ("POST", "@sightings", "IAlert"): OWN_SIGHTINGS,
    ("PATCH", "@sightings/{key}", "IAlert"): OWN_SIGHTINGS,
    ("POST", "@sightings/{key}/open", "IAlert"): OPENED_SIGHTINGS,
    ("DELETE", "@sightings/{key}", "IAlert"): OWN_SIGHTINGS,
    **{
        ("POST", f"@requests{address}", "IClosedUserGroup"): OWN_MAILBOX
        for address in ("", "/{key}/answer", "/{key}/close", "/{key}/remind")
    },
    ("DELETE", "@seen/{id}", "ITopic"): TAKES_NOTE,
    ("POST", "@seen/{id}", "ITopic"): TAKES_NOTE,
    ("DELETE", "@subscription", "ITeamWorkspace"): OWN_NOTICES,
    ("DELETE", "@subscription", "ITopic"): OWN_NOTICES,
    ("POST", "@subscription", "ITeamWorkspace"): OWN_NOTICES,
    ("POST", "@subscription", "ITopic"): OWN_NOTICES,
    ("DELETE", "@tokens/{id}", "IPloneSiteRoot"): OWN_ACCOUNT,
    ("POST", "@tokens", "IPloneSiteRoot"): OWN_ACCOUNT,
    ("POST", "@topics", "IClosedUserGroup"): TAKES_NOTE,
    ("POST", "@users", "IPloneSiteRoot"): (
        "one's own password; for accounts of others, Plone's own permissions"
    ),
    ("POST", "@workflow", "ILibraryContent"): NO_TRANSITION,
    ("POST", "@workflow", "ITopic"): NO_TRANSITION,
    ("POST", "@workflow/{id}", "ILibraryContent"): NO_TRANSITION,
    ("POST", "@workflow/{id}", "ITopic"): NO_TRANSITION,
}


class Endpoint(NamedTuple):
    """A page or a service of the add-on, as its ZCML registers it."""

    kind: str
    name: str
    context: str
    permission: str
    #: Whether it is one of Plone's that the add-on closes to everybody.
    closed: bool


def endpoints() -> list[Endpoint]:
    """All pages and services that the package registers, sorted."""
    found = set()
    for path in sorted(PACKAGE.rglob("*.zcml")):
        for element in etree.parse(str(path)).iter("{*}page", "{*}service"):
            get = element.get
            kind = get("method", "page")
            context = _context_of(element).rpartition(".")[2]
            name = get("name") or "(the content itself)"
            made_by = get("factory") or get("class") or ""
            if made_by.endswith(".Nothing"):
                continue  # a later part of the address answers
            closed = made_by.rpartition(".")[2] in CLOSED
            found.add(Endpoint(kind, name, context, get("permission", ""), closed))
        for element in etree.parse(str(path)).iter("{*}resource"):
            found.update(_of_resource(path.parent, element.get("class")))
    return sorted(found)


def _context_of(element: Any) -> str:
    """What a page or a service is for: it says so itself, or what is around it."""
    return element.get("for") or element.getparent().get("interface")


def _of_resource(folder: Path, class_name: str) -> Iterator[Endpoint]:
    """What a resource registers; the class is named relative to the folder's package."""
    package = ".".join(("cites.cug", *folder.relative_to(PACKAGE).parts))
    resource = resolve(class_name, package)
    ids = {title: one for one, title in permission_titles().items()}
    context = resource.context_interface.__name__
    for verb in resource.verbs:
        name = f"@{resource.name}/{verb.path}".rstrip("/")
        yield Endpoint(verb.method, name, context, ids[verb.permission], False)
    if resource.page_permission is not None:
        permission = ids[resource.page_permission]
        yield Endpoint("page", resource.name, context, permission, False)


def permission_titles() -> dict[str, str]:
    """The add-on's permissions: id in ZCML → title."""
    files = (PACKAGE / "access").glob("*permissions.zcml")
    found = (item for file in files for item in etree.parse(file).iter("{*}permission"))
    return {item.get("id"): item.get("title") for item in found}


def render_policy() -> str:
    """The whole document ``who-sees-what.md``, in Markdown."""
    parts = (_members(), _permits(), _states(), _transitions(), _endpoints())
    return "\n".join([INTRODUCTION, *(line for part in parts for line in part)])


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(head)]
    lines.append(["---"] * len(lines[0]))
    lines.extend(list(row) for row in rows)
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _members() -> Iterator[str]:
    yield "## Kinds of members\n"
    groups = roles.CATEGORY_GROUP.items()
    rows: list[tuple[str, ...]] = [
        (category, group, roles.GROUP_ROLE[group]) for category, group in groups
    ]
    extra = roles.CONTACT_POINT_GROUP
    rows.append(("(an extra for one country)", extra, roles.GROUP_ROLE[extra]))
    yield _table(("Category", "Roster group", "Role"), rows)
    yield "## Teams of workspaces\n"
    yield TEAMS
    teams = [
        (state, role, group, granted[group])
        for state, granted in roles.TEAM_GROUP_ROLE.items()
        for role, group in roles.TEAM_GROUP.items()
    ]
    yield _table(("State of the workspace", "In the team", "Roster group", "Role"), teams)


def _permits() -> Iterator[str]:
    yield "## Permits, of the portal\n"
    shown = list(roles.ANYWHERE.values())
    yield ANYWHERE
    rows = (
        (words, *("yes" if role in policy.PORTAL[name] else "–" for role in shown))
        for name, words in PERMITS.items()
    )
    yield _table(("May", *shown), rows)


def _states() -> Iterator[str]:
    for workflow, states in policy.WORKFLOWS.items():
        types = [name for name, flow in policy.TYPE_WORKFLOW.items() if flow == workflow]
        yield f"## {', '.join(types)}\n"
        if workflow == "cug_library_workflow":
            contained = ", ".join(policy.CONTAINED_TYPES)
            yield f"{contained} inside an item have the grants of the item.\n"
            yield _originals()
            yield _chosen()
        holders = set().union(
            *(held for all_of in states.values() for held in all_of.values())
        )
        shown = [role for role in ROLES if role in holders]
        rows = (
            (state, words, *("yes" if role in grants[name] else "–" for role in shown))
            for state, grants in states.items()
            for name, words in SHOWN.items()
            if name in grants
        )
        yield _table(("State", "May", *shown), rows)


def _originals() -> str:
    codes = ", ".join(sorted(policy.HANDLING_UNMARKED))
    takers = ", ".join(sorted(policy.PORTAL[Permission.READ_ORIGINALS]))
    return (
        f"Files of items marked {codes} leave as they are. Of all others only {takers}"
        " takes the original; everybody else who may read gets PDF and pictures with"
        " their own country, category, id and the time written over them.\n"
    )


def _chosen() -> str:
    rows = (
        (f"`{kind}:…`", f"have this {field}" if field else "are this member")
        for kind, field in policy.CHOSEN_READERS.items()
    )
    never = "; ".join(
        f"items marked {code} never give it to members of the category"
        f" {', '.join(sorted(categories))}"
        for code, categories in policy.HANDLING_NEVER.items()
    )
    named_only = ", ".join(sorted(policy.HANDLING_NAMED_ONLY))
    return (
        f"In the states {' and '.join(sorted(policy.NAMING_STATES))} an item gives the"
        f" role {roles.Role.READER} to those active members of its group whom it names,"
        f" and a folder {roles.Role.FOLDER_READER}, which opens nothing of what lies in"
        f" it:\n\n{_table(('Reader', 'Who'), rows)}\n"
        f"They follow from the roster in each request, and {never}. Items marked"
        f" {named_only} are published in this state alone, and name members one by one.\n"
    )


def _transitions() -> Iterator[str]:
    yield "## Transitions\n"
    rows = (
        (
            workflow,
            name,
            ", ".join(transition.sources),
            f"{transition.target}, if it was so before"
            if transition.back
            else transition.target,
            ", ".join(sorted(policy.PORTAL[transition.permission])) or "as said above",
        )
        for workflow, transitions in policy.TRANSITIONS.items()
        for name, transition in transitions.items()
    )
    yield _table(("Workflow", "Transition", "From", "To", "Who"), rows)


def _endpoints() -> Iterator[str]:
    yield "## Pages and services\n"
    yield ENDPOINTS
    titles = permission_titles() | FOREIGN
    rows = (
        (item.kind, f"`{item.name}`", item.context, _needed(item, titles))
        for item in endpoints()
    )
    yield _table(("Kind", "Name", "On", "Permission"), rows)


def _needed(item: Endpoint, titles: Mapping[str, str]) -> str:
    """The permission of a page or service, as the table shows it."""
    if item.closed:
        return "none: closed"
    title = titles[item.permission]
    more = WRITES_OF_READERS.get(item[:3])
    return f"{title}; {more}" if more else title


if __name__ == "__main__":
    print(render_policy(), end="")
