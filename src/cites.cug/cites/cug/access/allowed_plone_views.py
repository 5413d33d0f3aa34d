"""The pages and services of Plone that the portal offers to its members.

The add-on's own pages and services are all offered, each under its permission. Of
Plone's hundreds only those listed here are. Site managers get some more, and the others
from an operator's address. To everybody else the others do not exist.
"""

from Acquisition import aq_base
from cites.cug.access.guard import may
from cites.cug.access.publication import published_view
from cites.cug.core.plone_internals.publishing import service_name
from cites.cug.interfaces import ICugLayer
from plone.namedfile.scaling import ImageScale
from plone.rest.interfaces import IService
from Products.CMFCore.permissions import ManagePortal
from typing import Any
from zope.component.hooks import getSite


PACKAGE = ICugLayer.__module__.rpartition(".")[0]
#: The package of Plone's services. Their base class lies above it.
PLONES = "plone.restapi.services."
TYPES = f"{PLONES}types.get"
CONTROL_PANELS = "Products.CMFPlone.controlpanel."

#: Plone's pages for members: files and pictures of content, translations for scripts.
PAGES = frozenset(
    {
        "download",
        "display-file",
        "download-version",
        "plonejsi18n",
    }
)
#: plone.restapi's services for members, by their documented names; "" is ``GET`` of
#: content itself.
SERVICES = frozenset(
    {
        "",
        "@breadcrumbs",
        "@history",
        "@lock",
        "@login-renew",
        "@logout",
        "@navigation",
        "@querysources",
        "@querystring-search",
        "@search",
        "@sources",
        "@types",
        "@users",
        "@vocabularies",
        "@workflow",
    }
)

#: Modules of pages and services of Plone and Zope that nobody reaches: they export
#: content, list and undo transactions, name items, change what an object is, or read
#: files of the server by a theme, whatever the caller may see.
FOR_NOBODY = (
    "five.intid.",
    "five.localsitemanager.",
    "plone.app.querystring.",
    "plone.app.theming.",
    "plone.exportimport.",
    "plone.resourceeditor.",
    "plone.restapi.services.aliases.",
    "plone.restapi.services.email_notification.",
    "plone.restapi.services.email_send.",
    "plone.restapi.services.linkintegrity.",
    "plone.restapi.services.relations.",
    "plone.restapi.services.rules.",
    "plone.restapi.services.transactions.",
    "Products.CMFEditions.browser.",
    "Products.CMFPlone.controlpanel.browser.redirects",
    "Products.CMFPlone.controlpanel.browser.relations",
    "Products.Five.browser.adding",
    "Products.Five.component.",
    "Products.Five.utilities.",
    "Products.GenericSetup.browser.",
    "Products.PlonePAS.browser.",
)
#: Plone's pages of the log of errors, which keeps the cookies of requests that failed.
ERROR_LOG = frozenset(
    {
        "error-log-form",
        "error-log-set-properties",
        "error-log-show-entry",
        "error-log-update",
    }
)
#: Modules of pages and services that have names of what members reach, and that change
#: pages and content types.
NOT_LISTED = (
    "plone.app.customerize.",
    "plone.restapi.services.types.add",
    "plone.restapi.services.types.delete",
    "plone.restapi.services.types.put",
    "plone.restapi.services.types.update",
)
#: Plone's pages that site managers reach from any address; the others change what the
#: portal relies on, and take an address in ``operators``.
PAGES_OF_MANAGERS = frozenset(
    {"mail-controlpanel", "overview-controlpanel", "usergroup-userprefs"}
)
#: Control panels over REST, in the same way; ``()`` is their list.
PANELS_OF_MANAGERS = frozenset({(), ("mail",)})


def is_for_nobody(view: Any) -> bool:
    """Whether a page or service shows what its caller may not see, or undoes it."""
    if getattr(view, "__name__", "") in ERROR_LOG:
        return True
    return any(name.startswith(FOR_NOBODY) for name in _modules(view))


def is_for_managers(view: Any) -> bool:
    """Whether site managers reach a page or service of Plone's from any address."""
    name = getattr(view, "__name__", None) or ""
    if name.endswith("@controlpanels"):
        return tuple(getattr(aq_base(view), "params", None) or ()) in PANELS_OF_MANAGERS
    return name in PAGES_OF_MANAGERS


def is_offered(request) -> bool:
    """Whether the caller, who is logged in, may reach the published object at all."""
    return is_listed(request) or runs_site()


def runs_site() -> bool:
    """Whether the caller is a site manager, who may use the rest of Plone too."""
    return may(ManagePortal, getSite())


def is_listed(request) -> bool:
    """Whether the published page or service is one that all members may use."""
    view = published_view(request)
    if any(name.startswith(NOT_LISTED) for name in _modules(view)):
        return False
    if isinstance(aq_base(view), ImageScale) or is_ours(view):
        return True
    if IService.providedBy(view):
        return service_name(request, view) in SERVICES and not is_field_of_type(view)
    return getattr(view, "__name__", "") in PAGES


def is_field_of_type(view: Any) -> bool:
    """Whether Plone's service ``@types`` is asked for one field of a type.

    It fails below the portal: after it has taken our browser layer off the request, so
    that none of our error pages answers.
    """
    named = getattr(aq_base(view), "params", None) or ()
    return any(name == TYPES for name in _modules(view)) and len(named) > 1


def is_ours(view: Any) -> bool:
    """Whether a page or service is the add-on's own, or derived from Plone's by it."""
    return any(name.startswith(PACKAGE) for name in _modules(view))


def is_plones(view: Any) -> bool:
    """Whether a page or service is Plone's, or derived from a service of Plone's."""
    made_from = any(name.startswith(PLONES) for name in _modules(view))
    return made_from or not is_ours(view)


def is_control_panel(view: Any) -> bool:
    """Whether a page is derived from one of Plone's control panels."""
    return any(name.startswith(CONTROL_PANELS) for name in _modules(view))


def _modules(view: Any) -> list[str]:
    return [cls.__module__ for cls in type(aq_base(view)).__mro__]
