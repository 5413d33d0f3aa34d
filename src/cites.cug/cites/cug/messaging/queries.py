"""Lists of a mailbox. A page takes the same time however many messages the mailbox holds.

An exception are searches for words, and lists sorted by sender or subject: these are
sealed, so all messages in question have to be opened.
"""

import re
from cites.cug.access.guard import caller
from cites.cug.core.encryption.keys import keyring
from cites.cug.core.encryption.sealing import Owner, Seal, Untrusted
from cites.cug.core.sql.session import session
from cites.cug.core.validation.errors import Missing
from cites.cug.messaging import filters
from cites.cug.messaging.content import matches, seal_of, searchable
from cites.cug.messaging.filters import MailboxFilter, MailboxOrder, NEWEST
from cites.cug.messaging.mailbox import (
    counts_by_folder,
    find_mailbox,
    in_mailbox,
    LINE_COLUMNS,
    lines_of,
    MailboxLine,
    own_message,
    owner_of,
    records_of,
)
from cites.cug.messaging.models import Delivery, Folder, FolderCount, Message
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from sqlalchemy import bindparam, func, select
from typing import Any


PAGE_SIZE = 25
#: How many sealed rows are in memory at a time while a mailbox is searched.
AT_A_TIME = 200


@dataclass(frozen=True)
class MailboxPage:
    """A page of a list; ``more`` says whether there are more after it."""

    lines: Sequence[MailboxLine] = ()
    #: How many messages the list has; None where counting them would take too long.
    total: int | None = 0
    more: bool = False
    counts: Mapping[str, FolderCount] = field(default_factory=dict)

    @property
    def unread_total(self) -> int:
        inbox = self.counts.get(Folder.INBOX)
        return inbox.unread if inbox is not None else 0


def list_messages(
    group: Any,
    user_id: str,
    wanted: MailboxFilter,
    order: MailboxOrder = NEWEST,
    start: int = 0,
    size: int = PAGE_SIZE,
    *,
    in_full: bool = True,
    newest: int | None = None,
) -> MailboxPage:
    """A page of the messages in the user's mailbox that the filter selects.

    ``in_full``: a search goes on after the page is full, to count all that match.
    ``newest``: a search opens only so many messages, the first of its order.
    """
    mailbox_id = find_mailbox(group, user_id)
    if mailbox_id is None:
        return MailboxPage()
    owner = owner_of(group, user_id)
    counted = counts_by_folder(session(), mailbox_id)
    if not wanted.words and order.by == "time":
        rows = _page(mailbox_id, wanted, order, start, size)
        lines = lines_of(rows, owner) if rows is not None else []
        total = _total(mailbox_id, wanted, counted)
        return MailboxPage(lines, total, total > start + len(lines), counted)
    found = _search(mailbox_id, owner, wanted, order, newest)
    ids = list(found if in_full else islice(found, start + size + 1))
    more = len(ids) > start + size
    total = len(ids) if in_full or not more else None
    lines = _lines(mailbox_id, owner, ids[start : start + size])
    return MailboxPage(lines, total, more, counted)


def _page(
    mailbox_id: int, wanted: MailboxFilter, order: MailboxOrder, start: int, size: int
) -> Any:
    """The rows of a page; None if the list ends before it."""
    if not start:
        query = filters.page_statement(wanted, order)
        return _execute(query, mailbox_id, start=0, size=size)
    query = filters.place_statement(wanted, order)
    place = _execute(query, mailbox_id, start=start).first()
    if place is None:
        return None
    query = filters.later_page_statement(wanted, order)
    return _execute(query, mailbox_id, size=size, **place._asdict())


def list_conversations(
    group: Any,
    user_id: str,
    folder: Folder,
    start: int = 0,
    size: int = PAGE_SIZE,
) -> MailboxPage:
    """A page of the latest message of each conversation in a folder, not counted."""
    mailbox_id = find_mailbox(group, user_id)
    if mailbox_id is None:
        return MailboxPage()
    query = filters.page_of_conversations(folder)
    rows = _execute(query, mailbox_id, start=start, size=size + 1)
    lines = lines_of(rows, owner_of(group, user_id))
    counted = counts_by_folder(session(), mailbox_id)
    return MailboxPage(lines[:size], None, len(lines) > size, counted)


_SIZES = (
    select(
        Delivery.thread,
        func.count(),
        func.sum(Delivery.unread.cast(FolderCount.unread.type)),
    )
    .where(
        *in_mailbox(filters.MAILBOX),
        Delivery.thread.in_(bindparam("threads", expanding=True)),
        Delivery.folder != Folder.TRASH,
    )
    .group_by(Delivery.thread)
)


def conversation_sizes(
    group: Any, user_id: str, threads: Sequence[str]
) -> dict[str, tuple[int, int]]:
    """By thread: how many of its messages the mailbox holds, and how many are unread."""
    mailbox_id = find_mailbox(group, user_id)
    if mailbox_id is None or not threads:
        return {}
    rows = _execute(_SIZES, mailbox_id, threads=threads)
    return {thread: (total, unread) for thread, total, unread in rows}


def folder_counts(group: Any, user_id: str) -> Mapping[str, FolderCount]:
    """All and unread messages by folder; folders that were never used are missing."""
    mailbox_id = find_mailbox(group, user_id)
    return {} if mailbox_id is None else counts_by_folder(session(), mailbox_id)


def _execute(query: Any, mailbox_id: int | None = None, **more: Any) -> Any:
    return session().connection().execute(query, {"mailbox_id": mailbox_id, **more})


def _total(
    mailbox_id: int, wanted: MailboxFilter, counted: Mapping[str, FolderCount]
) -> int:
    if wanted.is_folder:
        folder = counted.get(wanted.folder)
        return folder.total if folder is not None else 0
    return _execute(filters.count_statement(wanted), mailbox_id).scalar()


def _search(
    mailbox_id: int,
    owner: Owner,
    wanted: MailboxFilter,
    order: MailboxOrder,
    newest: int | None,
) -> Iterator[str]:
    """Ids of the messages that match, in order. Each is opened only when it is asked for.

    Messages that cannot be trusted do not match.
    """
    query = filters.ids_statement(wanted, order).limit(newest)
    ids = _execute(query, mailbox_id).scalars().all()
    words = [searchable(word) for word in wanted.words]
    if order.by == "time":
        return (row.id for row, _seal in _sealed(mailbox_id, owner, ids, words))
    found = [
        (order.key(row, seal), row.id)
        for row, seal in _sealed(mailbox_id, owner, ids, words, True)
    ]
    found.sort(key=lambda one: one[0], reverse=order.descending)
    return (message_id for _key, message_id in found)


def _sealed(
    mailbox_id: int,
    owner: Owner,
    ids: Sequence[str],
    words: list[bytes],
    with_heads: bool = False,
) -> Iterator[tuple[Any, Seal | None]]:
    """Rows of the messages that hold all the words, each with its seal.

    Without words, messages that cannot be trusted are included, with None as seal.
    """
    query = filters.sealed_statement(bool(words), with_heads)
    for start in range(0, len(ids), AT_A_TIME):
        portion = ids[start : start + AT_A_TIME]
        found = records_of(_execute(query, mailbox_id, ids=portion))
        rows = {row.id: row for row in found}
        # After the rows: they may be sealed with a key that has just been added.
        keys = keyring()
        for row in filter(None, map(rows.get, portion)):
            try:
                seal = seal_of(row, owner, keys)
                wanted = not words or matches(seal, row, words)
            except Untrusted:
                seal, wanted = None, not words
            if wanted:
                yield row, seal


_LINES = (
    select(*LINE_COLUMNS)
    .join(Delivery, Delivery.message_id == Message.id)
    .where(
        Delivery.mailbox_id == filters.MAILBOX,
        Message.id.in_(bindparam("ids", expanding=True)),
    )
)


def _lines(
    mailbox_id: int, owner: Owner, message_ids: Sequence[str]
) -> list[MailboxLine]:
    rows = _execute(_LINES, mailbox_id, ids=message_ids)
    lines = {one.id: one for one in lines_of(rows, owner)}
    return [lines[message_id] for message_id in message_ids if message_id in lines]


MESSAGE_PATH = re.compile(r"@?messages/([0-9a-f]{32})")


def subject_behind(group: Any, path: str) -> str | None:
    """The subject of a message by its path; None unless it is in the caller's mailbox."""
    found = MESSAGE_PATH.fullmatch(path)
    if found is None:
        return None
    try:
        return own_message(group, caller(), found[1]).line().subject
    except (Missing, Untrusted):
        return None
