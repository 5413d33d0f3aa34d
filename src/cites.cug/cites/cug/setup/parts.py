"""The parts of a site that the profile changes.

Each part reads its values by name, and restores one value. Without a value it removes
what has the name.
"""

from Acquisition import aq_base
from cites.cug.core.plone_internals.site_setup import (
    default_chain,
    forget_version_policies,
    hidden_viewlets,
    profile_versions,
    remove_role,
    set_default_chain,
    workflow_chains,
)
from cites.cug.core.plone_internals.users import activate_plugins
from cites.cug.login.install import folders_given_back, user_folders
from cites.cug.login.user_folders import path_of
from collections.abc import Callable
from plone import api
from plone.app.viewletmanager.interfaces import IViewletSettingsStorage
from plone.browserlayer.interfaces import ILocalBrowserLayerType
from plone.browserlayer.utils import unregister_layer
from plone.registry.interfaces import IRegistry
from Products.CMFCore.interfaces import IAction
from Products.GenericSetup.context import SnapshotImportContext
from Products.GenericSetup.interfaces import IBody
from typing import Any, NamedTuple
from zope.component import getMultiAdapter, getUtilitiesFor, getUtility


OWN_PROFILES = "cites.cug:"
DEFAULT_CHAIN = "(Default)"


class Part(NamedTuple):
    read: Callable[[Any], dict[str, Any]]
    restore: Callable[..., None]


def tool(name: str) -> Any:
    return api.portal.get_tool(name)


# Permissions and roles of the site itself


def read_permissions(site: Any) -> dict[str, Any]:
    """Permission → roles as the site stores them: a tuple if it acquires none."""
    return {
        name: type(roles)(roles)
        for name, roles in vars(aq_base(site)).items()
        if name.startswith("_") and name.endswith("_Permission")
    }


def restore_permission(site: Any, name: str, *roles: Any) -> None:
    if roles:
        setattr(site, name, *roles)
    elif name in vars(aq_base(site)):
        delattr(site, name)


def read_roles(site: Any) -> dict[str, Any]:
    return dict.fromkeys(aq_base(site).__ac_roles__, True)


def restore_role(site: Any, name: str, *known: bool) -> None:
    if not known:
        remove_role(site, name)
        roles = site.acl_users.portal_role_manager
        if name in roles.listRoleIds():
            roles.removeRole(name)


# Types and their workflows


def _as_xml(fti: Any) -> Any:
    context = SnapshotImportContext(tool("portal_setup"), "unused")
    return getMultiAdapter((fti, context), IBody)


def read_types(site: Any) -> dict[str, Any]:
    return {fti.getId(): _as_xml(fti).body for fti in tool("portal_types").objectValues()}


def restore_type(site: Any, name: str, *xml: bytes) -> None:
    types = tool("portal_types")
    if xml and name in types.objectIds():
        (_as_xml(types[name]).body,) = xml
    elif not xml and name in types.objectIds():
        types._delObject(name)


def read_workflows(site: Any) -> dict[str, Any]:
    return dict.fromkeys(tool("portal_workflow").objectIds(), True)


def restore_workflow(site: Any, name: str, *known: bool) -> None:
    workflows = tool("portal_workflow")
    if not known and name in workflows.objectIds():
        workflows._delObject(name)


def read_chains(site: Any) -> dict[str, Any]:
    workflows = tool("portal_workflow")
    chains = dict(workflow_chains(workflows) or {})
    return {**chains, DEFAULT_CHAIN: default_chain(workflows)}


def restore_chain(site: Any, name: str, *chain: Any) -> None:
    workflows = tool("portal_workflow")
    if name == DEFAULT_CHAIN:
        set_default_chain(workflows, *chain)
    elif chain:
        (workflow_chains(workflows)[name],) = chain
    else:
        workflow_chains(workflows).pop(name, None)


def read_versions(site: Any) -> dict[str, Any]:
    repository = tool("portal_repository")
    policies = repository.getPolicyMap()
    return {
        name: tuple(policies.get(name, ()))
        for name in repository.getVersionableContentTypes()
    }


def restore_versions(site: Any, name: str, *policies: Any) -> None:
    repository = tool("portal_repository")
    if not policies:
        for policy in tuple(repository.getPolicyMap().get(name, ())):
            repository.removePolicyFromContentType(name, policy)
        kept = [one for one in repository.getVersionableContentTypes() if one != name]
        repository.setVersionableContentTypes(kept)
        forget_version_policies(repository, name)


# Catalog and registry


def read_catalog(site: Any) -> dict[str, Any]:
    catalog = tool("portal_catalog")
    indexes = {f"index {name}": True for name in catalog.indexes()}
    return indexes | {f"column {name}": True for name in catalog.schema()}


def restore_catalog(site: Any, name: str, *known: bool) -> None:
    catalog = tool("portal_catalog")
    kind, _space, name = name.partition(" ")
    if not known and kind == "index" and name in catalog.indexes():
        catalog.delIndex(name)
    elif not known and kind == "column" and name in catalog.schema():
        catalog.delColumn(name)


def read_registry(site: Any) -> dict[str, Any]:
    return {name: one.value for name, one in getUtility(IRegistry).records.items()}


def restore_record(site: Any, name: str, *value: Any) -> None:
    records = getUtility(IRegistry).records
    if value and name in records:
        (records[name].value,) = value
    elif not value and name in records:
        del records[name]


# Pages


def read_actions(site: Any) -> dict[str, Any]:
    return {
        f"{category.getId()}/{action.getId()}": True
        for category in tool("portal_actions").objectValues()
        for action in category.objectValues()
        if IAction.providedBy(action)
    }


def restore_action(site: Any, name: str, *known: bool) -> None:
    category, _slash, name = name.partition("/")
    actions = tool("portal_actions").get(category)
    if not known and actions is not None and name in actions.objectIds():
        actions._delObject(name)


def read_hidden_viewlets(site: Any) -> dict[str, Any]:
    hidden = hidden_viewlets(getUtility(IViewletSettingsStorage))
    return {
        f"{skin}/{manager}": tuple(names)
        for skin, managers in hidden.items()
        for manager, names in managers.items()
    }


def restore_hidden_viewlets(site: Any, name: str, *viewlets: tuple[str, ...]) -> None:
    skin, _slash, manager = name.partition("/")
    hidden = hidden_viewlets(getUtility(IViewletSettingsStorage)).get(skin, {})
    if viewlets:
        (hidden[manager],) = viewlets
    else:
        hidden.pop(manager, None)


def read_layers(site: Any) -> dict[str, Any]:
    return {name: True for name, _layer in getUtilitiesFor(ILocalBrowserLayerType)}


def restore_layer(site: Any, name: str, *known: bool) -> None:
    if not known and name in read_layers(site):
        unregister_layer(name)


# Plug-ins of the user folders


def read_plugins(site: Any) -> dict[str, Any]:
    return {
        f"{path_of(users)} {name}": True
        for users in user_folders(site)
        for name in users.objectIds()
    }


def restore_plugin(site: Any, name: str, *known: bool) -> None:
    place, _space, name = name.partition(" ")
    users = _folders_given_back(site).get(place)
    if users is not None and not known and name in users.objectIds():
        users._delObject(name)


def read_active_plugins(site: Any) -> dict[str, Any]:
    """The active plug-ins of each interface, in order."""
    return {
        f"{path_of(users)} {name}": users.plugins.listPluginIds(interface)
        for users in user_folders(site)
        for name, interface in _interfaces(users).items()
    }


def restore_active_plugins(site: Any, name: str, *active: tuple[str, ...]) -> None:
    place, _space, name = name.partition(" ")
    users = _folders_given_back(site).get(place)
    interface = _interfaces(users).get(name) if users is not None else None
    if interface is not None:
        (before,) = active or ((),)
        since = users.plugins.listPluginIds(interface)
        # Plug-ins that others have added since stay active, after those of before.
        wanted = [*before, *(one for one in since if one not in before)]
        there = tuple(one for one in wanted if one in users.objectIds())
        activate_plugins(users, interface, there)


def _folders_given_back(site: Any) -> dict[str, Any]:
    return {path_of(users): users for users in folders_given_back(site)}


def _interfaces(users: Any) -> dict[str, Any]:
    return {info["id"]: info["interface"] for info in users.plugins.listPluginTypeInfo()}


# Profiles that were installed with the add-on's


def read_profiles(site: Any) -> dict[str, Any]:
    versions = profile_versions(tool("portal_setup"))
    return {name: True for name in versions if not name.startswith(OWN_PROFILES)}


def restore_profile(site: Any, name: str, *known: bool) -> None:
    if not known:
        tool("portal_setup").unsetLastVersionForProfile(name)


#: The parts, in the order in which they are restored.
PARTS = {
    "layer": Part(read_layers, restore_layer),
    "action": Part(read_actions, restore_action),
    "hidden viewlets": Part(read_hidden_viewlets, restore_hidden_viewlets),
    "versions": Part(read_versions, restore_versions),
    "chain": Part(read_chains, restore_chain),
    "type": Part(read_types, restore_type),
    "workflow": Part(read_workflows, restore_workflow),
    "catalog": Part(read_catalog, restore_catalog),
    "record": Part(read_registry, restore_record),
    "permission": Part(read_permissions, restore_permission),
    "role": Part(read_roles, restore_role),
    "plug-in": Part(read_plugins, restore_plugin),
    "active plug-ins": Part(read_active_plugins, restore_active_plugins),
    "profile": Part(read_profiles, restore_profile),
}
