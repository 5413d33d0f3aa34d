"""What the screens of permits have in common."""

from cites.cug.access.guard import caller, may
from cites.cug.access.policy import Permission
from cites.cug.codelists.lists import entries, title
from cites.cug.codelists.vocabularies import reader_language
from cites.cug.layout.page import Page
from cites.cug.layout.times import reader_today
from cites.cug.permits.managers import permit_manager, PermitManager
from datetime import date
from functools import cached_property
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.statusmessages.interfaces import IStatusMessage
from typing import Any
from zope.i18nmessageid import Message


class PermitsPage(Page):
    """One of them; ``context`` is the group from which permits are looked at."""

    parts = ViewPageTemplateFile("templates/parts.pt")
    outside_parts = ViewPageTemplateFile("templates/outside_parts.pt")
    #: What one must hold in the group to open it.
    permission = Permission.CONSULT_PERMITS

    @cached_property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/permits"

    @cached_property
    def user(self) -> str:
        return caller()

    @cached_property
    def language(self) -> str:
        return reader_language()

    @cached_property
    def today(self) -> date:
        """Permits hold days: where the reader is, it may be another than here."""
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

    def keeper(self, permission: Permission) -> PermitManager:
        """With whose permits the caller may do that."""
        if not may(permission, self.context):
            return PermitManager(False)
        return permit_manager(permission, api.portal.get())

    def text(self, name: str) -> str:
        """A value of the form; "" where it is none."""
        value = self.request.form.get(name, "")
        return value if isinstance(value, str) else ""

    def countries(self) -> list[tuple[str, str]]:
        """In the reader's language and order."""
        return entries("country", self.language)

    def country(self, code: str) -> str:
        return title("country", code, self.language)

    def lead_on(self, url: str, message: Message | None = None) -> Any:
        if message is not None:
            IStatusMessage(self.request).add(message)
        return self.request.response.redirect(url)
