"""The portal's start page and a group's."""

from cites.cug import _
from cites.cug.access.guard import caller, may
from cites.cug.access.policy import Permission
from cites.cug.home.browser.rows import Row, Rows
from cites.cug.home.start import groups_of_caller, Home, home_of, ItemRow, Part
from cites.cug.library.lists.queries import list_items
from cites.cug.library.lists.query_parameters import LibrarySearch
from cites.cug.library.lists.rows import rows_for
from cites.cug.messaging.assistance.queries import RequestLine
from cites.cug.messaging.mailbox import MailboxLine
from cites.cug.web.layout.local_texts import local_text
from cites.cug.web.layout.navigation import NavigationEntry
from cites.cug.web.layout.page import Page
from cites.cug.web.layout.times import day, reader_today
from cites.cug.workspaces.queries import TopicLine
from cites.cug.workspaces.rows import topic_rows
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any, NamedTuple
from zope.i18nmessageid import Message


NEWEST = 8
#: Parts of the home page, the most urgent first.
TITLES = {
    "due": _("home_start_pages_to_be_answered_title"),
    "unread": _("home_start_pages_unread_messages_title"),
    "requests": _("home_start_pages_open_requests_for_assistance_title"),
    "alerts": _("home_new_alerts_title"),
    "follows": _("home_start_pages_new_what_follow_title"),
    "topics": _("common_topics_with_something_new_title"),
}
EMPTY = {
    "due": _("home_start_pages_no_message_needs_answer_text"),
    "unread": _("home_start_pages_read_all_messages"),
    "requests": _("home_start_pages_nobody_waiting_assistance"),
    "alerts": _("home_start_pages_no_alert_come_since_text"),
    "follows": _("home_start_pages_nothing_new_what_follow_text"),
    "topics": _("home_start_pages_read_everything_workspaces_text"),
}
#: What stands above the latest alerts, where none is new.
LATEST = _("home_start_pages_no_alert_come_since_last_text")


class PortalStart(Page):
    """The groups that the caller is a member of; a member of only one is sent there."""

    template = ViewPageTemplateFile("templates/portal.pt")
    page_title = _("home_your_groups_title")

    def __call__(self) -> str:
        groups = groups_of_caller()
        if len(groups) == 1 and not self.may_add_groups():
            return self.request.response.redirect(groups[0].getURL())
        return self.template(groups=self.numbered(groups))

    def numbered(self, groups: Sequence[Any]) -> list[dict[str, Any]]:
        """The groups, each with its numbers that are not 0."""
        return [
            {
                "title": local_text(group),
                "focus": local_text(group, "description"),
                "url": group.absolute_url(),
                "numbers": numbers_of(home_of(group, caller() or "")),
            }
            for group in (brain.getObject() for brain in groups)
        ]

    def may_add_groups(self) -> bool:
        return may(Permission.ADD_GROUP, self.context)


def numbers_of(home: Home) -> list[tuple[Message, int]]:
    """What is due, new and to be decided: numbers that are not 0, with their words."""
    parts = (
        *(home.due, home.unread, home.requests),
        *(home.alerts, home.follows, home.topics),
    )
    counted = [
        (title, part.total)
        for title, part in zip(TITLES.values(), parts, strict=True)
        if part is not None
    ]
    counted += [(task.title, task.total) for task in home.tasks or ()]
    return [(title, total) for title, total in counted if total]


class Block(NamedTuple):
    """One part of the home page: its number, the first rows, and the list of all."""

    id: str
    title: Message
    #: What is said where nothing is new.
    empty: Message
    total: int
    rows: Sequence[Row]
    url: str


class Overview(Rows, Page):
    """The home page of a group: what is due, new and to be decided, and own drafts."""

    navigation_entry = NavigationEntry(_("home_today"), order=1)
    template = ViewPageTemplateFile("templates/group.pt")

    @property
    def page_title(self) -> str:
        return local_text(self.context)

    def __call__(self) -> str:
        self.home = home_of(self.context, caller() or "")
        return self.template(blocks=list(self.blocks(self.home)), drafts=self.drafts())

    def blocks(self, home: Home) -> Iterator[Block]:
        """What the reader uses, the most urgent first."""
        parts: tuple[
            tuple[str, Part[Any] | None, Callable[[Sequence[Any]], list[Row]], str], ...
        ] = (
            ("due", home.due, self.due, "messages"),
            ("unread", home.unread, self.messages, "messages"),
            ("requests", home.requests, self.requests, "assistance?state=open"),
            ("alerts", home.alerts, self.alerts, "library?type=Alert"),
            ("follows", home.follows, self.items, "followed"),
            ("topics", home.topics, self.topics, "workspaces"),
        )
        for name, part, rows_of, path in parts:
            if part is not None:
                empty, lines = EMPTY[name], part.lines
                if name == "alerts" and not lines and home.latest:
                    empty, lines = LATEST, home.latest
                url = f"{self.url}/{path}"
                yield Block(name, TITLES[name], empty, part.total, rows_of(lines), url)

    def messages(self, lines: Sequence[MailboxLine]) -> list[Row]:
        return [self.message(line) for line in lines]

    def due(self, lines: Sequence[MailboxLine]) -> list[Row]:
        return [self.due_message(line) for line in lines]

    def requests(self, lines: Sequence[RequestLine]) -> list[Row]:
        """Requests for assistance, each by its own page."""
        place = f"{self.url}/assistance"
        return [
            replace(self.due_message(one.line), url=f"{place}/{one.line.id}")
            for one in lines
        ]

    def alerts(self, lines: Sequence[ItemRow]) -> list[Row]:
        """The latest alerts, of which those are new that make up the part."""
        part = self.home.alerts
        new = {uid for _path, uid, _row in part.lines} if part is not None else set()
        rows = rows_for(self.context, lines, self.request, new=new)
        return [self.item(row) for row in rows]

    def items(self, lines: Sequence[ItemRow]) -> list[Row]:
        return [self.item(row) for row in rows_for(self.context, lines, self.request)]

    def topics(self, lines: Sequence[TopicLine]) -> list[Row]:
        return [self.topic(row) for row in topic_rows(self.context, lines)]

    def due_message(self, line: MailboxLine) -> Row:
        """A message with the day by which it wants an answer."""
        row = self.message(line)
        if line.answer_by is None:
            return row
        date = day(line.answer_by, self.language).text
        words = _("home_start_pages_answer_by", mapping={"date": date})
        if line.answer_by < reader_today():
            words = _("home_start_pages_overdue_answer_by", mapping={"date": date})
        return replace(row, facts=(words, *row.facts[:1]))

    def drafts(self) -> list[dict[str, Any]]:
        """What the reader has begun and not handed in."""
        search = LibrarySearch({"state": "draft"}, facets=(), size=NEWEST)
        return rows_for(self.context, list_items(self.context, search).rows, self.request)

    def has_summary(self) -> bool:
        return may(Permission.USE_MESSAGES, self.context)

    def may_add(self) -> bool:
        library = self.context["library"]
        return may(Permission.ADD_ALERT, library)

    def may_edit(self) -> bool:
        return may(Permission.EDIT, self.context)


class GroupStart(Overview):
    """The address of a group; leads its members home."""

    def __call__(self) -> str:
        if may(Permission.USE_MESSAGES, self.context):
            return self.request.response.redirect(f"{self.url}/overview")
        return super().__call__()
