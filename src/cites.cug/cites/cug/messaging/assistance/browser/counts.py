"""Page: how many requests there are, for the Secretariat."""

from cites.cug import _
from cites.cug.access.policy import Permission
from cites.cug.messaging.assistance.queries import counts
from cites.cug.messaging.assistance.schema import KINDS
from cites.cug.web.layout.navigation import NavigationEntry
from cites.cug.web.layout.page import Page
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any


def counts_entry() -> NavigationEntry:
    """The entry of the page in the navigation."""
    return NavigationEntry(
        _("Requests for assistance"),
        "assistance-counts",
        Permission.KEEP_ACCOUNTS,
        order=84,
        desk=True,
    )


class CountsPage(Page):
    """``{group}/assistance-counts``"""

    template = ViewPageTemplateFile("templates/counts.pt")
    page_title = _("How many requests for assistance there are")

    def __call__(self) -> str:
        return self.template()

    def rows(self) -> list[dict[str, Any]]:
        return [
            {**one._asdict(), "title": KINDS[one.kind]} for one in counts(self.context)
        ]
