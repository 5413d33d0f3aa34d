"""Lists of a mailbox: a page costs the same, however much the mailbox holds.

Only what is sealed has to be opened to be searched or put in order; then it is read from
end to end.
"""

from cites.cug.messaging.content import matches
from cites.cug.messaging.content import open_head
from cites.cug.messaging.content import searchable
from cites.cug.messaging.conversations import superseded
from cites.cug.messaging.counts import counts
from cites.cug.messaging.mailbox import find_mailbox
from cites.cug.messaging.mailbox import in_mailbox
from cites.cug.messaging.mailbox import Line
from cites.cug.messaging.mailbox import line
from cites.cug.messaging.mailbox import LINE_COLUMNS
from cites.cug.messaging.model import Count
from cites.cug.messaging.model import Delivery
from cites.cug.messaging.model import Folder
from cites.cug.messaging.model import Message
from cites.cug.records.store import session
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from datetime import time
from datetime import UTC
from sqlalchemy import func
from sqlalchemy import select
from typing import Any


PAGE_SIZE = 25
#: Sealed rows that are held at a time while a mailbox is searched.
AT_A_TIME = 500


@dataclass(frozen=True)
class Filter:
    """What a list holds; without a folder all but the trash. Days are in UTC."""

    folder: Folder | None = None
    thread: str | None = None
    unread: bool = False
    starred: bool = False
    attachments: bool = False
    words: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    sender: str | None = None
    senders: tuple[str, ...] | None = None
    country: str | None = None
    handling: str | None = None

    def conditions(self, mailbox_id: int) -> Iterator[Any]:
        yield from in_mailbox(mailbox_id, self.folder)
        if self.folder is None:
            yield Delivery.folder != Folder.TRASH
        if self.thread is not None:
            yield Delivery.thread == self.thread
        if self.unread:
            yield Delivery.unread
        if self.starred:
            yield Delivery.starred
        if self.since is not None:
            yield Delivery.time >= datetime.combine(self.since, time.min, UTC)
        if self.until is not None:
            yield Delivery.time <= datetime.combine(self.until, time.max, UTC)

    def conditions_of_message(self) -> Iterator[Any]:
        if self.attachments:
            yield Message.attachments_total > 0
        if self.senders is not None:
            yield Message.sender.in_(self.senders)
        for column, value in (
            (Message.sender, self.sender),
            (Message.sender_country, self.country),
            (Message.handling, self.handling),
        ):
            if value is not None:
                yield column == value

    @property
    def is_folder(self) -> bool:
        """Whether this is all of one folder, which has been counted."""
        return self == Filter(folder=self.folder) and self.folder is not None


@dataclass(frozen=True)
class Order:
    """How a list is sorted; by what is sealed at a higher price."""

    by: str = "time"
    descending: bool = True

    def key(self, row: Any) -> Any:
        head = open_head(row)
        return searchable(head.subject if self.by == "subject" else head.sender_name)


@dataclass(frozen=True)
class Page:
    """Part of a list; ``more`` says whether it goes on."""

    lines: Sequence[Line] = ()
    total: int = 0
    more: bool = False
    counts: Mapping[str, Count] = field(default_factory=dict)

    @property
    def unread_total(self) -> int:
        inbox = self.counts.get(Folder.INBOX)
        return inbox.unread if inbox is not None else 0


NEWEST = Order()
LATEST_FIRST = (Delivery.time.desc(), Delivery.message_id.desc())


def list_messages(
    group: Any,
    user_id: str,
    wanted: Filter,
    order: Order = NEWEST,
    start: int = 0,
    size: int = PAGE_SIZE,
) -> Page:
    """The messages of the user's mailbox that are wanted, a page of them."""
    mailbox_id = find_mailbox(group, user_id)
    if mailbox_id is None:
        return Page()
    counted = counts(session(), mailbox_id)
    query = _query(mailbox_id, wanted, order)
    if wanted.words or order.by != "time":
        found = _read_through(query, wanted, order)
        lines, total = _lines_of(mailbox_id, found[start : start + size]), len(found)
    else:
        rows = _execute(query.with_only_columns(*LINE_COLUMNS).offset(start).limit(size))
        lines = [line(row) for row in rows]
        total = _total(mailbox_id, wanted, counted)
    return Page(lines, total, total > start + len(lines), counted)


def list_conversations(
    group: Any,
    user_id: str,
    folder: Folder,
    start: int = 0,
    size: int = PAGE_SIZE,
) -> Page:
    """The latest message of each conversation in a folder; they are not counted."""
    mailbox_id = find_mailbox(group, user_id)
    if mailbox_id is None:
        return Page()
    query = _query(mailbox_id, Filter(folder=folder), NEWEST).where(~superseded())
    page = query.with_only_columns(*LINE_COLUMNS).offset(start).limit(size + 1)
    lines = [line(row) for row in _execute(page)]
    counted = counts(session(), mailbox_id)
    total = start + len(lines)
    return Page(lines[:size], total, len(lines) > size, counted)


def conversation_sizes(
    group: Any, user_id: str, threads: Sequence[str]
) -> dict[str, tuple[int, int]]:
    """By thread, how many messages of it the mailbox holds, and how many are unread."""
    mailbox_id = find_mailbox(group, user_id)
    if mailbox_id is None or not threads:
        return {}
    unread = func.sum(Delivery.unread.cast(Count.unread.type))
    query = (
        select(Delivery.thread, func.count(), unread)
        .where(
            *in_mailbox(mailbox_id),
            Delivery.thread.in_(threads),
            Delivery.folder != Folder.TRASH,
        )
        .group_by(Delivery.thread)
    )
    return {thread: (total, unread) for thread, total, unread in _execute(query)}


def folder_counts(group: Any, user_id: str) -> Mapping[str, Count]:
    """Totals and unread messages by folder; what was never used is missing."""
    mailbox_id = find_mailbox(group, user_id)
    return {} if mailbox_id is None else counts(session(), mailbox_id)


def _query(mailbox_id: int, wanted: Filter, order: Order) -> Any:
    by_time = (Delivery.time.asc(), Delivery.message_id.asc())
    oldest_first = order.by == "time" and not order.descending
    return (
        select(Message.id)
        .join(Delivery, Delivery.message_id == Message.id)
        .where(*wanted.conditions(mailbox_id), *wanted.conditions_of_message())
        .order_by(*(by_time if oldest_first else LATEST_FIRST))
    )


def _execute(query: Any) -> Any:
    return session().connection().execute(query)


def _total(mailbox_id: int, wanted: Filter, counted: Mapping[str, Count]) -> int:
    if wanted.is_folder:
        folder = counted.get(wanted.folder)
        return folder.total if folder is not None else 0
    query = select(func.count()).where(*wanted.conditions(mailbox_id))
    if of_message := list(wanted.conditions_of_message()):
        query = query.where(Message.id == Delivery.message_id, *of_message)
    return _execute(query).scalar()


def _read_through(query: Any, wanted: Filter, order: Order) -> list[str]:
    """Ids of what matches, in order; opens each message that the query finds."""
    words = [searchable(word) for word in wanted.words]
    sealed = (Message.words,) if words else ()
    heads = (Message.head,) if order.by != "time" else ()
    columns = (Message.id, Message.key_id, Message.wrapped_key, *sealed, *heads)
    rows = _execute(
        query.with_only_columns(*columns).execution_options(yield_per=AT_A_TIME)
    )
    found = [
        (order.key(row) if heads else None, row.id)
        for row in rows
        if not words or matches(row, words)
    ]
    if heads:
        found.sort(key=lambda one: one[0], reverse=order.descending)
    return [message_id for _key, message_id in found]


def _lines_of(mailbox_id: int, message_ids: Sequence[str]) -> list[Line]:
    query = (
        select(*LINE_COLUMNS)
        .join(Delivery, Delivery.message_id == Message.id)
        .where(Delivery.mailbox_id == mailbox_id, Message.id.in_(message_ids))
    )
    lines = {row.id: line(row) for row in _execute(query)}
    return [lines[message_id] for message_id in message_ids]
