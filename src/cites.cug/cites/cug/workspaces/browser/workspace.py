"""The page of a workspace with its topics."""

from cites.cug import _
from cites.cug.access.guard import may, teams
from cites.cug.access.policy import Permission
from cites.cug.access.transitions import available, do_transition
from cites.cug.web.layout.local_texts import local_text
from cites.cug.web.layout.times import day
from cites.cug.web.restapi.batching import Batch
from cites.cug.workspaces.actions.joining import requests_of
from cites.cug.workspaces.browser.page import LEVELS, OneWorkspacePage
from cites.cug.workspaces.models import NoticeLevel
from cites.cug.workspaces.queries import find_topics, TopicPage
from cites.cug.workspaces.read_marks import mark_all_read
from cites.cug.workspaces.rows import topic_rows, TopicListPart
from cites.cug.workspaces.subscriptions import chosen_by, DEFAULT, set_subscription
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zExceptions import NotFound


ARCHIVE_HELP = _("workspaces_workspace_becomes_read_team_help")


class WorkspacePage(TopicListPart, OneWorkspacePage):
    """Shows topics by their last activity, pinned ones first."""

    template = ViewPageTemplateFile("templates/workspace.pt")
    levels = LEVELS
    filters = ("q", "unread")

    @property
    def page_title(self) -> str:
        return local_text(self.context)

    def handle(self, name: str) -> str | None:
        match name:
            case "subscribe":
                level = self.text("level")
                if level not in tuple(NoticeLevel):
                    raise NotFound(level)
                set_subscription(self.user_id, self.context.UID(), NoticeLevel(level))
                return self.lead_on(self.url, _("common_saved"))
            case "read":
                mine = [uid for uid in teams(self.group) if uid == self.context.UID()]
                mark_all_read(self.user_id, mine)
                return self.lead_on(self.url, _("workspaces_all_topics_marked_read_text"))
            case "archive" | "restore":
                return self.move(name)
        raise NotFound(name)

    def move(self, name: str) -> str:
        if name == "archive" and not self.is_sure():
            return self.ask(
                _("workspaces_archive_this_workspace"),
                _("common_archive_button"),
                ARCHIVE_HELP,
            )
        do_transition(self.context, name)
        return self.lead_on(self.url, _("common_saved"))

    @cached_property
    def in_team(self) -> bool:
        """Whether the reader is in the team.

        Others who see the page, as the Secretariat, see title and team and no topics.
        """
        return self.context.UID() in teams(self.group)

    @cached_property
    def last_day(self) -> Any:
        end = self.context.end_date
        return day(end, self.language) if end else None

    @cached_property
    def found(self) -> TopicPage:
        if self.wrong:
            return TopicPage(0, [])
        wanted, start, size = self.question.search
        wanted = wanted._replace(workspace=self.context.UID(), pinned_first=True)
        return find_topics(self.group, wanted, start, size)

    @cached_property
    def topics(self) -> list[dict[str, Any]]:
        return topic_rows(self.group, self.found.lines, with_place=False)

    def paging(self) -> dict[str, Any]:
        _wanted, start, size = self.question.search
        batch = Batch(self.url, self.question.asked, start, size)
        return batch.paging(self.found.total)

    @cached_property
    def level(self) -> NoticeLevel:
        uid = self.context.UID()
        return chosen_by(self.user_id, (uid,)).get(uid) or DEFAULT

    def may(self) -> dict[str, bool]:
        return {
            "add": may(Permission.ADD_TOPIC, self.context),
            "edit": may(Permission.EDIT, self.context),
            "team": may(Permission.MANAGE_TEAM, self.context),
            "delete": may(Permission.DELETE, self.context),
            **dict.fromkeys(available(self.context), True),
        }

    def requests_total(self) -> int:
        if not may(Permission.MANAGE_TEAM, self.context):
            return 0
        return len(requests_of(self.context))
