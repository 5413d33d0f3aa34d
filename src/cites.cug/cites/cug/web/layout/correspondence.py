"""Links that begin a message or a topic, beside people and what one may write about."""

from cites.cug.access.guard import caller, may
from cites.cug.access.policy import HANDLING_NAMED_ONLY, Permission
from cites.cug.access.roles import Category, CATEGORY_GROUP
from cites.cug.web.layout.people import has_mailbox
from collective.workspace.interfaces import IWorkspace
from functools import cached_property
from Products.Five import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from urllib.parse import urlencode


class Correspondence(BrowserView):
    """``context`` is the group; what the reader may not do is not offered."""

    write_to = ViewPageTemplateFile("templates/write_to.pt")
    about = ViewPageTemplateFile("templates/write_about.pt")

    @cached_property
    def may_write(self) -> bool:
        return may(Permission.USE_MESSAGES, self.context)

    @cached_property
    def _roster(self) -> Any:
        return IWorkspace(self.context).members

    def reaches(self, user_id: str | None) -> bool:
        """Whether the reader can write to this user."""
        if not self.may_write or user_id in (None, caller()):
            return False
        entry = self._roster.get(user_id)
        return entry is not None and has_mailbox(entry)

    def office(self, handling: str | None) -> str | list[str]:
        """The Secretariat as recipient: it passes on what is for an unnamed author."""
        if handling not in HANDLING_NAMED_ONLY:
            return f"category:{Category.SECRETARIAT}"
        group = CATEGORY_GROUP[Category.SECRETARIAT]
        return sorted(
            user_id
            for user_id, entry in self._roster.items()
            if group in entry["groups"] and has_mailbox(entry)
        )

    def write_url(self, **query: str | list[str]) -> str:
        named = {name: value for name, value in query.items() if value}
        given = urlencode(named, doseq=True)
        return f"{self.context.absolute_url()}/messages/write?{given}"

    def ask_url(self, **query: str) -> str:
        return f"{self.context.absolute_url()}/assistance/ask?{urlencode(query)}"

    def discuss_url(self, path: str) -> str:
        query = urlencode({"about": path})
        return f"{self.context.absolute_url()}/workspaces?{query}"
