"""The page of all workspaces of a group that the reader may see."""

from cites.cug import _
from cites.cug.access.guard import may, require, teams
from cites.cug.access.policy import Permission
from cites.cug.web.layout.links import title_at
from cites.cug.web.layout.local_texts import local_text
from cites.cug.web.layout.navigation import NavigationEntry
from cites.cug.workspaces.actions.joining import ask_to_join, offered_to, requests_of
from cites.cug.workspaces.browser.page import SpacePage
from cites.cug.workspaces.queries import (
    counts_by_workspace,
    find_topics,
    TopicFilter,
    unread_topics,
    workspaces_seen,
)
from cites.cug.workspaces.read_marks import mark_all_read
from cites.cug.workspaces.rows import topic_rows, TopicListPart
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from urllib.parse import urlencode
from zExceptions import NotFound


LATEST = 10
FOUND = 50


class WorkspacesPage(TopicListPart, SpacePage):
    """Shows each workspace with its purpose and what is new, and the latest topics."""

    template = ViewPageTemplateFile("templates/workspaces.pt")
    page_title = _("workspaces_teams")
    navigation_entry = NavigationEntry(
        order=5,
        permission=Permission.USE_MESSAGES,
        count=unread_topics,
        counted=_("common_topics_with_something_new_title"),
    )

    def handle(self, name: str) -> str | None:
        if name == "read":
            mark_all_read(self.user_id, list(teams(self.group)))
            return self.lead_on(self.url, _("workspaces_all_topics_marked_read_text"))
        if name != "join":
            raise NotFound(name)
        require(Permission.ASK_TO_JOIN, self.context)
        uid, text = self.text("workspace"), self.text("text").strip()
        ask_to_join(self.group, uid, text, acting_user=self.user_id)
        return self.lead_on(self.url, _("workspaces_place_moderators_see_request"))

    @cached_property
    def workspaces(self) -> list[dict[str, Any]]:
        counts = counts_by_workspace(self.user_id, list(teams(self.group)))
        found = []
        for one in workspaces_seen(self.group):
            topics, unread, last = counts.get(one["uid"], (0, 0, None))
            when = last and self.when(last)
            place = self.context[one["id"]]
            texts = {name: local_text(place, name) for name in ("title", "description")}
            seen = {"topics": topics, "unread": unread, "last": when}
            found.append({**one, **texts, **seen})
        return sorted(
            found, key=lambda one: (one["state"] == "archived", one["title"].casefold())
        )

    @cached_property
    def about(self) -> dict[str, str] | None:
        """What the reader is about to discuss, and the query that takes it along."""
        path = self.text("about")
        title = title_at(self.group, path) if path else None
        if not title:
            return None
        url = f"{self.group.absolute_url()}/{path}"
        return {"title": title, "url": url, "query": urlencode({"about": path})}

    @cached_property
    def topics(self) -> list[dict[str, Any]]:
        """The topics with the latest posts, or those that the search found."""
        if self.wrong:
            return []
        words = self.question.search.wanted.words
        size = FOUND if words else LATEST
        found = find_topics(self.group, TopicFilter(words=words), 0, size)
        return topic_rows(self.group, found.lines)

    def may_add(self) -> bool:
        return may(Permission.ADD_WORKSPACE, self.context)

    def offered(self) -> list[dict[str, Any]]:
        """Titles and purposes of workspaces that the reader may ask to join."""
        if not may(Permission.ASK_TO_JOIN, self.context):
            return []
        return [
            {
                "uid": one.UID(),
                "title": local_text(one),
                "description": local_text(one, "description"),
                "asked": self.user_id in requests_of(one),
            }
            for one in offered_to(self.group, self.user_id)
        ]
