"""One workspace with its topics."""

import re
from cites.cug import _
from cites.cug.access.guard import may
from cites.cug.access.guard import teams
from cites.cug.access.policy import Permission
from cites.cug.access.transitions import available
from cites.cug.access.transitions import do_transition
from cites.cug.json_service import Batch
from cites.cug.layout.times import day
from cites.cug.workspaces.actions.joining import requests_of
from cites.cug.workspaces.browser.page import LEVELS
from cites.cug.workspaces.browser.page import OneWorkspacePage
from cites.cug.workspaces.browser.rows import topic_rows
from cites.cug.workspaces.models import NoticeLevel
from cites.cug.workspaces.queries import find_topics
from cites.cug.workspaces.queries import TopicFilter
from cites.cug.workspaces.queries import TopicPage
from cites.cug.workspaces.read_marks import mark_all_read
from cites.cug.workspaces.subscriptions import chosen_by
from cites.cug.workspaces.subscriptions import DEFAULT
from cites.cug.workspaces.subscriptions import set_subscription
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zExceptions import NotFound


SIZE = 25
ARCHIVE_HELP = _(
    "It becomes read-only. Its team can go on reading it, and nobody else; only the"
    " Secretariat can open it again."
)


class WorkspacePage(OneWorkspacePage):
    """Topics by their last activity; those pinned above all others."""

    template = ViewPageTemplateFile("templates/workspace.pt")
    levels = LEVELS

    @property
    def page_title(self) -> str:
        return self.context.title

    def act(self, name: str) -> str | None:
        match name:
            case "subscribe":
                level = self.text("level")
                if level not in tuple(NoticeLevel):
                    raise NotFound(level)
                set_subscription(self.user, self.context.UID(), NoticeLevel(level))
                return self.lead_on(self.url, _("Saved."))
            case "read":
                mine = [uid for uid in teams(self.group) if uid == self.context.UID()]
                mark_all_read(self.user, mine)
                return self.lead_on(self.url, _("All topics count as read now."))
            case "archive" | "restore":
                return self.move(name)
        raise NotFound(name)

    def move(self, name: str) -> str:
        if name == "archive" and not self.is_sure():
            return self.ask(_("Archive this workspace?"), _("Archive"), ARCHIVE_HELP)
        do_transition(self.context, name)
        return self.lead_on(self.url, _("Saved."))

    @cached_property
    def in_team(self) -> bool:
        """Who is not sees its name and team, as the Secretariat does, and no topics."""
        return self.context.UID() in teams(self.group)

    @cached_property
    def last_day(self) -> Any:
        end = self.context.end_date
        return day(end, self.language) if end else None

    @cached_property
    def q(self) -> str:
        return self.text("q")[:200]

    @cached_property
    def unread_only(self) -> bool:
        return self.text("unread") == "1"

    @cached_property
    def start(self) -> int:
        text = self.text("b_start")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 0

    @cached_property
    def found(self) -> TopicPage:
        words = tuple(re.findall(r"\w+", self.q))
        wanted = TopicFilter(
            self.context.UID(), self.unread_only, words, pinned_first=True
        )
        return find_topics(self.group, wanted, self.start, SIZE)

    @cached_property
    def topics(self) -> list[dict[str, Any]]:
        return topic_rows(self.group, self.found.lines, with_place=False)

    def paging(self) -> dict[str, Any]:
        asked = {"q": self.q, "unread": "1" if self.unread_only else ""}
        form = {name: value for name, value in asked.items() if value}
        links = Batch(self.url, form, self.start, SIZE).links(self.found.total)
        around = links.get("batching", {})
        return {"before": around.get("prev"), "after": around.get("next")}

    @cached_property
    def level(self) -> NoticeLevel:
        uid = self.context.UID()
        return chosen_by(self.user, (uid,)).get(uid) or DEFAULT

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
