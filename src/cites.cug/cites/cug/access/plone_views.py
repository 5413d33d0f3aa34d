"""Replacements of Plone's pages and services that would show hidden content."""

from cites.cug.access.guard import may
from cites.cug.access.policy import Permission
from cites.cug.interfaces import ICugLayer
from plone.app.uuid.utils import uuidToObject
from plone.outputfilters.browser.resolveuid import ResolveUIDView
from plone.outputfilters.filters.resolveuid_and_caption import (
    resolveuid_re,
    ResolveUIDAndCaptionFilter,
)
from plone.restapi.interfaces import IExpandableElement, ISerializeToJsonSummary
from plone.restapi.serializer.summary import DefaultJSONSummarySerializer
from plone.restapi.services import Service
from plone.restapi.services.contextnavigation.get import (
    ContextNavigationGet,
)
from Products.CMFCore.interfaces import IContentish
from Products.CMFPlone.browser.navigation import PhysicalNavigationBreadcrumbs
from Products.Five.browser import BrowserView
from typing import Any
from zExceptions import NotFound, Unauthorized
from zope.component import adapter
from zope.component.hooks import getSite
from zope.interface import implementer, Interface


#: The parameter that names where a tree begins.
TREE_ROOT = "expand.contextnavigation.root_path"


class NoPage(BrowserView):
    """Replaces a page of Plone's that the portal does not offer."""

    def __call__(self) -> str:
        raise NotFound


class NoService(Service):
    """Replaces a service of plone.restapi's that the portal does not offer."""

    def reply(self) -> None:
        raise NotFound


class VisibleUID(ResolveUIDView):
    """``resolveuid/{UID}``: redirects to content that the caller may see, else 404."""

    def __call__(self) -> str:
        target = uuidToObject(self.uuid, unrestricted=True)
        if target is None or not may(Permission.VIEW, target):
            raise NotFound
        return super().__call__()


class LinksByUID(ResolveUIDAndCaptionFilter):
    """Keeps links by UID in texts, so that ``VisibleUID`` checks each reader.

    Plone would replace them with the target's address, and cache that for other readers.
    """

    def resolve_link(self, href: str) -> tuple[Any, str, str]:
        if resolveuid_re.match(href):
            return getSite(), href.lstrip("./"), ""
        return super().resolve_link(href)


class VisibleBreadcrumbs(PhysicalNavigationBreadcrumbs):
    """The breadcrumbs of a page, without the page itself if the caller may not see it."""

    def breadcrumbs(self) -> tuple[dict[str, Any], ...]:
        crumbs = super().breadcrumbs()
        return crumbs if may(Permission.VIEW, self.context) else crumbs[:-1]


@implementer(ISerializeToJsonSummary)
@adapter(IContentish, ICugLayer)
class VisibleSummary(DefaultJSONSummarySerializer):
    """The summary of related content in JSON. Hidden content shows its address only."""

    def __call__(self) -> dict[str, Any]:
        if may(Permission.VIEW, self.context):
            return super().__call__()
        return {"@id": self.context.absolute_url()}


@implementer(IExpandableElement)
@adapter(Interface, ICugLayer)
class NoElement:
    # In place of a part of content's JSON that is not for members: not even its link. No
    # docstring: with one Zope would publish it at an address of its name.
    def __init__(self, context: Any, request: Any):
        self.context, self.request = context, request

    def __call__(self, expand: bool = False, prefix: str = "") -> dict[str, Any]:
        return {}


class ManagersTree(ContextNavigationGet):
    """Plone's tree for site managers. A hidden root is answered as a missing one is."""

    def reply(self) -> dict[str, Any]:
        try:
            return super().reply()
        except Unauthorized:
            # Plone takes the portal where nothing is found.
            self.request.form[TREE_ROOT] = "/"
            return super().reply()
