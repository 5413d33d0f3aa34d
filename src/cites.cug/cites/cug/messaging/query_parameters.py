"""Reads from a query string which messages of their mailbox a member asks for."""

import re
from cites.cug import _
from cites.cug.core.codelists.lists import titles
from cites.cug.core.validation.errors import invalid
from cites.cug.core.validation.query_parameters import (
    batch,
    flag,
    one_of,
    period,
)
from cites.cug.messaging.filters import MailboxFilter, MailboxOrder
from cites.cug.messaging.models import Folder
from cites.cug.messaging.queries import PAGE_SIZE
from cites.cug.messaging.schema import IMailboxFilter
from cites.cug.web.restapi.query_schema import read_query
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any


MESSAGE_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)
#: Values of ``sort_on`` → the same in ``MailboxOrder``.
SORTABLE = {"date": "time", "sender": "sender", "subject": "subject"}
#: All that ``@messages`` takes.
PARAMETERS = (
    *IMailboxFilter,
    *("conversations", "total", "sort_on", "sort_order", "b_start", "b_size"),
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
        text = _("messaging_query_parameters_conversations_listed_folder_text")
        raise invalid("conversations", text)
    return question


def _is_plain(question: MailboxQuery) -> bool:
    return question.wanted.is_folder and question.order == MailboxOrder()


def read_filter(asked: Mapping[str, Any]) -> MailboxFilter:
    """Without any parameter the inbox; without a folder, all folders but the trash."""
    # Older messages may carry codes that are no longer offered.
    values = read_query(IMailboxFilter, asked, lambda name: titles(name, "en"))
    if not MESSAGE_ID.fullmatch(values.get("thread", "0" * 32)):
        raise invalid("thread", _("messaging_query_parameters_id_conversation_error"))
    period(asked)
    if "folder" in values:
        values["folder"] = Folder(values["folder"])
    words = tuple(values.pop("q", "").split())
    wanted = MailboxFilter(words=words, **values)
    return INBOX if wanted == MailboxFilter() else wanted


def _order(asked: Mapping[str, Any]) -> MailboxOrder:
    one_of(asked, "sort_on", tuple(SORTABLE))
    one_of(asked, "sort_order", ("ascending", "descending"))
    by = SORTABLE[asked.get("sort_on", "date")]
    default = "descending" if by == "time" else "ascending"
    order = MailboxOrder(by=by)
    return replace(order, descending=asked.get("sort_order", default) == "descending")
