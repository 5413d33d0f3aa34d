"""Requests for assistance as services answer them."""

from cites.cug.messaging.actions.opening import open_message
from cites.cug.messaging.assistance.queries import (
    answers_to,
    is_overdue,
    own_request,
    Progress,
    RequestLine,
)
from cites.cug.messaging.mailbox import MailboxLine
from cites.cug.messaging.receipts import receipts_of
from cites.cug.messaging.serializers import MessageJson, utc
from datetime import datetime, UTC
from typing import Any


class RequestJson:
    """Writes requests of one group for one reader, with the keys of messages."""

    def __init__(self, group: Any, reader: str, messages: MessageJson):
        self.group, self.reader, self.messages = group, reader, messages
        self.url = f"{group.absolute_url()}/@requests"
        self.today = datetime.now(UTC).date()

    def line(self, one: RequestLine) -> dict[str, Any]:
        """A request as lists show it."""
        return {
            **self.messages.line(one.line),
            **self.progress(one.line, one.progress),
            "asked": "by-me" if one.is_asker else "me",
        }

    def progress(self, line: MailboxLine, progress: Progress) -> dict[str, Any]:
        due = line.answer_by
        return {
            "@id": f"{self.url}/{line.id}",
            "message": f"{self.messages.url}/{line.id}",
            "kind": progress.kind,
            "state": progress.state,
            "due": due and due.isoformat(),
            "overdue": is_overdue(progress.state, due, self.today),
            "answered": progress.answered and utc(progress.answered),
            "closed": progress.closed and utc(progress.closed),
        }

    def whole(self, request_id: str) -> dict[str, Any]:
        """A request with its answers. Raises Missing."""
        found = own_request(self.group, self.reader, request_id)
        opened = open_message(self.group, request_id, acting_user=self.reader)
        told = receipts_of(request_id, opened.receipt) if found.is_asker else ()
        reminded = found.progress.reminded
        return {
            **self.messages.whole(opened, told),
            **self.progress(opened.line, found.progress),
            "asked": "by-me" if found.is_asker else "me",
            **({"reminded": reminded and utc(reminded)} if found.is_asker else {}),
            "answers": [
                self.answer(line)
                for line in answers_to(self.group, self.reader, opened.line)
            ],
        }

    def answer(self, line: MailboxLine) -> dict[str, Any]:
        """An answer; one that cannot be trusted is named in its place and not opened."""
        if not line.trusted:
            return self.messages.line(line)
        opened = open_message(self.group, line.id, acting_user=self.reader)
        return self.messages.whole(opened, ())
