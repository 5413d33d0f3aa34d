"""Rows of the start pages and of the search over everything."""

from cites.cug.core.codelists.lists import title
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.messaging.mailbox import MailboxLine
from cites.cug.messaging.untrusted import TITLE
from cites.cug.web.layout.times import moment
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope.i18nmessageid import Message


@dataclass(frozen=True, kw_only=True)
class Row:
    """One result."""

    url: str
    title: str | Message
    #: In words, the most telling first; empty ones are left out by the template.
    facts: Sequence[str | Message] = ()
    #: Words and address of the first item, where the row stands for several.
    lead: tuple[str | Message, str] | None = None
    snippet: str = ""
    time: Any = None
    handling: str = ""
    handling_title: str = ""
    unread: bool = False
    #: How many things it stands for, if it is not one.
    count: int = 0
    #: The address of a picture of the alert.
    picture: str | None = None
    #: What the reader does with it, and where.
    action: str | Message = ""
    action_url: str = ""


class Rows:
    """Part of pages of a group that show things of several domains in one way."""

    context: Any
    row_parts = ViewPageTemplateFile("templates/rows.pt")

    @cached_property
    def language(self) -> str:
        return reader_language()

    @cached_property
    def url(self) -> str:
        return self.context.absolute_url()

    def message(self, line: MailboxLine) -> Row:
        return Row(
            url=f"{self.url}/messages/{line.id}",
            title=line.subject if line.trusted else TITLE,
            facts=(line.sender_name,) if line.trusted else (),
            snippet=line.snippet if line.trusted else "",
            time=moment(line.time, self.language),
            handling=line.handling,
            handling_title=title("handling", line.handling, self.language),
            unread=line.unread,
        )

    def item(self, row: dict[str, Any]) -> Row:
        country = row["country_title"] if row["country"] else ""
        return Row(
            url=row["url"],
            title=row["title"],
            facts=(row["kind_title"], row["state_title"], country),
            time=row["published"],
            handling=row["handling"],
            handling_title=row["handling_title"],
            unread=row["unread"],
            picture=row["picture"],
        )

    def topic(self, row: dict[str, Any]) -> Row:
        return Row(
            url=row["url"],
            title=row["title"],
            facts=(row["place"] or "", row["author"]),
            time=row["last"],
            unread=bool(row["unread"]),
        )
