"""Reads from a query string which messages of their mailbox a member asks for."""

import re
from cites.cug import _
from cites.cug.codelists.lists import titles
from cites.cug.messaging.filters import MailboxFilter
from cites.cug.messaging.filters import MailboxOrder
from cites.cug.messaging.models import Folder
from cites.cug.messaging.models import SHOWN
from cites.cug.messaging.queries import PAGE_SIZE
from cites.cug.validation.errors import invalid
from cites.cug.validation.errors import unknown_code
from cites.cug.validation.query_parameters import batch
from cites.cug.validation.query_parameters import flag
from cites.cug.validation.query_parameters import one_of
from cites.cug.validation.query_parameters import period
from cites.cug.validation.query_parameters import word
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from typing import Any


MESSAGE_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)
#: Values of ``sort_on`` → the same in ``MailboxOrder``.
SORTABLE = {"date": "time", "sender": "sender", "subject": "subject"}
TEXTS = ("folder", "thread", "q", "sender", "country", "handling")
FLAGS = ("unread", "starred", "attachments", "conversations", "total")
#: All that ``@messages`` takes.
PARAMETERS = (
    *TEXTS,
    *FLAGS,
    *("since", "until", "sort_on", "sort_order", "b_start", "b_size"),
)
INBOX = MailboxFilter(folder=Folder.INBOX)


@dataclass(frozen=True)
class MailboxQuery:
    """A question that has been checked."""

    wanted: MailboxFilter
    order: MailboxOrder
    start: int
    size: int
    #: Whether only the latest message of each conversation is listed.
    conversations: bool
    #: Whether a search goes on after the page is full, to count all that match.
    in_full: bool


def read_mailbox_query(form: Mapping[str, Any]) -> MailboxQuery:
    """Raises InvalidValues."""
    asked = {name: value for name, value in form.items() if value != ""}
    start, size = batch(asked, PAGE_SIZE)
    question = MailboxQuery(
        read_filter(asked),
        _order(asked),
        start,
        size,
        flag(asked, "conversations"),
        flag({"total": "1", **asked}, "total"),
    )
    if question.conversations and not _is_plain(question):
        text = _("Conversations are listed by folder, without anything else.")
        raise invalid("conversations", text)
    return question


def _is_plain(question: MailboxQuery) -> bool:
    return question.wanted.is_folder and question.order == MailboxOrder()


def read_filter(asked: Mapping[str, Any]) -> MailboxFilter:
    """Without any parameter the inbox; without a folder, all folders but the trash."""
    since, until = period(asked)
    given = {name: word(asked, name) for name in TEXTS if name in asked}
    one_of(given, "folder", SHOWN)
    if not MESSAGE_ID.fullmatch(given.get("thread", "0" * 32)):
        raise invalid("thread", _("This is not the id of a conversation."))
    for name in ("country", "handling"):
        if name in given and given[name] not in titles(name, "en"):
            raise invalid(name, unknown_code(given[name]).doc())
    wanted = MailboxFilter(
        folder=Folder(given["folder"]) if "folder" in given else None,
        thread=given.get("thread"),
        unread=flag(asked, "unread"),
        starred=flag(asked, "starred"),
        attachments=flag(asked, "attachments"),
        words=tuple(given.get("q", "").split()),
        since=since,
        until=until,
        sender=given.get("sender"),
        country=given.get("country"),
        handling=given.get("handling"),
    )
    return INBOX if wanted == MailboxFilter() else wanted


def _order(asked: Mapping[str, Any]) -> MailboxOrder:
    one_of(asked, "sort_on", tuple(SORTABLE))
    one_of(asked, "sort_order", ("ascending", "descending"))
    by = SORTABLE[asked.get("sort_on", "date")]
    default = "descending" if by == "time" else "ascending"
    order = MailboxOrder(by=by)
    return replace(order, descending=asked.get("sort_order", default) == "descending")
