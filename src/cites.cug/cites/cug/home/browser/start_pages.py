"""The portal's start page and a group's."""

from cites.cug import _
from cites.cug.access.guard import may, teams
from cites.cug.access.policy import Permission
from cites.cug.layout.navigation import NavigationEntry
from cites.cug.layout.page import Page
from cites.cug.library.browser.rows import rows_for
from cites.cug.library.queries import list_items
from cites.cug.library.query_parameters import LibrarySearch
from cites.cug.workspaces.browser.rows import PARTS, topic_rows
from cites.cug.workspaces.queries import find_topics, TopicFilter
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any


NEWEST = 8


class PortalStart(Page):
    """The groups that the caller is a member of; a member of only one is sent there."""

    template = ViewPageTemplateFile("templates/portal.pt")
    page_title = _("Your groups")

    def __call__(self) -> str:
        groups = self.groups()
        if len(groups) == 1 and not self.may_add_groups():
            return self.request.response.redirect(groups[0]["url"])
        return self.template(groups=groups)

    def groups(self) -> list[dict[str, str]]:
        brains = api.portal.get_tool("portal_catalog").searchResults(
            portal_type="ClosedUserGroup", sort_on="sortable_title", show_inactive=True
        )
        return [
            {"title": brain.Title, "focus": brain.Description, "url": brain.getURL()}
            for brain in brains
        ]

    def may_add_groups(self) -> bool:
        return may(Permission.ADD_GROUP, self.context)


def overview_entry() -> NavigationEntry:
    """Where the navigation shows what is new in the group."""
    return NavigationEntry(_("Overview"), "overview", Permission.READ, order=15)


class Overview(Page):
    """What is new in a group, and what waits for the reader to decide."""

    template = ViewPageTemplateFile("templates/group.pt")
    topic_parts = PARTS

    @property
    def page_title(self) -> str:
        return self.context.title

    def __call__(self) -> str:
        return self.template(
            discussions=self.discussions(),
            newest=self.rows("enforcement", "shared", "chosen"),
            waiting=self.rows("pending"),
            drafts=self.rows("draft"),
        )

    def rows(self, *states: str) -> list[dict[str, Any]]:
        search = LibrarySearch({"state": states}, facets=(), size=NEWEST)
        return rows_for(self.context, list_items(self.context, search).rows, self.request)

    def discussions(self) -> list[dict[str, Any]] | None:
        """Topics by their last activity; None for readers who are in no workspace."""
        if not teams(self.context):
            return None
        found = find_topics(self.context, TopicFilter(), 0, NEWEST)
        return topic_rows(self.context, found.lines)

    def reads_library(self) -> bool:
        """Whether the reader may; site managers manage the group and may not."""
        return may(Permission.READ, self.context["library"])

    def may_publish(self) -> bool:
        return may(Permission.PUBLISH, self.context)

    def may_add(self) -> bool:
        library = self.context["library"]
        return may(Permission.ADD_ALERT, library)


class GroupStart(Overview):
    """The address of a group; leads members to their messages, which managers lack."""

    def __call__(self) -> str:
        if may(Permission.USE_MESSAGES, self.context):
            url = f"{self.context.absolute_url()}/messages"
            return self.request.response.redirect(url)
        return super().__call__()
