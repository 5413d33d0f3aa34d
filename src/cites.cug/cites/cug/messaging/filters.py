"""Filters and orders of a mailbox list, and the SQL statements that are made of them."""

from cites.cug.core.encryption.sealing import Seal, Untrusted
from cites.cug.core.sql.moments import Moment
from cites.cug.messaging.content import NO_HEAD, open_head, SEAL_COLUMNS, searchable
from cites.cug.messaging.conversations import superseded
from cites.cug.messaging.mailbox import in_mailbox, LINE_COLUMNS
from cites.cug.messaging.models import Delivery, Folder, Message
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, UTC
from functools import lru_cache
from sqlalchemy import bindparam, func, Integer, Select, select, String, tuple_
from typing import Any


#: Parameters of the statements: the mailbox, and which part of the list.
MAILBOX, START, SIZE = (
    bindparam(name, type_=Integer) for name in ("mailbox_id", "start", "size")
)
#: Parameters of a place in an order: the line that stands there.
PLACE = bindparam("time", type_=Moment), bindparam("message_id", type_=String)
LATEST_FIRST = (Delivery.time.desc(), Delivery.message_id.desc())
OLDEST_FIRST = (Delivery.time.asc(), Delivery.message_id.asc())


@dataclass(frozen=True)
class MailboxFilter:
    """Which messages a list holds; without a folder all but the trash. Days in UTC."""

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

    def conditions(self) -> Iterator[Any]:
        yield from in_mailbox(MAILBOX, self.folder)
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
        """Whether these are all messages of one folder, whose number is stored."""
        return self == MailboxFilter(folder=self.folder) and self.folder is not None


@dataclass(frozen=True)
class MailboxOrder:
    """How a list is sorted. By sender or subject it is slower, as these are sealed."""

    by: str = "time"
    descending: bool = True

    def key(self, row: Any, seal: Seal | None) -> bytes | None:
        """The sort key of a row; None where the database sorts, which is by time."""
        if self.by == "time":
            return None
        try:
            head = open_head(seal, row) if seal is not None else NO_HEAD
        except Untrusted:
            head = NO_HEAD
        return searchable(head.subject if self.by == "subject" else head.sender_name)


NEWEST = MailboxOrder()


# Building a statement takes longer than running it, so each is built once and cached.
# Words that are searched for are not part of statements and do not stay in memory.
@lru_cache(maxsize=256)
def page_statement(wanted: MailboxFilter, order: MailboxOrder) -> Select:
    """``SIZE`` lines of the list from ``START`` on."""
    return _messages(wanted, order).offset(START).limit(SIZE)


@lru_cache(maxsize=256)
def place_statement(wanted: MailboxFilter, order: MailboxOrder) -> Select:
    """The place in the order of the line at ``START``; the index has it, so no message
    is read on the way.
    """
    query = _deliveries(wanted, Delivery.time).add_columns(Delivery.message_id)
    return query.order_by(*_places(order)).offset(START).limit(1)


@lru_cache(maxsize=256)
def later_page_statement(wanted: MailboxFilter, order: MailboxOrder) -> Select:
    """``SIZE`` lines of the list from a place on."""
    here, place = tuple_(Delivery.time, Delivery.message_id), tuple_(*PLACE)
    follows = here >= place if _places(order) is OLDEST_FIRST else here <= place
    return _messages(wanted, order).where(follows).limit(SIZE)


@lru_cache(maxsize=8)
def page_of_conversations(folder: Folder) -> Select:
    """The same for a folder, with only the latest message of each conversation."""
    return page_statement(MailboxFilter(folder=folder), NEWEST).where(~superseded())


@lru_cache(maxsize=256)
def count_statement(wanted: MailboxFilter) -> Select:
    """The number of messages that the filter selects, its words left out."""
    return _deliveries(wanted, func.count())


def ids_statement(wanted: MailboxFilter, order: MailboxOrder) -> Select:
    """Their ids, in order; latest first where the order is by something sealed."""
    return _ids(replace(wanted, words=()), order)


@lru_cache(maxsize=256)
def _ids(wanted: MailboxFilter, order: MailboxOrder) -> Select:
    return _deliveries(wanted, Delivery.message_id).order_by(*_places(order))


@lru_cache(maxsize=4)
def sealed_statement(with_words: bool, with_heads: bool) -> Select:
    """The sealed columns of the messages with these ``ids``."""
    parts = ((Message.words, with_words), (Message.head, with_heads))
    asked = (part for part, is_asked in parts if is_asked)
    here = Delivery.message_id == Message.id, Delivery.mailbox_id == MAILBOX
    return select(*SEAL_COLUMNS, *asked).where(
        *here, Message.id.in_(bindparam("ids", expanding=True))
    )


def _messages(wanted: MailboxFilter, order: MailboxOrder) -> Select:
    return (
        select(*LINE_COLUMNS)
        .join(Delivery, Delivery.message_id == Message.id)
        .where(*wanted.conditions(), *wanted.conditions_of_message())
        .order_by(*_places(order))
    )


def _deliveries(wanted: MailboxFilter, column: Any) -> Select:
    """Select from the mailbox's lines; joins messages only if the filter needs them."""
    query = select(column).where(*wanted.conditions())
    if of_message := list(wanted.conditions_of_message()):
        query = query.where(Message.id == Delivery.message_id, *of_message)
    return query


def _places(order: MailboxOrder) -> tuple[Any, Any]:
    oldest_first = order.by == "time" and not order.descending
    return OLDEST_FIRST if oldest_first else LATEST_FIRST
