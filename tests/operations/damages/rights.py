"""Rights that are given, and states that are set, past the portal's actions."""

from Acquisition import aq_base
from cites.cug.access.permissions import Permission
from cites.cug.library.items.actions import set_state
from DateTime import DateTime
from Products.PluggableAuthService.interfaces.plugins import (
    IAuthenticationPlugin,
    IRolesPlugin,
)
from tests.operations.damages import damage
from unittest.mock import patch


OFFICER, LIAISON, STRANGER = "customs-xa", "igo-interpol", "outsider"
GROUP = "/plone/cheetahs"


def set_entry(scene, user_id, **values) -> str:
    """Change an entry of the roster where it is stored."""
    team = scene.site.cheetahs._team
    team[user_id] = {**team[user_id], **values}
    return f"{GROUP}, {user_id}: "


@damage
def manager_role_given(scene) -> str:
    roles = scene.site.acl_users.portal_role_manager
    roles.assignRoleToPrincipal("Manager", OFFICER)
    return f"account {OFFICER}: has the roles Manager"


@damage
def manager_role_given_to_all(scene) -> str:
    roles = scene.site.acl_users.portal_role_manager
    roles.assignRoleToPrincipal("Manager", "AuthenticatedUsers")
    return "account AuthenticatedUsers: has the roles Manager"


@damage
def role_of_administrators_widened(scene) -> str:
    roles = scene.site.acl_users.portal_role_manager
    roles.assignRoleToPrincipal("Manager", "Reviewers")
    return "account Reviewers: has the roles Manager"


@damage
def member_put_into_administrators(scene) -> str:
    scene.site.acl_users.source_groups.addPrincipalToGroup(OFFICER, "Administrators")
    return "user group Administrators: has members: customs-xa"


@damage
def user_group_made(scene) -> str:
    scene.site.acl_users.source_groups.addGroup("zoo")
    return "user group zoo: "


@damage
def account_made(scene) -> str:
    scene.site.acl_users.source_users.addUser("intruder", "intruder", "{SSHA}x")
    return "account intruder: no event"


@damage
def account_taken_away(scene) -> str:
    scene.site.acl_users.source_users.removeUser(STRANGER)
    return f"account {STRANGER}: "


@damage
def administrator_made_in_zope(scene) -> str:
    scene.layer["app"].acl_users.users.addUser("root", "root", "{SSHA}x")
    return "account root of Zope: "


@damage
def role_given_in_zope(scene) -> str:
    scene.layer["app"].acl_users.roles.assignRoleToPrincipal("Manager", OFFICER)
    return f"account {OFFICER} of Zope: has the roles Manager"


@damage
def category_changed(scene) -> str:
    return set_entry(scene, LIAISON, category="customs", groups={"Customs"})


@damage
def roster_groups_changed(scene) -> str:
    return set_entry(scene, LIAISON, groups={"Secretariat"})


@damage
def country_changed(scene) -> str:
    return set_entry(scene, OFFICER, country="XB")


@damage
def organisation_changed(scene) -> str:
    return set_entry(scene, OFFICER, organisation="INTERPOL (exercise)")


@damage
def contact_point_made(scene) -> str:
    groups = {"Customs", "ContactPoints"}
    return set_entry(scene, OFFICER, contact_point=True, groups=groups)


@damage
def suspended_without_event(scene) -> str:
    return set_entry(scene, OFFICER, state="suspended", groups=set())


@damage
def stranger_put_on_roster(scene) -> str:
    team = scene.site.cheetahs._team
    team[STRANGER] = {**team[OFFICER], "user": STRANGER}
    return f"{GROUP}, {STRANGER}: is on the roster"


@damage
def member_taken_off_roster(scene) -> str:
    del scene.site.cheetahs._team[LIAISON]
    return f"{GROUP}, {LIAISON}: is a member by the trail"


@damage
def stranger_put_into_team(scene) -> str:
    team = scene.at(scene.workspace)._team
    team[LIAISON] = {**team["police-xa"], "user": LIAISON}
    return f"{scene.path(scene.workspace)}, {LIAISON}: has the role member"


@damage
def guest_made_moderator(scene) -> str:
    workspace = scene.at(scene.workspace)
    role, team = workspace._team["customs-xa"], workspace._team
    changed = {"role": role["role"], "groups": role["groups"]}
    team["wildlife-xa"] = {**team["wildlife-xa"], **changed}
    return f"{scene.path(scene.workspace)}, wildlife-xa: has the role moderator"


@damage
def groups_of_guest_changed(scene) -> str:
    team = scene.at(scene.workspace)._team
    team["wildlife-xa"] = {
        **team["wildlife-xa"],
        "groups": team["customs-xa"]["groups"],
    }
    return f"{scene.path(scene.workspace)}, wildlife-xa: is in the groups"


@damage
def view_given_to_anonymous(scene) -> str:
    alert = scene.at(scene.alert)
    alert.manage_permission(Permission.VIEW, ["Anonymous"], acquire=False)
    return f"{scene.path(scene.alert)}: grants View to Anonymous"


@damage
def permission_acquired(scene) -> str:
    alert = scene.at(scene.alert)
    del aq_base(alert)._View_Permission
    return f"{scene.path(scene.alert)}: does not say to whom it grants View"


@damage
def local_role_given(scene) -> str:
    scene.at(scene.alert).manage_setLocalRoles(STRANGER, ["Reader"])
    return f"{scene.path(scene.alert)}: gives {STRANGER} the roles Reader"


@damage
def local_role_given_in_workspace(scene) -> str:
    scene.at(scene.workspace).manage_setLocalRoles(STRANGER, ["Manager"])
    return f"{scene.path(scene.workspace)}: gives {STRANGER} the roles Manager"


@damage
def local_role_given_on_portal(scene) -> str:
    scene.site.manage_setLocalRoles(STRANGER, ["Manager"])
    return f"/plone: gives {STRANGER} the roles Manager"


@damage
def item_published_without_event(scene) -> str:
    with patch("cites.cug.library.items.actions.record"):
        set_state(scene.at(scene.document), "enforcement")
    return f"{scene.path(scene.document)}: is enforcement; the trail says draft"


@damage
def event_of_adding_moved(scene) -> str:
    path = scene.path(scene.document)
    event = "action = 'library.add' AND target = :path"
    scene.sql(f"UPDATE audit_event SET target_uid = 'x' WHERE {event}", path=path)
    return f"{path}: no event of the trail"


@damage
def readers_added(scene) -> str:
    with patch("cites.cug.library.items.actions.record"):
        set_state(scene.at(scene.chosen), "chosen", readers=("category:igo",))
    return f"{scene.path(scene.chosen)}: names the readers category:igo"


@damage
def state_of_workflow_widened(scene) -> str:
    state = scene.site.portal_workflow.cug_library_workflow.states.enforcement
    state.setPermission("View", 0, ["Anonymous"])
    return "cug_library_workflow, enforcement, View: "


@damage
def guard_of_workflow_weakened(scene) -> str:
    workflow = scene.site.portal_workflow.cug_library_workflow
    workflow.transitions.publish.getGuard().permissions = ("View",)
    return "cug_library_workflow, publish, guard: "


@damage
def type_bound_to_another_workflow(scene) -> str:
    tool = scene.site.portal_workflow
    tool.setChainForPortalTypes(["Alert"], ["simple_publication_workflow"])
    return "Alert, workflow: "


@damage
def permission_of_portal_widened(scene) -> str:
    scene.site.manage_permission("cites.cug: Consult permits", ["Member"])
    return "portal, cites.cug: Consult permits: "


@damage
def plug_in_of_roles_added(scene) -> str:
    plugins = scene.site.acl_users.plugins
    plugins.activatePlugin(IRolesPlugin, "portal_role_manager")
    return "acl_users, IRolesPlugin: "


@damage
def local_role_given_on_group(scene) -> str:
    scene.site.cheetahs.manage_setLocalRoles(STRANGER, ["CUG IGO"])
    return f"{GROUP}: gives {STRANGER} the roles CUG IGO"


@damage
def local_role_given_in_zope(scene) -> str:
    scene.layer["app"].manage_setLocalRoles(STRANGER, ["Manager"])
    return f"/: gives {STRANGER} the roles Manager"


@damage
def workspace_opened(scene) -> str:
    workspace = scene.at(scene.workspace)
    workspace.manage_permission(Permission.VIEW, ["Authenticated"], acquire=False)
    return f"{scene.path(scene.workspace)}: grants View to Authenticated"


@damage
def topic_opened(scene) -> str:
    topic = scene.at(scene.topic)
    topic.manage_permission(Permission.READ, ["Member"], acquire=False)
    return f"{scene.path(scene.topic)}: grants cites.cug: Read to Member"


@damage
def foreign_permission_granted(scene) -> str:
    alert = scene.at(scene.alert)
    alert.manage_permission("Manage portal", ["Member"], acquire=False)
    return f"{scene.path(scene.alert)}: grants Manage portal to Member"


@damage
def transition_added_to_state(scene) -> str:
    states = scene.site.portal_workflow.cug_library_workflow.states
    states.draft.transitions += ("share",)
    return "cug_library_workflow, draft, transitions: "


@damage
def target_of_transition_changed(scene) -> str:
    transitions = scene.site.portal_workflow.cug_library_workflow.transitions
    transitions.publish.new_state_id = "shared"
    return "cug_library_workflow, publish, target: "


@damage
def managers_let_past_workflow(scene) -> str:
    scene.site.portal_workflow.cug_library_workflow.manager_bypass = True
    return "cug_library_workflow, Manager bypass: "


@damage
def foreign_type_allowed(scene) -> str:
    scene.site.portal_types.LibraryFolder.allowed_content_types += ("Document",)
    return "LibraryFolder, foreign content: "


@damage
def type_allowed_anywhere(scene) -> str:
    scene.site.portal_types.Document.global_allow = True
    return "types that can lie anywhere: "


@damage
def plug_in_of_log_in_added(scene) -> str:
    plugins = scene.site.acl_users.plugins
    plugins.activatePlugin(IAuthenticationPlugin, "source_users")
    return "acl_users, IAuthenticationPlugin: "


@damage
def plug_in_of_zope_taken_away(scene) -> str:
    plugins = scene.layer["app"].acl_users.plugins
    plugins.deactivatePlugin(IAuthenticationPlugin, "cug_login")
    return "Zope's acl_users, IAuthenticationPlugin: "


@damage
def permission_of_portal_acquired(scene) -> str:
    scene.site.manage_permission("cites.cug: Read", [], acquire=True)
    return "portal, cites.cug: Read, acquired: "


@damage
def workspace_archived_without_event(scene) -> str:
    workspace, tool = scene.at(scene.workspace), scene.site.portal_workflow
    status = {"review_state": "archived", "action": None, "time": DateTime()}
    tool.setStatusOf("cug_workspace_workflow", workspace, status)
    return f"{scene.path(scene.workspace)}: is archived; the trail says active"
