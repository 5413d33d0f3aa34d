"""The portal's start page and a group's."""

from cites.cug import _
from cites.cug.access.guard import caller, may
from cites.cug.access.policy import HANDLING_NAMED_ONLY, Permission
from cites.cug.core.codelists.lists import title
from cites.cug.home.browser.rows import Row, Rows
from cites.cug.home.start import groups_of_caller, Home, home_of, ItemRow, Part, Task
from cites.cug.library.lists.queries import list_items
from cites.cug.library.lists.query_parameters import LibrarySearch
from cites.cug.library.lists.rows import rows_for
from cites.cug.membership.access_requests.queries import days_old, oldest_waiting
from cites.cug.membership.directory import find_due
from cites.cug.membership.managers import member_manager
from cites.cug.messaging.mailbox import MailboxLine
from cites.cug.web.layout.lists import listed
from cites.cug.web.layout.local_texts import local_text
from cites.cug.web.layout.navigation import NavigationEntry
from cites.cug.web.layout.page import Page
from cites.cug.web.layout.people import full_names
from cites.cug.web.layout.times import day, reader_today
from cites.cug.workspaces.rows import topic_rows
from collections.abc import Collection, Iterable, Iterator, Sequence
from collective.workspace.interfaces import IWorkspace
from dataclasses import replace
from datetime import date, datetime, timedelta, UTC
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any, NamedTuple
from zope.i18n import translate
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
DECIDE = _("home_start_pages_decide_button")
#: Lists that ask for no decision. They stand at the end of the page.
NO_DECISIONS = frozenset({"notices"})
MESSAGE = _("library_item_follow_up_message")
TOPIC = _("common_topic_title")
REQUEST = _("library_item_request_for_assistance")
#: Number of rows above the groups, and below them.
OVERDUE_OF_GROUPS, NEWEST_OF_GROUPS = 3, 3
#: Instead of the titles of what only named readers may see.
NAMED_MESSAGE = _("home_start_pages_message_for_named_readers_text")
NAMED_ITEM = _("home_start_pages_item_for_named_readers_text")


class PortalStart(Rows, Page):
    """The groups that the caller is a member of; a member of only one is sent there."""

    template = ViewPageTemplateFile("templates/portal.pt")
    page_title = _("home_your_groups_title")

    def __call__(self) -> str:
        groups = groups_of_caller()
        if len(groups) == 1 and not self.may_add_groups():
            return self.request.response.redirect(groups[0].getURL())
        pages = [Overview(brain.getObject(), self.request) for brain in groups]
        for page in pages:
            page.home = home_of(page.context, caller() or "")
        return self.template(
            groups=[self.numbered(page) for page in pages],
            overdue=_overdue_in(pages),
            rows=_newest_of(pages),
        )

    def numbered(self, page: "Overview") -> dict[str, Any]:
        """A group with its numbers that are not 0."""
        return {
            "title": page.page_title,
            "focus": local_text(page.context, "description"),
            "url": page.url,
            "numbers": numbers_of(page.home),
        }

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

    home: Home

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
        longer = [
            More(title, part.total, f"{self.url}/{path}")
            for part, title, path in parts
            if part is not None and part.total > len(part.lines)
        ]
        others = [
            More(task.title, task.total, f"{self.url}/{task.path}")
            for task in self.home.tasks or ()
            if task.total and task.name in NO_DECISIONS
        ]
        return longer + others

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
        return latest_first(
            [
                *(self.message(one) for one in unread),
                *self.items(items.values(), new=items),
                *(self.topic(one) for one in topics),
            ]
        )

    def decisions(self) -> list[Row]:
        """What waits for the reader to decide, by kind."""
        return [
            self.decision(task)
            for task in self.home.tasks or ()
            if task.total and task.name not in NO_DECISIONS
        ]

    def decision(self, task: Task) -> Row:
        """A row for a kind of task: it leads to the list and names the oldest."""
        url = f"{self.url}/{task.path}" if task.path else ""
        first = {
            "access-requests": self.first_request,
            "pending": self.first_draft,
            "memberships": lambda: self.first_due(url),
        }
        lead = first[task.name]() if task.name in first else None
        return Row(
            url=url,
            title=task.title,
            count=task.total,
            lead=lead,
            action=DECIDE if url else "",
            action_url=lead[1] if lead else url,
        )

    def first_request(self) -> tuple[str, str] | None:
        """The request for access that has waited longest."""
        asked = oldest_waiting(self.context)
        if asked is None:
            return None
        age = {"days": days_old(asked, datetime.now(UTC))}
        said = translate(
            _("home_start_pages_days_text", mapping=age), context=self.request
        )
        country = title("country", asked.country, self.language)
        words = [asked.full_name, asked.organisation, country, said]
        url = f"{self.url}/requests-one?id={asked.id}"
        return listed(words, self.language), url

    def first_due(self, url: str) -> tuple[str, str] | None:
        """The member whose membership ends first, and how many days are left."""
        today = reader_today()
        members = IWorkspace(self.context).members
        found = find_due(self.context, member_manager(self.context), today)
        if not found:
            return None
        until = day(members[found[0]]["valid_until"], self.language).text
        return listed([full_names(found[:1])[found[0]], until], self.language), url

    def first_draft(self) -> tuple[str | Message, str] | None:
        search = LibrarySearch({"state": "pending"}, facets=(), size=1)
        rows = self.items(list_items(self.context, search).rows)
        return (rows[0].title, rows[0].url) if rows else None

    def newest(self) -> list[Row]:
        """The latest alerts, and what is new; each row names the group."""
        rows = [*self.items(self.home.latest), *self.new()]
        return [*map(self.named, {row.url: row for row in rows}.values())]

    def overdue(self) -> list[tuple[date, Row]]:
        """What should have been answered by a day before today; each names the group."""
        today = reader_today()
        return [
            (line.answer_by, self.named(self.due_message(line)))
            for line in self.unanswered.values()
            if line.answer_by is not None and line.answer_by < today
        ]

    def named(self, row: Row) -> Row:
        return replace(row, facts=(*row.facts[:1], self.page_title, *row.facts[1:]))

    def message(self, line: MailboxLine) -> Row:
        row = super().message(line)
        row = replace(row, facts=(MESSAGE, *row.facts))
        if line.handling in HANDLING_NAMED_ONLY:
            return replace(row, title=NAMED_MESSAGE, snippet="")
        return row

    def topic(self, row: dict[str, Any]) -> Row:
        shown = super().topic(row)
        return replace(shown, facts=(TOPIC, *shown.facts))

    def items(self, lines: Iterable[ItemRow], new: Collection[str] = ()) -> list[Row]:
        rows = rows_for(self.context, lines, self.request, new=new)
        return [self.item(row) for row in rows]

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
        kind, *facts = row.facts
        if line.id in self.requests:
            kind = REQUEST
        if line.answer_by is not None:
            due = day(line.answer_by, self.language).text
            facts = [_("home_start_pages_answer_by", mapping={"date": due}), *facts]
        return replace(
            row, facts=(kind, *facts), snippet="", action=ANSWER, action_url=url
        )

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


def _overdue_in(pages: Iterable[Overview]) -> list[Row]:
    """What has waited longest for an answer in all groups."""
    found = [one for page in pages for one in page.overdue()]
    found.sort(key=lambda one: one[0])
    return [row for _due, row in found[:OVERDUE_OF_GROUPS]]


def _newest_of(pages: Iterable[Overview]) -> list[Row]:
    """The newest rows of all groups that these pages show."""
    rows = [row for page in pages for row in page.newest()]
    return latest_first(rows)[:NEWEST_OF_GROUPS]


def latest_first(rows: Sequence[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: row.time.iso if row.time else "", reverse=True)


def _lines(part: Part[Any] | None) -> Sequence[Any]:
    """The first lines of a part; () of what the reader does not use."""
    return part.lines if part is not None else ()
