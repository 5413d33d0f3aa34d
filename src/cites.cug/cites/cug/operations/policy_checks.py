"""Compares an installed site with the access policy: what it grants, and to whom."""

from AccessControl.Permission import getPermissions
from Acquisition import aq_parent
from borg.localrole.interfaces import ILocalRoleProvider
from cites.cug.access import policy, roles
from cites.cug.access.all_groups import all_groups
from cites.cug.access.policy import Permission
from cites.cug.access.roles import Role
from cites.cug.core.plone_internals.users import local_roles_on
from cites.cug.operations.faults import Fault
from cites.cug.operations.progress import Progress
from collections.abc import Iterator
from collective.workspace.interfaces import IWorkspace
from sqlalchemy.orm import Session
from typing import Any
from urllib.parse import quote
from zope.component import getUtilitiesFor, queryAdapter
from zope.security.interfaces import IPermission


OURS = "cites.cug."
#: The guard of what leads back only to where it was.
WAS_BEFORE = (
    "python: [past['review_state'] for past in state_change.getHistory()[-2:-1]]"
    " == ['{}']"
)

#: What lets in and gives rights: kind of plug-in → ids of the active ones, in the user
#: folder of a portal and in Zope's own.
PLUGINS: dict[str, tuple[str, ...]] = {
    "IAnonymousUserFactoryPlugin": (),
    "IAuthenticationPlugin": ("cug_login",),
    "IExtractionPlugin": ("cug_login",),
    "IGroupsPlugin": ("source_groups", "auto_group", "cug_team_groups"),
    "ILocalRolesPlugin": ("borg_localroles",),
    "IRoleAssignerPlugin": ("cug_global_roles",),
    "IRolesPlugin": ("cug_global_roles",),
    "IUserEnumerationPlugin": ("source_users", "mutable_properties"),
    "IUserFactoryPlugin": ("user_factory",),
}
PLUGINS_OF_ZOPE = {
    **PLUGINS,
    **dict.fromkeys(("IRolesPlugin", "IRoleAssignerPlugin"), ("roles",)),
    **dict.fromkeys(("IGroupsPlugin", "IUserFactoryPlugin"), ()),
    "IUserEnumerationPlugin": ("users",),
}


def check_policy(portal: Any, _records: Session, progress: Progress) -> Iterator[Fault]:
    """Everything in which the site is not what the policy says."""
    progress.say("policy")
    groups = list(all_groups())
    checks = (
        _permissions(),
        _plugins("acl_users", portal.acl_users.plugins, PLUGINS),
        _plugins(
            "Zope's acl_users", aq_parent(portal).acl_users.plugins, PLUGINS_OF_ZOPE
        ),
        _portal(portal),
        _workflows(portal.portal_workflow),
        _bindings(portal.portal_workflow),
        _types(portal),
        _anywhere(portal, groups),
        _readers(portal, groups),
        *(_roster(portal.acl_users, group) for group in groups),
    )
    for check in checks:
        yield from check


def compare(what: str, policy_says: Any, site_says: Any) -> Iterator[Fault]:
    if policy_says != site_says:
        words = f"policy {_readable(policy_says)}, site {_readable(site_says)}"
        yield Fault(what, words)


def _readable(value: Any) -> Any:
    return sorted(map(str, value)) if isinstance(value, set | frozenset) else value


def _plugins(
    what: str, plugins: Any, expected: dict[str, tuple[str, ...]]
) -> Iterator[Fault]:
    for info in plugins.listPluginTypeInfo():
        if info["id"] in expected:
            active = plugins.listPluginIds(info["interface"])
            yield from compare(f"{what}, {info['id']}", expected[info["id"]], active)


def _permissions() -> Iterator[Fault]:
    """Permissions of ours are those of permissions.zcml, and Zope knows all others."""
    known = {permission.title: name for name, permission in getUtilitiesFor(IPermission)}
    ours = {title for title, name in known.items() if name.startswith(OURS)}
    named = {
        permission for permission in Permission if permission.startswith("cites.cug:")
    }
    yield from compare("permissions of ours", named, ours)
    all_titles = {title for title, *_rest in getPermissions()}
    yield from compare("permissions unknown to Zope", set(), set(Permission) - all_titles)


def _portal(portal: Any) -> Iterator[Fault]:
    roles = set(portal.valid_roles())
    yield from compare("roles that do not exist", set(), set(Role) - roles)
    for permission, grants in policy.PORTAL.items():
        selected = {
            role["name"]
            for role in portal.rolesOfPermission(permission)
            if role["selected"]
        }
        yield from compare(f"portal, {permission}", grants, selected)
        acquired = bool(portal.acquiredRolesAreUsedBy(permission))
        yield from compare(f"portal, {permission}, acquired", False, acquired)


def _workflows(tool: Any) -> Iterator[Fault]:
    ours = {name for name in tool.objectIds() if name.startswith("cug_")}
    yield from compare("workflows", set(policy.WORKFLOWS), ours)
    for name, states in policy.WORKFLOWS.items():
        workflow = tool[name]
        yield from compare(f"{name}, states", set(states), set(workflow.states))
        yield from compare(f"{name}, Manager bypass", False, workflow.manager_bypass)
        for state, grants in states.items():
            yield from _state(f"{name}, {state}", workflow, state, grants)
        history = workflow.variables["review_history"].getInfoGuard().permissions
        yield from compare(f"{name}, history", (policy.REVIEW_HISTORY[name],), history)
        yield from _transitions(name, workflow)


def _state(
    what: str, workflow: Any, state: str, grants: policy.Grants
) -> Iterator[Fault]:
    yield from compare(f"{what}, managed", set(grants), set(workflow.permissions))
    for permission, holders in grants.items():
        info = workflow.states[state].getPermissionInfo(permission)
        yield from compare(f"{what}, {permission}", holders, set(info["roles"]))
        acquired = bool(info["acquired"])
        yield from compare(f"{what}, {permission}, acquired", False, acquired)
    exits = {
        name
        for name, transition in policy.TRANSITIONS[workflow.id].items()
        if state in transition.sources
    }
    there = set(workflow.states[state].getTransitions())
    yield from compare(f"{what}, transitions", exits, there)


def _transitions(name: str, workflow: Any) -> Iterator[Fault]:
    transitions = policy.TRANSITIONS[name]
    yield from compare(
        f"{name}, all transitions", set(transitions), set(workflow.transitions)
    )
    for transition_id, transition in transitions.items():
        there = workflow.transitions[transition_id]
        what = f"{name}, {transition_id}"
        guard = there.guard
        yield from compare(f"{what}, target", transition.target, there.new_state_id)
        yield from compare(f"{what}, guard", (transition.permission,), guard.permissions)
        others = (guard.roles, guard.groups)
        yield from compare(f"{what}, other guards", (), tuple(filter(None, others)))
        expression = guard.expr.text if guard.expr is not None else ""
        before = WAS_BEFORE.format(transition.target) if transition.back else ""
        yield from compare(f"{what}, guard's expression", before, expression)
        yield from compare(f"{what}, by hand", 1, there.trigger_type)


def _bindings(tool: Any) -> Iterator[Fault]:
    for portal_type, workflow in policy.TYPE_WORKFLOW.items():
        chain = tool.getChainForPortalType(portal_type)
        yield from compare(f"{portal_type}, workflow", (workflow,), chain)
    for portal_type in policy.CONTAINED_TYPES:
        chain = tool.getChainForPortalType(portal_type)
        yield from compare(f"{portal_type}, workflow", (), chain)


def _types(portal: Any) -> Iterator[Fault]:
    """What members can meet is bound to a workflow or follows what it lies in."""
    met = set(policy.TYPE_WORKFLOW) | set(policy.CONTAINED_TYPES)
    for portal_type in policy.TYPE_WORKFLOW:
        fti = portal.portal_types[portal_type]
        yield from compare(f"{portal_type}, closed", True, fti.filter_content_types)
        foreign = set(fti.allowed_content_types) - met
        yield from compare(f"{portal_type}, foreign content", set(), foreign)
    anywhere = {fti.id for fti in portal.portal_types.objectValues() if fti.global_allow}
    yield from compare("types that can lie anywhere", {"ClosedUserGroup"}, anywhere)


def _anywhere(portal: Any, groups: list[Any]) -> Iterator[Fault]:
    """Rosters give one role each on the site itself, which grants nothing elsewhere."""
    provider = queryAdapter(portal, ILocalRoleProvider, "cites.cug.anywhere")
    for group in groups:
        for name, role in roles.GROUP_ROLE.items():
            held = provider.getRoles(f"{name}:{group.UID()}")
            what = f"{group.id}, {name}, anywhere"
            yield from compare(what, (roles.ANYWHERE[role].value,), held)
    anywhere = set(roles.ANYWHERE.values())
    for workflow, states in policy.WORKFLOWS.items():
        granted = set().union(*(held for one in states.values() for held in one.values()))
        yield from compare(f"{workflow}, anywhere", set(), granted & anywhere)


def _readers(portal: Any, groups: list[Any]) -> Iterator[Fault]:
    """Members are the readers that the policy says, by groups that nobody stores."""
    for group in groups:
        uid = group.UID()
        for user_id, entry in IWorkspace(group).members.items():
            says = {
                f"{entry['category']}-{kind}={_quoted(kind, user_id, entry)}"
                for kind, field in policy.CHOSEN_READERS.items()
                if kind != "category" and (field is None or entry.get(field))
            }
            user = portal.acl_users.getUserById(user_id)
            if user is None:  # nobody can log in as that member
                continue
            pairs = (name.rpartition(":")[::2] for name in user.getGroups())
            held = {name for name, of in pairs if of == uid and "=" in name}
            yield from compare(f"{group.id}, {user_id} as reader", says, held)


def _quoted(kind: str, user_id: str, entry: Any) -> str:
    value = user_id if kind == "member" else entry[kind]
    return quote(value.casefold() if kind == "organisation" else value, safe="")


def _roster(users: Any, group: Any) -> Iterator[Fault]:
    """Local roles on a group are those of the roster groups, and none is stored."""
    grants = {name: (role,) for name, role in roles.GROUP_ROLE.items()}
    roster = IWorkspace(group).available_groups
    yield from compare(f"{group.id}, roster", grants, roster)
    on_site = local_roles_on(users, aq_parent(group))
    local = {
        principal: set(roles)
        for principal, roles in local_roles_on(users, group).items()
        if roles != on_site.get(principal)
    }
    expected = {f"{name}:{group.UID()}": {role} for name, (role,) in grants.items()}
    yield from compare(f"{group.id}, local roles", expected, local)
