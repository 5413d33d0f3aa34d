"""Prepares one message for the template of its page."""

from cites.cug import _
from cites.cug.core.codelists.lists import title
from cites.cug.messaging.about import show_about, ShownAbout
from cites.cug.messaging.actions.opening import Opened
from cites.cug.messaging.assistance.models import State
from cites.cug.messaging.assistance.queries import request_states
from cites.cug.messaging.assistance.schema import STATES
from cites.cug.messaging.browser.page import MessagePage
from cites.cug.messaging.browser.rows import addressee_names
from cites.cug.messaging.mailbox import MailboxLine, untrusted_line
from cites.cug.messaging.models import DeliveryKind
from cites.cug.messaging.receipts import recallable, receipts
from cites.cug.messaging.untrusted import TEXT, TITLE
from cites.cug.web.layout.links import with_titles
from cites.cug.web.layout.lists import listed
from cites.cug.web.layout.numbers import file_size
from cites.cug.web.layout.times import day, moment, reader_today
from functools import cached_property
from typing import Any
from zope.i18n import translate


class ShownMessage:
    """A message; drafts and untrusted ones are not opened."""

    untrusted_text = TEXT

    def __init__(
        self, page: MessagePage, line: MailboxLine, opened: Opened | None, is_open: bool
    ):
        self.page, self.opened, self.is_open = page, opened, is_open
        self.id = line.id
        self.is_own = line.kind != DeliveryKind.RECEIVED
        self.is_draft = line.kind == DeliveryKind.DRAFT
        self.trusted = line.trusted and (opened is not None or self.is_draft)
        self.line = line if self.trusted else untrusted_line(line)
        self.body = with_titles(page.context, opened.body) if opened is not None else ""

    @property
    def sender_name(self) -> str:
        if self.trusted:
            return self.line.sender_name
        return translate(TITLE, context=self.page.request)

    @property
    def url(self) -> str:
        return f"{self.page.url}/{self.id}"

    @property
    def sender(self) -> str:
        """Category and country of the sender when the message was sent."""
        if not self.trusted:
            return ""
        language = self.page.language
        facts = [title("category", self.line.sender_category, language)]
        if self.line.sender_country:
            facts.append(title("country", self.line.sender_country, language))
        return listed(facts, language)

    @property
    def time(self) -> Any:
        return moment(self.line.time, self.page.language)

    @cached_property
    def addressees(self) -> list[str]:
        """Names of the recipients; of groups only the names of the groups."""
        if self.opened is None:
            return []
        seen = self.opened.addressees.seen_by(self.page.user_id, self.line.sender)
        return addressee_names(self.page, seen)

    @property
    def by_group(self) -> bool:
        return self.opened.addressees.by_group

    @property
    def handling(self) -> dict[str, str]:
        code = self.line.handling
        return {
            "code": code,
            "title": self.page.handling_title(code),
            "meaning": self.page.handling_meaning(code),
        }

    @cached_property
    def about(self) -> ShownAbout | None:
        """What it is about, if that is open to the reader."""
        about = self.opened and self.opened.about
        return show_about(self.page.context, about) if about else None

    @property
    def about_hidden(self) -> bool:
        return bool(self.opened and self.opened.about) and self.about is None

    @property
    def answer_by(self) -> dict[str, Any] | None:
        date = self.line.answer_by
        if date is None:
            return None
        state = request_states([self.id]).get(self.id, State.OPEN)
        is_open = state == State.OPEN
        return {
            "day": day(date, self.page.language),
            "late": is_open and date < reader_today(),
            "closed": "" if is_open else STATES[state],
        }

    def files(self) -> list[dict[str, Any]]:
        if self.opened is None:
            return []
        return [
            {
                "url": f"{self.url}/attachments/{file.number}",
                "name": file.filename,
                "size": file_size(file.size, self.page.language),
                "kind": file.filename.rpartition(".")[2].upper(),
            }
            for file in self.opened.files
        ]

    @cached_property
    def receipts(self) -> list[dict[str, Any]]:
        """For its sender: each recipient, and when it was read."""
        if not self.is_own or self.opened is None:
            return []
        page = self.page
        return [
            {
                "name": page.name_of(one.user_id),
                "read": one.read and moment(one.read, page.language),
                "delivered": moment(one.delivered, page.language),
                "recalled": one.recalled,
            }
            for one in receipts(page.context, self.id, acting_user=page.user_id)
        ]

    def receipts_summary(self) -> dict[str, int]:
        return {
            "all": len(self.receipts),
            "read": sum(1 for one in self.receipts if one["read"]),
            "recalled": sum(1 for one in self.receipts if one["recalled"]),
        }

    @cached_property
    def recallable(self) -> int:
        return recallable(self.id) if self.is_own and self.opened else 0

    def recall_question(self) -> str:
        text = _(
            "messaging_shown_recall_message_all_recipients_text",
            mapping={"count": self.recallable},
        )
        return translate(text, context=self.page.request)
