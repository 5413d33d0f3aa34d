"""Rights that are given, and states that are set, past the portal's actions."""

from Acquisition import aq_base
from cites.cug.access.permissions import Permission
from cites.cug.library.actions import set_state
from Products.PluggableAuthService.interfaces.plugins import IRolesPlugin
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
    with patch("cites.cug.library.actions.record"):
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
    with patch("cites.cug.library.actions.record"):
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
