"""REST: a mailbox's lists."""

from cites.cug.json_service import Batch
from cites.cug.messaging.api.routes import MessagesService
from cites.cug.messaging.queries import conversation_sizes
from cites.cug.messaging.queries import list_conversations
from cites.cug.messaging.queries import list_messages
from cites.cug.messaging.queries import MailboxPage
from cites.cug.messaging.query_parameters import MailboxQuery
from cites.cug.messaging.query_parameters import read_mailbox_query
from cites.cug.restapi.content_deserializer import field_error
from cites.cug.validation.errors import FieldError
from cites.cug.validation.query_parameters import BadQuery
from typing import Any


def list_of(service: MessagesService) -> dict[str, Any]:
    """``GET {cug}/@messages``"""
    form = service.request.form
    try:
        question = read_mailbox_query(form)
    except BadQuery as error:
        raise field_error(
            service.request, error.name, FieldError(error.message)
        ) from error
    batch = Batch(service.json.url, form, question.start, question.size)
    if question.conversations:
        return _conversations(service, question, batch)
    page = list_messages(
        service.context,
        service.user,
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
        "items": [service.json.line(line) for line in page.lines],
        **(batch.links(page.total) if is_counted else batch.links_on(page.more)),
    }


def _conversations(
    service: MessagesService, question: MailboxQuery, batch: Batch
) -> dict[str, Any]:
    group, user = service.context, service.user
    folder = question.wanted.folder
    page = list_conversations(group, user, folder, question.start, question.size)
    return {
        "@id": batch.address(),
        "items_total": None,  # to count them would read the whole folder
        "unread_total": page.unread_total,
        "items": _with_sizes(service, page),
        **batch.links_on(page.more),
    }


def _with_sizes(service: MessagesService, page: MailboxPage) -> list[dict[str, Any]]:
    threads = [line.thread for line in page.lines]
    sizes = conversation_sizes(service.context, service.user, threads)
    items = []
    for line in page.lines:
        total, unread = sizes[line.thread]
        size = {"messages_total": total, "unread_total": unread}
        items.append({**service.json.line(line), "conversation": size})
    return items
