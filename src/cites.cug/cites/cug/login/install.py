"""Installs the plug-in in the user folders, in place of Plone's, and removes it again."""

from Acquisition import aq_base, aq_chain, aq_inner, aq_parent
from cites.cug.login.plugin import LoginPlugin
from cites.cug.login.user_folders import PLUGIN, STORES
from collections.abc import Iterator
from Products.CMFCore.interfaces import ISiteRoot
from Products.PlonePAS.interfaces.plugins import IUserManagement
from Products.PluggableAuthService.interfaces import plugins
from Products.PluggableAuthService.interfaces.authservice import IPluggableAuthService
from typing import Any


#: What this plug-in alone does, while it is installed.
OURS = (
    plugins.IExtractionPlugin,
    plugins.IAuthenticationPlugin,
    plugins.ICredentialsUpdatePlugin,
    plugins.ICredentialsResetPlugin,
    plugins.IValidationPlugin,
    plugins.IUserAdderPlugin,
    IUserManagement,
)
REPLACED = (
    *("session", "jwt_auth", "credentials_cookie_auth", "credentials_basic_auth"),
    *("password_policy", *STORES),
)


def user_folders(site: Any) -> Iterator[Any]:
    """The user folder of the portal, and those of Zope above it."""
    for parent in aq_chain(aq_inner(site)):
        if IPluggableAuthService.providedBy(getattr(aq_base(parent), "acl_users", None)):
            yield parent.acl_users


def folders_given_back(site: Any) -> Iterator[Any]:
    """The portal's user folder, and those above it that no other portal of ours uses."""
    yield site.acl_users
    others = [other for other in sites_beside(site) if PLUGIN in other.acl_users]
    if not others:
        yield from (users for users in user_folders(site) if users != site.acl_users)


def sites_beside(site: Any) -> list[Any]:
    """Other Plone sites in the same folder, which share the user folder above."""
    there = filter(ISiteRoot.providedBy, aq_parent(aq_inner(site)).objectValues())
    return [other for other in there if other.getId() != site.getId()]


def _known(users: Any) -> list[Any]:
    """Kinds of plug-in that this user folder knows; Zope's own knows fewer."""
    known = {info["interface"] for info in users.plugins.listPluginTypeInfo()}
    return [interface for interface in OURS if interface in known]


def install_plugin(site: Any) -> None:
    """Make this plug-in the only one that checks credentials. Can be repeated."""
    for users in user_folders(site):
        if PLUGIN not in users.objectIds():
            users._setObject(PLUGIN, LoginPlugin())
        for interface in _known(users):
            active = users.plugins.listPluginIds(interface)
            for name in set(active).intersection(REPLACED):
                users.plugins.deactivatePlugin(interface, name)
                users[PLUGIN].replaced += ((interface.__name__, name),)
            if PLUGIN not in active:
                users.plugins.activatePlugin(interface, PLUGIN)


def uninstall_plugin(site: Any) -> None:
    """Put the plug-ins back that were replaced."""
    for users in folders_given_back(site):
        if PLUGIN not in users.objectIds():
            continue
        for interface in _known(users):
            users.plugins.deactivatePlugin(interface, PLUGIN)
            for name in REPLACED:
                if (interface.__name__, name) in users[PLUGIN].replaced:
                    users.plugins.activatePlugin(interface, name)
        users._delObject(PLUGIN)
