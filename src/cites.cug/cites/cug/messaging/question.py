"""What a member asks of the own mailbox, read from a query string."""

import re
from cites.cug import _
from cites.cug.codelists.lists import titles
from cites.cug.intake.mistakes import unknown_code
from cites.cug.intake.query import BadQuery
from cites.cug.intake.query import batch
from cites.cug.intake.query import flag
from cites.cug.intake.query import one_of
from cites.cug.intake.query import period
from cites.cug.intake.query import word
from cites.cug.messaging.filters import Filter
from cites.cug.messaging.filters import Order
from cites.cug.messaging.listing import PAGE_SIZE
from cites.cug.messaging.model import Folder
from cites.cug.messaging.model import SHOWN
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from typing import Any


MESSAGE_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)
#: What lists can be sorted by → the same in ``Order``.
SORTABLE = {"date": "time", "sender": "sender", "subject": "subject"}
INBOX = Filter(folder=Folder.INBOX)


@dataclass(frozen=True)
class Question:
    """A question that has been checked."""

    wanted: Filter
    order: Order
    start: int
    size: int
    #: Only the latest message of each conversation.
    conversations: bool
    #: Whether a search goes on when the page is full, to say how many there are.
    in_full: bool


def read_question(form: Mapping[str, Any]) -> Question:
    """Parameters that are not ours are left alone. Raises BadQuery."""
    asked = {name: value for name, value in form.items() if value != ""}
    start, size = batch(asked, PAGE_SIZE)
    question = Question(
        read_filter(asked),
        _order(asked),
        start,
        size,
        flag(asked, "conversations"),
        flag({"total": "1", **asked}, "total"),
    )
    if question.conversations and not _is_plain(question):
        text = _("Conversations are listed by folder, without anything else.")
        raise BadQuery("conversations", text)
    return question


def _is_plain(question: Question) -> bool:
    return question.wanted.is_folder and question.order == Order()


def read_filter(asked: Mapping[str, Any]) -> Filter:
    """Without a folder the inbox, or wherever that is what else is asked for."""
    since, until = period(asked)
    texts = ("folder", "thread", "q", "sender", "country", "handling")
    given = {name: word(asked, name) for name in texts if name in asked}
    one_of(given, "folder", SHOWN)
    if not MESSAGE_ID.fullmatch(given.get("thread", "0" * 32)):
        raise BadQuery("thread", _("This is not the id of a conversation."))
    for name in ("country", "handling"):
        if name in given and given[name] not in titles(name, "en"):
            raise BadQuery(name, unknown_code(given[name]).doc())
    wanted = Filter(
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
    return INBOX if wanted == Filter() else wanted


def _order(asked: Mapping[str, Any]) -> Order:
    one_of(asked, "sort_on", tuple(SORTABLE))
    one_of(asked, "sort_order", ("ascending", "descending"))
    by = SORTABLE[asked.get("sort_on", "date")]
    default = "descending" if by == "time" else "ascending"
    order = Order(by=by)
    return replace(order, descending=asked.get("sort_order", default) == "descending")
