"""Differences between the access policy and an installed site, as sentences."""

from AccessControl.Permission import getPermissions
from Acquisition import aq_parent
from borg.localrole.interfaces import ILocalRoleProvider
from cites.cug.access import policy, roles
from cites.cug.access.policy import Permission
from cites.cug.access.roles import Role
from cites.cug.testing import GROUPS
from collections.abc import Iterator
from collective.workspace.interfaces import IWorkspace
from urllib.parse import quote
from zope.component import getUtilitiesFor, queryAdapter
from zope.security.interfaces import IPermission


OURS = "cites.cug."
#: The guard of what leads back only to where it was.
WAS_BEFORE = (
    "python: [past['review_state'] for past in state_change.getHistory()[-2:-1]]"
    " == ['{}']"
)


def differences(portal) -> list[str]:
    """Everything in which the site is not what the policy says; empty if it is."""
    checks = (
        _permissions(),
        _portal(portal),
        _workflows(portal.portal_workflow),
        _bindings(portal.portal_workflow),
        _types(portal),
        _anywhere(portal),
        _readers(portal),
        *(_roster(portal.acl_users, portal[name]) for name in GROUPS),
    )
    return [sentence for check in checks for sentence in check]


def compare(what: str, policy_says, site_says) -> Iterator[str]:
    if policy_says != site_says:
        yield f"{what}: policy {_readable(policy_says)}, site {_readable(site_says)}"


def _readable(value):
    return sorted(map(str, value)) if isinstance(value, set | frozenset) else value


def _permissions() -> Iterator[str]:
    """Permissions of ours are those of permissions.zcml, and Zope knows all others."""
    known = {permission.title: name for name, permission in getUtilitiesFor(IPermission)}
    ours = {title for title, name in known.items() if name.startswith(OURS)}
    named = {
        permission for permission in Permission if permission.startswith("cites.cug:")
    }
    yield from compare("permissions of ours", named, ours)
    all_titles = {title for title, *_rest in getPermissions()}
    yield from compare("permissions unknown to Zope", set(), set(Permission) - all_titles)


def _portal(portal) -> Iterator[str]:
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


def _workflows(tool) -> Iterator[str]:
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


def _state(what: str, workflow, state: str, grants: policy.Grants) -> Iterator[str]:
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


def _transitions(name: str, workflow) -> Iterator[str]:
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


def _bindings(tool) -> Iterator[str]:
    for portal_type, workflow in policy.TYPE_WORKFLOW.items():
        chain = tool.getChainForPortalType(portal_type)
        yield from compare(f"{portal_type}, workflow", (workflow,), chain)
    for portal_type in policy.CONTAINED_TYPES:
        chain = tool.getChainForPortalType(portal_type)
        yield from compare(f"{portal_type}, workflow", (), chain)


def _types(portal) -> Iterator[str]:
    """What members can meet is bound to a workflow or follows what it lies in."""
    met = set(policy.TYPE_WORKFLOW) | set(policy.CONTAINED_TYPES)
    for portal_type in policy.TYPE_WORKFLOW:
        fti = portal.portal_types[portal_type]
        yield from compare(f"{portal_type}, closed", True, fti.filter_content_types)
        foreign = set(fti.allowed_content_types) - met
        yield from compare(f"{portal_type}, foreign content", set(), foreign)
    anywhere = {fti.id for fti in portal.portal_types.objectValues() if fti.global_allow}
    yield from compare("types that can lie anywhere", {"ClosedUserGroup"}, anywhere)


def _anywhere(portal) -> Iterator[str]:
    """Rosters give one role each on the site itself, which grants nothing elsewhere."""
    provider = queryAdapter(portal, ILocalRoleProvider, "cites.cug.anywhere")
    for group in (portal[name] for name in GROUPS):
        for name, role in roles.GROUP_ROLE.items():
            held = provider.getRoles(f"{name}:{group.UID()}")
            what = f"{group.id}, {name}, anywhere"
            yield from compare(what, (roles.ANYWHERE[role].value,), held)
    anywhere = set(roles.ANYWHERE.values())
    for workflow, states in policy.WORKFLOWS.items():
        granted = set().union(*(held for one in states.values() for held in one.values()))
        yield from compare(f"{workflow}, anywhere", set(), granted & anywhere)


def _readers(portal) -> Iterator[str]:
    """Members are the readers that the policy says, by groups that nobody stores."""
    for group in (portal[name] for name in GROUPS):
        uid = group.UID()
        for user_id, entry in IWorkspace(group).members.items():
            says = {
                f"{entry['category']}-{kind}={_quoted(kind, user_id, entry)}"
                for kind, field in policy.CHOSEN_READERS.items()
                if kind != "category" and (field is None or entry.get(field))
            }
            names = portal.acl_users.getUserById(user_id).getGroups()
            pairs = (name.rpartition(":")[::2] for name in names)
            held = {name for name, of in pairs if of == uid and "=" in name}
            yield from compare(f"{group.id}, {user_id} as reader", says, held)


def _quoted(kind: str, user_id: str, entry) -> str:
    value = user_id if kind == "member" else entry[kind]
    return quote(value.casefold() if kind == "organisation" else value, safe="")


def _roster(users, group) -> Iterator[str]:
    """Local roles on a group are those of the roster groups, and none is stored."""
    grants = {name: (role,) for name, role in roles.GROUP_ROLE.items()}
    roster = IWorkspace(group).available_groups
    yield from compare(f"{group.id}, roster", grants, roster)
    on_site = users._getAllLocalRoles(aq_parent(group))
    local = {
        principal: set(roles)
        for principal, roles in users._getAllLocalRoles(group).items()
        if roles != on_site.get(principal)
    }
    expected = {f"{name}:{group.UID()}": {role} for name, (role,) in grants.items()}
    yield from compare(f"{group.id}, local roles", expected, local)
