"""What the page of a topic asks for behind the reader's back."""

import json
from cites.cug.access.guard import caller
from cites.cug.shell.page import Page
from cites.cug.workspaces.listing import etag_of
from cites.cug.workspaces.mentions import mentionable
from cites.cug.workspaces.services.mentions import MOST
from plone.app.discussion.interfaces import IConversation
from typing import Any


class Asked(Page):
    """Answers JSON."""

    def __call__(self) -> str:
        self.request.response.setHeader("Content-Type", "application/json")
        return json.dumps(self.answer())

    def answer(self) -> dict[str, Any]:
        raise NotImplementedError


class News(Asked):
    """How many comments came after one; asked every few seconds, so it says 304."""

    def __call__(self) -> str:
        tag = etag_of(self.context, caller())
        self.request.response.setHeader("ETag", tag)
        if self.request.getHeader("If-None-Match") == tag:
            self.request.response.setStatus(304)
            return ""
        return super().__call__()

    def answer(self) -> dict[str, Any]:
        since = self.request.form.get("since", "")
        text = since if isinstance(since, str) else ""
        known = text.isascii() and text.isdecimal() and len(text) < 19
        comments = IConversation(self.context)._comments
        new = comments.keys(min=int(text) + 1) if known else ()
        return {"new": sum(1 for one in new if comments[one].author_username != caller())}


class Mentions(Asked):
    """Readers whose names begin as typed."""

    def answer(self) -> dict[str, Any]:
        q = self.request.form.get("q", "")
        found = mentionable(self.context, q if isinstance(q, str) else "", caller())
        return {"items": [{"id": one, "fullname": name} for one, name in found[:MOST]]}
