"""When the add-on may be installed or uninstalled, and the reasons of a refusal."""

from cites.cug import _
from cites.cug.core.settings.deployment import closes_existing_site
from cites.cug.login.install import sites_beside
from cites.cug.login.user_folders import PLUGIN, store
from cites.cug.setup import snapshot
from cites.cug.web.publishing.error_views import ErrorAnswer
from plone import api
from plone.rest.interfaces import IAPIRequest
from Products.GenericSetup.tool import UNKNOWN
from Products.statusmessages.interfaces import IStatusMessage
from typing import Any
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.i18nmessageid import Message


PROFILE = "cites.cug:default"
ADD_ONS = "prefs_install_products_form"

IN_USE = _("setup_conditions_installed_nothing_changed_site_text")
HAS_GROUPS = _("setup_conditions_uninstalled_nothing_changed_groups_text")
NOT_KEPT = _("setup_conditions_uninstalled_nothing_changed_earlier_text")
GIVEN_BACK = _("setup_conditions_site_before_records_message_text")


class InstallationRefused(Exception):
    """The add-on may not be installed or uninstalled in the present state of the site."""

    def __init__(self, reason: str):
        super().__init__(translate(reason))
        self.reason = reason


class RefusedAnswer(ErrorAnswer):
    """Redirects to the add-ons screen, which shows the reason; 409 for programs."""

    def __call__(self) -> str:
        if IAPIRequest.providedBy(self.request):
            return self.answer(409, "Conflict", self.context.reason)
        url = f"{api.portal.get().absolute_url()}/{ADD_ONS}"
        self.request.response.redirect(url, lock=1)
        return ""


def refuse(reason: str) -> None:
    say(reason, "error")
    raise InstallationRefused(reason)


def say(words: str, kind: str) -> None:
    """Show a message on the add-ons screen. Scripts have no screen."""
    request = getRequest()
    if request is not None and not IAPIRequest.providedBy(request):
        IStatusMessage(request).add(words, type=kind)


def is_first(tool: Any) -> bool:
    """Whether the add-on is not installed yet."""
    return tool.getLastVersionForProfile(PROFILE) == UNKNOWN


def check_site(site: Any) -> None:
    """Refuse a site that is in use, unless the deployment allows it.

    Raises InstallationRefused.
    """
    catalog = api.portal.get_tool("portal_catalog")
    path = "/".join(site.getPhysicalPath())
    items = [
        brain
        for brain in catalog.unrestrictedSearchResults(path=path)
        if brain.portal_type != "Plone Site"
    ]
    own = api.user.get_current().getId()
    accounts = [name for name in store(site.acl_users).listUserIds() if name != own]
    sites = [other for other in sites_beside(site) if PLUGIN not in other.acl_users]
    if (items or accounts or sites) and not closes_existing_site():
        found = {"items": len(items), "accounts": len(accounts), "sites": len(sites)}
        refuse(Message(IN_USE, mapping=found))


def check_leaving(site: Any) -> None:
    """Refuse to uninstall while there are groups, or if nothing could be restored.

    Raises InstallationRefused.
    """
    catalog = api.portal.get_tool("portal_catalog")
    groups = catalog.unrestrictedSearchResults(portal_type="ClosedUserGroup")
    if groups:
        names = ", ".join(sorted(brain.getId for brain in groups))
        refuse(Message(HAS_GROUPS, mapping={"groups": names}))
    if not snapshot.is_kept(site):
        refuse(NOT_KEPT)
