"""The portal's start page and a group's."""

from cites.cug import _
from cites.cug.access.guard import caller, may
from cites.cug.access.policy import HANDLING_NAMED_ONLY, Permission
from cites.cug.home.browser.rows import Row, Rows
from cites.cug.home.start import groups_of_caller, Home, home_of, ItemRow, Part
from cites.cug.library.lists.queries import list_items
from cites.cug.library.lists.query_parameters import LibrarySearch
from cites.cug.library.lists.rows import rows_for
from cites.cug.messaging.mailbox import MailboxLine
from cites.cug.web.layout.local_texts import local_text
from cites.cug.web.layout.navigation import NavigationEntry
from cites.cug.web.layout.page import Page
from cites.cug.web.layout.times import day, reader_today
from cites.cug.workspaces.rows import topic_rows
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any, NamedTuple
from zope.i18nmessageid import Message


#: So many days from today are this week.
WEEK = timedelta(days=7)
OWN_DRAFTS = 5
#: Parts of the home page with their words, and where all of each are.
PARTS = {
    "due": (_("home_start_pages_to_be_answered_title"), "messages"),
    "unread": (_("home_start_pages_unread_messages_title"), "messages"),
    "requests": (
        _("home_start_pages_open_requests_for_assistance_title"),
        "assistance?state=open",
    ),
    "alerts": (_("home_new_alerts_title"), "library?type=Alert"),
    "follows": (_("home_start_pages_new_what_follow_title"), "followed"),
    "topics": (_("common_topics_with_something_new_title"), "workspaces"),
}
TITLES = {
    "overdue": _("home_start_pages_overdue_heading"),
    "decisions": _("home_group_awaiting_your_decision_heading"),
    "week": _("home_start_pages_this_week_heading"),
    "later": _("home_start_pages_later_heading"),
    "new": _("home_start_pages_new_for_you_heading"),
    "latest": _("home_start_pages_latest_alerts_heading"),
    "drafts": _("home_start_pages_your_drafts_heading"),
}
ANSWER = _("home_start_pages_answer_button")
OPEN = _("home_start_pages_open_button")
DECIDE = _("home_start_pages_decide_button")
#: What is done with each kind of task, if it is not a decision.
ACTIONS = {
    "access-requests": _("home_start_pages_approve_button"),
    "pending": _("home_start_pages_publish_button"),
    "memberships": OPEN,
    "notices": OPEN,
}
#: Instead of the titles of what only named readers may see.
NAMED_MESSAGE = _("home_start_pages_message_for_named_readers_text")
NAMED_ITEM = _("home_start_pages_item_for_named_readers_text")


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
    parts = ((title, getattr(home, name)) for name, (title, _path) in PARTS.items())
    counted = [(title, part.total) for title, part in parts if part is not None]
    counted += [(task.title, task.total) for task in home.tasks or ()]
    return [(title, total) for title, total in counted if total]


class More(NamedTuple):
    """All of one part: how many there are, and their list."""

    title: Message
    total: int
    url: str


class Section(NamedTuple):
    """Rows of the home page under one heading."""

    id: str
    title: Message
    rows: Sequence[Row]


class Overview(Rows, Page):
    """The home page of a group: one list of what is due, to be decided and new.

    Each thing stands in it once, with what the reader does with it.
    """

    navigation_entry = NavigationEntry(_("home_today"), order=1)
    template = ViewPageTemplateFile("templates/group.pt")

    @property
    def page_title(self) -> str:
        return local_text(self.context)

    def __call__(self) -> str:
        self.home = home_of(self.context, self.user_id)
        sections = [one for one in self.sections() if one.rows]
        self.nothing_waits = not {one.id for one in sections} - {"latest", "drafts"}
        return self.template(sections=sections)

    def sections(self) -> Iterator[Section]:
        """Each with its rows, in the order of the page; some have none."""
        overdue, week, later = self.to_be_answered()
        yield self.section("overdue", overdue)
        yield self.section("decisions", self.decisions())
        yield self.section("week", week)
        yield self.section("later", later)
        yield self.section("new", self.new())
        alerts = self.home.alerts
        latest = self.home.latest if alerts and not alerts.total else ()
        yield self.section("latest", self.items(latest))
        yield self.section("drafts", self.drafts())

    def section(self, name: str, rows: Sequence[Row]) -> Section:
        return Section(name, TITLES[name], rows)

    def more(self) -> list[More]:
        """The lists of those parts that are longer than what is shown of them."""
        parts = ((getattr(self.home, name), *PARTS[name]) for name in PARTS)
        return [
            More(title, part.total, f"{self.url}/{path}")
            for part, title, path in parts
            if part is not None and part.total > len(part.lines)
        ]

    @cached_property
    def requests(self) -> dict[str, MailboxLine]:
        """Open requests for assistance by their ids."""
        return {one.line.id: one.line for one in _lines(self.home.requests)}

    @cached_property
    def unanswered(self) -> dict[str, MailboxLine]:
        """All that wants an answer by its id."""
        return {line.id: line for line in _lines(self.home.due)} | self.requests

    def to_be_answered(self) -> tuple[list[Row], list[Row], list[Row]]:
        """What is overdue, of this week, and later or without a day; soonest first."""
        found: tuple[list[Row], list[Row], list[Row]] = ([], [], [])
        today = reader_today()
        lines = self.unanswered.values()
        for line in sorted(lines, key=lambda one: one.answer_by or date.max):
            due = line.answer_by or date.max
            place = (due >= today) + (due > today + WEEK)
            found[place].append(self.due_message(line))
        return found

    def new(self) -> list[Row]:
        """What is new for the reader and stands in no other section, latest first."""
        found = [*_lines(self.home.alerts), *_lines(self.home.follows)]
        items = {uid: (path, uid, row) for path, uid, row in found}
        topics = topic_rows(self.context, _lines(self.home.topics))
        unread = [
            one for one in _lines(self.home.unread) if one.id not in self.unanswered
        ]
        rows = [
            *(to_open(self.message(one)) for one in unread),
            *self.items(items.values(), new=items),
            *(to_open(self.topic(one)) for one in topics),
        ]
        return sorted(
            rows, key=lambda row: row.time.iso if row.time else "", reverse=True
        )

    def decisions(self) -> list[Row]:
        """What waits for the reader to decide, by kind."""
        return [
            Row(
                url=url,
                title=task.title,
                count=task.total,
                action=ACTIONS.get(task.name, DECIDE) if task.path else "",
                action_url=url,
            )
            for task in self.home.tasks or ()
            if task.total
            for url in (f"{self.url}/{task.path}" if task.path else "",)
        ]

    def message(self, line: MailboxLine) -> Row:
        row = super().message(line)
        if line.handling in HANDLING_NAMED_ONLY:
            return replace(row, title=NAMED_MESSAGE, facts=row.facts[:1])
        return row

    def items(self, lines: Iterable[ItemRow], new: Collection[str] = ()) -> list[Row]:
        rows = rows_for(self.context, lines, self.request, new=new)
        return [to_open(self.item(row)) for row in rows]

    def item(self, row: dict[str, Any]) -> Row:
        shown = replace(super().item(row), picture=None)
        if row["handling"] in HANDLING_NAMED_ONLY:
            return replace(shown, title=NAMED_ITEM, facts=())
        return shown

    def due_message(self, line: MailboxLine) -> Row:
        """A message that wants an answer, with the day if there is one."""
        row = self.message(line)
        url = f"{self.url}/messages/write?reply={line.id}"
        if line.id in self.requests:
            url = f"{self.url}/assistance/{line.id}"
            row = replace(row, url=url)
        facts = row.facts[:1]
        if line.answer_by is not None:
            due = day(line.answer_by, self.language).text
            facts = (_("home_start_pages_answer_by", mapping={"date": due}), *facts)
        return replace(row, facts=facts, action=ANSWER, action_url=url)

    def drafts(self) -> list[Row]:
        """What the reader has begun and not handed in, latest first."""
        asked = {"state": "draft", "author": self.user_id}
        search = LibrarySearch(asked, facets=(), size=OWN_DRAFTS)
        return self.items(list_items(self.context, search).rows)

    def is_member(self) -> bool:
        return may(Permission.USE_MESSAGES, self.context)

    def may_edit(self) -> bool:
        return may(Permission.EDIT, self.context)


class GroupStart(Overview):
    """The address of a group; leads its members home."""

    def __call__(self) -> str:
        if may(Permission.USE_MESSAGES, self.context):
            return self.request.response.redirect(f"{self.url}/overview")
        return super().__call__()


def to_open(row: Row) -> Row:
    return replace(row, action=OPEN, action_url=row.url)


def _lines(part: Part[Any] | None) -> Sequence[Any]:
    """The first lines of a part; () of what the reader does not use."""
    return part.lines if part is not None else ()
