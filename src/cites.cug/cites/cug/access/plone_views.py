"""Plone's own pages and services, where they would tell of what one may not see."""

from cites.cug.access.guard import may
from cites.cug.access.policy import Permission
from cites.cug.interfaces import ICugLayer
from plone.app.uuid.utils import uuidToObject
from plone.outputfilters.browser.resolveuid import ResolveUIDView
from plone.outputfilters.filters.resolveuid_and_caption import (
    resolveuid_re,
    ResolveUIDAndCaptionFilter,
)
from plone.restapi.interfaces import ISerializeToJsonSummary
from plone.restapi.serializer.summary import DefaultJSONSummarySerializer
from plone.restapi.services import Service
from plone.restapi.services.contextnavigation.get import ContextNavigation
from Products.CMFCore.interfaces import IContentish
from Products.CMFPlone.browser.navigation import PhysicalNavigationBreadcrumbs
from Products.Five.browser import BrowserView
from typing import Any
from zExceptions import NotFound
from zope.component import adapter
from zope.component.hooks import getSite
from zope.interface import implementer, Interface


class NoPage(BrowserView):
    """In place of a page of Plone's that the portal does not have."""

    def __call__(self) -> str:
        raise NotFound


class NoService(Service):
    """In place of a service of plone.restapi's that the portal does not have."""

    def reply(self) -> None:
        raise NotFound


class VisibleUID(ResolveUIDView):
    """``resolveuid/{UID}``: leads to what one may see and to nothing else."""

    def __call__(self) -> str:
        target = uuidToObject(self.uuid, unrestricted=True)
        if target is None or not may(Permission.VIEW, target):
            raise NotFound
        return super().__call__()


class LinksByUID(ResolveUIDAndCaptionFilter):
    """Links in a text lead to ``VisibleUID``, which asks who follows them.

    Plone would name the place itself, and keep that for the next reader.
    """

    def resolve_link(self, href: str) -> tuple[Any, str, str]:
        if resolveuid_re.match(href):
            return getSite(), href.lstrip("./"), ""
        return super().resolve_link(href)


class VisibleBreadcrumbs(PhysicalNavigationBreadcrumbs):
    """The way to a page, without folders whose names one may not see."""

    def breadcrumbs(self) -> tuple[dict[str, Any], ...]:
        crumbs = super().breadcrumbs()
        return crumbs if may(Permission.VIEW, self.context) else crumbs[:-1]


@implementer(ISerializeToJsonSummary)
@adapter(IContentish, ICugLayer)
class VisibleSummary(DefaultJSONSummarySerializer):
    """What JSON says of related content; of hidden content, only its address."""

    def __call__(self) -> dict[str, Any]:
        if may(Permission.VIEW, self.context):
            return super().__call__()
        return {"@id": self.context.absolute_url()}


@adapter(Interface, ICugLayer)
class NoTree(ContextNavigation):
    """Where Plone's tree would be; see ``plone_views.zcml``."""

    def __call__(self, expand: bool = False, prefix: str = "") -> dict[str, Any]:
        return super().__call__(expand=False)
