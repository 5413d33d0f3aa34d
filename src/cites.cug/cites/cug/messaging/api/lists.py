"""REST: a mailbox's lists."""

from cites.cug.messaging.api.routes import MessagesService
from cites.cug.messaging.queries import (
    conversation_sizes,
    list_conversations,
    list_messages,
    MailboxPage,
)
from cites.cug.messaging.query_parameters import (
    MailboxQuery,
    PARAMETERS,
    read_mailbox_query,
)
from cites.cug.messaging.schema import IMailboxFilter
from cites.cug.web.restapi.batching import Batch
from typing import Any


class MessagesGet(MessagesService):
    """``GET {cug}/@messages``: a page of the messages in a folder."""

    tagged = True
    parameters = PARAMETERS
    schemas = (IMailboxFilter,)

    def reply(self) -> dict[str, Any]:
        form = self.request.form
        question = read_mailbox_query(form)
        batch = Batch(self.url, form, question.start, question.size)
        if question.conversations:
            return self.conversations(question, batch)
        page = list_messages(
            self.context,
            self.user_id,
            question.wanted,
            question.order,
            question.start,
            question.size,
            in_full=question.in_full,
        )
        is_counted = page.total is not None
        return {
            "@id": batch.address(),
            "items_total": page.total,
            "unread_total": page.unread_total,
            "items": [self.json.line(line) for line in page.lines],
            **(batch.links(page.total) if is_counted else batch.links_on(page.more)),
        }

    def conversations(self, question: MailboxQuery, batch: Batch) -> dict[str, Any]:
        folder, start, size = question.wanted.folder, question.start, question.size
        page = list_conversations(self.context, self.user_id, folder, start, size)
        return {
            "@id": batch.address(),
            "items_total": None,  # to count them would read the whole folder
            "unread_total": page.unread_total,
            "items": self.with_sizes(page),
            **batch.links_on(page.more),
        }

    def with_sizes(self, page: MailboxPage) -> list[dict[str, Any]]:
        threads = [line.thread for line in page.lines]
        sizes = conversation_sizes(self.context, self.user_id, threads)
        items = []
        for line in page.lines:
            total, unread = sizes[line.thread]
            size = {"messages_total": total, "unread_total": unread}
            items.append({**self.json.line(line), "conversation": size})
        return items
