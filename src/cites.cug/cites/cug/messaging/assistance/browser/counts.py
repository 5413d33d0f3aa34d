"""Page: how many requests there are, for the Secretariat."""

from cites.cug import _
from cites.cug.messaging.assistance.queries import counts
from cites.cug.messaging.assistance.schema import KINDS
from cites.cug.web.layout.navigation import NavigationEntry
from cites.cug.web.layout.page import Page
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any


class CountsPage(Page):
    """``{group}/assistance-counts``"""

    template = ViewPageTemplateFile("templates/counts.pt")
    page_title = _("How many requests for assistance there are")
    navigation_entry = NavigationEntry(_("Requests for assistance"), order=84, desk=True)

    def __call__(self) -> str:
        return self.template()

    def rows(self) -> list[dict[str, Any]]:
        return [
            {**one._asdict(), "title": KINDS[one.kind]} for one in counts(self.context)
        ]
