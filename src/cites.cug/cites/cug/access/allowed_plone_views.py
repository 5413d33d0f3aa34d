"""What of Plone's the portal offers to those who are logged in.

Our own pages and services are offered as they are, each under its permission. Of Plone's
hundreds, those listed here are; all others are for site managers, and to everybody else
they do not exist.
"""

from Acquisition import aq_base
from cites.cug.access.guard import may
from cites.cug.access.publication import published_view
from cites.cug.interfaces import ICugLayer
from cites.cug.plone_internals.publishing import service_name
from plone.namedfile.scaling import ImageScale
from plone.rest.interfaces import IService
from Products.CMFCore.permissions import ManagePortal
from typing import Any
from zope.component.hooks import getSite


PACKAGE = ICugLayer.__module__.rpartition(".")[0]
#: Where Plone keeps its services; the class that all have in common lies above.
PLONES = "plone.restapi.services."
CONTROL_PANELS = "Products.CMFPlone.controlpanel."

#: Files and pictures of content, a member's own account, words for scripts.
PAGES = frozenset(
    {
        "download",
        "display-file",
        "download-version",
        "plonejsi18n",
    }
)
#: For other tools, as Plone documents them; "" is the content itself.
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

#: Modules of Plone's pages and services that take the portal apart: what has happened is
#: undone, states lose their audiences, content is mailed to anybody, types lose fields.
#: They are for operators, as Zope's own screens are, which do the same.
FOR_OPERATORS = (
    "five.customerize.",
    "plone.app.contentrules.",
    "plone.app.customerize.",
    "plone.app.dexterity.browser.",
    "plone.restapi.services.rules.",
    "plone.restapi.services.transactions.",
    "plone.restapi.services.types.add",
    "plone.restapi.services.types.delete",
    "plone.restapi.services.types.put",
    "plone.restapi.services.types.update",
    "plone.schemaeditor.",
    "Products.CMFPlacefulWorkflow.",
    "Products.CMFPlone.controlpanel.browser.types",
)
#: The same, as parts of a service that is for site managers otherwise.
PANELS_FOR_OPERATORS = frozenset({"content-rules", "dexterity-types"})


def is_for_operators(view: Any) -> bool:
    """Whether a page or service changes what the portal is, or undoes what was done."""
    steps = getattr(aq_base(view), "params", None) or ()
    is_panel = getattr(view, "__name__", "").endswith("@controlpanels")
    if is_panel and PANELS_FOR_OPERATORS.intersection(map(str, steps)):
        return True
    return any(name.startswith(FOR_OPERATORS) for name in _modules(view))


def is_offered(request) -> bool:
    """Whether what is published is for the caller, who is logged in, at all."""
    return is_listed(request) or runs_site()


def runs_site() -> bool:
    """Whether the caller may have the rest of Plone too."""
    return may(ManagePortal, getSite())


def is_listed(request) -> bool:
    """Whether what is published is for all who are logged in."""
    view = published_view(request)
    if view is None or is_for_operators(view):
        return False
    if isinstance(aq_base(view), ImageScale) or is_ours(view):
        return True
    if IService.providedBy(view):
        return service_name(request, view) in SERVICES
    return getattr(view, "__name__", "") in PAGES


def is_ours(view: Any) -> bool:
    """Whether a page or service is the portal's own, or made from Plone's."""
    return any(name.startswith(PACKAGE) for name in _modules(view))


def is_plones(view: Any) -> bool:
    """Whether a page or service is Plone's, or made from a service of Plone's."""
    made_from = any(name.startswith(PLONES) for name in _modules(view))
    return made_from or not is_ours(view)


def is_control_panel(view: Any) -> bool:
    """Whether a page is made from one of Plone's control panels."""
    return any(name.startswith(CONTROL_PANELS) for name in _modules(view))


def _modules(view: Any) -> list[str]:
    return [cls.__module__ for cls in type(aq_base(view)).__mro__]
