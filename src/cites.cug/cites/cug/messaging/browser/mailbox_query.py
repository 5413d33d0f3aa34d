"""The query string of a mailbox page, and the query strings of its links."""

from cites.cug import _
from cites.cug.messaging.address_book import search_address_book
from cites.cug.messaging.browser.page import FOLDERS, STARRED
from cites.cug.messaging.filters import MailboxFilter, MailboxOrder
from cites.cug.messaging.models import Folder
from cites.cug.validation.characters import UNFIT
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlencode


MAX_WORDS = 200
MAX_START = 10**7
ORDERS = {
    "": (_("Newest first"), MailboxOrder()),
    "oldest": (_("Oldest first"), MailboxOrder(descending=False)),
    "subject": (_("Subject"), MailboxOrder("subject", descending=False)),
    "sender": (_("Sender"), MailboxOrder("sender", descending=False)),
}
#: Parameters that are boxes to check.
MARKS = ("unread", "starred", "files")
DAYS = ("since", "until")
NARROWING = ("q", *DAYS, "sender", "country", "handling", *MARKS)
KEPT = ("folder", *NARROWING, "sort", "view", "b_start")
#: Folders that are listed by conversation.
TOGETHER = (Folder.INBOX, Folder.ARCHIVE)


class MailboxQueryForm:
    """A query string. Parameters that cannot be understood are listed in ``wrong``."""

    def __init__(self, form: Mapping[str, Any]):
        texts = {name: form.get(name) for name in KEPT}
        self.asked = {
            name: " ".join(UNFIT.sub("", value).split())[:MAX_WORDS]
            for name, value in texts.items()
            if isinstance(value, str) and value.strip()
        }
        self.wrong: list[str] = []
        self.days = {name: self._day(name) for name in DAYS}
        if self.asked.get("folder") not in FOLDERS:
            self.asked.pop("folder", None)
        if self.asked.get("sort") not in ORDERS:
            self.asked.pop("sort", None)

    @classmethod
    def read(cls, query: Any) -> "MailboxQueryForm":
        """Read it from text, as forms and links pass it on."""
        return cls(dict(parse_qsl(query)) if isinstance(query, str) else {})

    def _day(self, name: str) -> date | None:
        text = self.asked.get(name)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.wrong.append(name)
            return None

    @property
    def folder(self) -> str:
        return self.asked.get("folder", Folder.INBOX.value)

    @property
    def narrowed(self) -> bool:
        return any(name in self.asked for name in NARROWING)

    @property
    def order(self) -> MailboxOrder:
        return ORDERS[self.asked.get("sort", "")][1]

    @property
    def start(self) -> int:
        text = self.asked.get("b_start", "")
        return min(int(text), MAX_START) if text.isdecimal() and len(text) < 9 else 0

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
