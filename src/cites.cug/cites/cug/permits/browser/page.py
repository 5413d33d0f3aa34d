"""The base of all pages of permits."""

from cites.cug.access.guard import may
from cites.cug.access.policy import Permission
from cites.cug.core.codelists.lists import entries, title
from cites.cug.permits.browser.interfaces import IAlertsOnPermit
from cites.cug.permits.managers import permit_manager, PermitManager
from cites.cug.web.layout.page import Page
from cites.cug.web.layout.times import reader_today
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from urllib.parse import urlencode
from zope.component import getUtility


def query_of(asked: Any) -> str:
    """The country and the number that are asked for, as a query string."""
    return urlencode({"country": asked.country, "number": asked.number})


class PermitsPage(Page):
    """A page of permits; ``context`` is the group from which the caller looks at
    permits.
    """

    parts = ViewPageTemplateFile("templates/parts.pt")
    outside_parts = ViewPageTemplateFile("templates/outside_parts.pt")
    #: The permission that the page requires.
    permission = Permission.CONSULT_PERMITS

    @cached_property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/permits"

    @cached_property
    def today(self) -> date:
        """The date in the reader's time zone: permits are valid by days."""
        return reader_today()

    @cached_property
    def sees_parties(self) -> bool:
        return may(Permission.SEE_PARTIES, self.context)

    @cached_property
    def may_search(self) -> bool:
        return may(Permission.SEARCH_PERMITS, self.context)

    @cached_property
    def may_import(self) -> bool:
        return may(Permission.IMPORT_PERMITS, self.context)

    def alerts_on(self, number: str) -> list[Mapping[str, Any]]:
        """The alerts of this group that name the permit and are open to the reader."""
        found = getUtility(IAlertsOnPermit)(self.context, number)
        codes = ((one, one["handling"]) for one in found)
        return [
            {**one, "handling_title": title("handling", code, self.language)}
            for one, code in codes
        ]

    def keeper(self, permission: Permission) -> PermitManager:
        """For which countries' permits the caller has this permission."""
        if not may(permission, self.context):
            return PermitManager(False)
        return permit_manager(permission, api.portal.get())

    def countries(self) -> list[tuple[str, str]]:
        """Codes and names of all countries, sorted in the reader's language."""
        return entries("country", self.language)

    def country(self, code: str) -> str:
        return title("country", code, self.language)
