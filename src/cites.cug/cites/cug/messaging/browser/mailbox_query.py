"""The query string of a mailbox page, and the query strings of its links."""

from cites.cug import _
from cites.cug.core.codelists.lists import titles
from cites.cug.core.validation.characters import UNFIT
from cites.cug.core.validation.errors import FieldErrors
from cites.cug.core.validation.query_form import text_of
from cites.cug.core.validation.query_parameters import (
    flag,
    known_code,
    MAX_START,
    number,
    one_of,
    period,
    word,
)
from cites.cug.messaging.address_book import search_address_book
from cites.cug.messaging.browser.page import FOLDERS, STARRED
from cites.cug.messaging.filters import MailboxFilter, MailboxOrder
from cites.cug.messaging.models import Folder
from cites.cug.messaging.schema import IMailboxFilter
from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlencode


ORDERS = {
    "": (_("messaging_mailbox_query_newest_first"), MailboxOrder()),
    "oldest": (_("messaging_mailbox_query_oldest_first"), MailboxOrder(descending=False)),
    "subject": (_("common_subject_label"), MailboxOrder("subject", descending=False)),
    "sender": (
        _("messaging_mailbox_query_sender_title"),
        MailboxOrder("sender", descending=False),
    ),
}
#: Parameters that are boxes to check.
MARKS = ("unread", "starred", "files")
DAYS = ("since", "until")
NARROWING = ("q", *DAYS, "sender", "country", "handling", *MARKS)
KEPT = ("folder", *NARROWING, "sort", "view", "b_start")
#: Folders that are listed by conversation.
TOGETHER = (Folder.INBOX, Folder.ARCHIVE)
CODES = ("country", "handling")
#: The values of parameters that take one of a few.
CHOICES = {
    "folder": tuple(FOLDERS),
    "sort": tuple(filter(None, ORDERS)),
    "view": ("flat",),
}
#: What the page calls each parameter.
TITLES = {
    "folder": _("messaging_mailbox_query_folder_title"),
    "q": _("common_words_title"),
    "since": _("common_since_column"),
    "until": _("common_until_title"),
    "sender": _("messaging_mailbox_query_sender_title"),
    **{name: IMailboxFilter[name].title for name in (*CODES, "unread", "starred")},
    "files": IMailboxFilter["attachments"].title,
    "sort": _("common_order_title"),
    "view": _("common_show_as_title"),
    "b_start": _("common_first_item_title"),
}


class MailboxQueryForm:
    """A query string.

    ``wrong`` has the mistakes by their parameters, ``asked`` what is right, and ``typed``
    all of it.
    """

    def __init__(self, form: Mapping[str, Any]):
        given = {name: _tidy(form[name]) for name in KEPT if form.get(name)}
        mistakes = FieldErrors()
        words = {name: mistakes.gather(word, given, name) for name in given}
        right = {name: value for name, value in words.items() if value}
        self.start = mistakes.gather(number, right, "b_start", 0, 0, MAX_START) or 0
        days = mistakes.gather(period, right) or (None, None)
        self.days = dict(zip(DAYS, days, strict=True))
        off = {name for name in MARKS if mistakes.gather(flag, right, name) is False}
        _gather_unknown(mistakes, right)
        self.wrong = mistakes.by_field()
        self.asked = {
            name: value
            for name, value in right.items()
            if name not in self.wrong and name not in off
        }
        self.typed = self.asked | {name: text_of(given[name]) for name in self.wrong}

    @classmethod
    def read(cls, query: Any) -> "MailboxQueryForm":
        """Read it from text, as forms and links pass it on."""
        return cls(dict(parse_qsl(query)) if isinstance(query, str) else {})

    @property
    def folder(self) -> str:
        return self.asked.get("folder", Folder.INBOX.value)

    @property
    def narrowed(self) -> bool:
        return any(name in self.asked for name in NARROWING)

    @property
    def order(self) -> MailboxOrder:
        return ORDERS[self.asked.get("sort", "")][1]

    @cached_property
    def conversations(self) -> bool:
        """Whether the list shows each conversation once."""
        simple = not self.narrowed and "sort" not in self.asked
        return simple and self.folder in TOGETHER and self.asked.get("view") != "flat"

    def filter(self, group: Any, user_id: str, language: str) -> MailboxFilter:
        folder = None if self.folder == STARRED else Folder(self.folder)
        return MailboxFilter(
            folder=folder,
            unread="unread" in self.asked,
            starred="starred" in self.asked or self.folder == STARRED,
            attachments="files" in self.asked,
            words=tuple(self.asked.get("q", "").split()),
            senders=self._senders(group, user_id, language),
            country=self.asked.get("country"),
            handling=self.asked.get("handling"),
            **self.days,
        )

    def _senders(self, group: Any, user_id: str, language: str) -> Any:
        """User ids of members that match the words; former members only by their id."""
        typed = self.asked.get("sender")
        if not typed:
            return None
        found = search_address_book(group, typed, user_id, language).members
        return (typed, *(member.id for member in found))

    def query(self, **changes: str | int | None) -> str:
        """The query string with some parameters changed; None takes one away."""
        asked = {**self.asked, **changes}
        return urlencode({name: value for name, value in asked.items() if value})

    def path(self, **changes: str | int | None) -> str:
        """What follows the address of the mailbox."""
        query = self.query(**changes)
        return f"?{query}" if query else ""


def _tidy(value: Any) -> Any:
    return " ".join(UNFIT.sub("", value).split()) if isinstance(value, str) else value


def _gather_unknown(mistakes: FieldErrors, right: Mapping[str, str]) -> None:
    """Collect the values that none of the offered ones is."""
    for name in CODES:
        # Older messages may carry codes that are no longer offered.
        mistakes.gather(known_code, right, name, titles(name, "en"))
    for name, allowed in CHOICES.items():
        mistakes.gather(one_of, right, name, allowed)
