"""The messages and requests in the caller's mailbox that are about an item."""

from cites.cug.access.guard import caller, group_of
from cites.cug.core.sql.session import session
from cites.cug.messaging.about import About
from cites.cug.messaging.assistance.models import AssistanceRequest
from cites.cug.messaging.mailbox import (
    find_mailbox,
    in_mailbox,
    LINE_COLUMNS,
    lines_of,
    owner_of,
)
from cites.cug.messaging.models import Delivery, Folder, Message
from cites.cug.web.layout.conversation import FollowUp
from collections.abc import Iterator
from functools import cache
from sqlalchemy import bindparam, Select, select
from typing import Any


# Cached: it takes longer to build these than to run them.
@cache
def _about() -> tuple[Select, Select]:
    """Lines of a mailbox by the digests of what they are about; which are requests."""
    here = (
        Message.about_digest.in_(bindparam("digests", expanding=True)),
        Message.sent.is_not(None),
        *in_mailbox(bindparam("mailbox_id")),
        Delivery.folder != Folder.TRASH,
    )
    of_line = Delivery.message_id == Message.id
    lines = select(*LINE_COLUMNS).join(Delivery, of_line).where(*here)
    asked = AssistanceRequest.message_id == Message.id
    requests = select(Message.id).join(Delivery, of_line).join(AssistanceRequest, asked)
    return lines, requests.where(*here)


def messages_about(item: Any) -> Iterator[FollowUp]:
    """Find what the caller wrote or received about the item."""
    group, user_id = group_of(item), caller()
    mailbox_id = user_id and find_mailbox(group, user_id)
    if mailbox_id is None:
        return
    digests = About(uid=item.UID()).digests(group.UID())
    given = {"digests": digests, "mailbox_id": mailbox_id}
    lines, requests = _about()
    connection = session().connection()
    found = lines_of(connection.execute(lines, given), owner_of(group, user_id))
    asked = set(connection.execute(requests, given).scalars()) if found else set()
    for line in found:
        if line.trusted:
            page, name = (
                ("assistance", "requests") if line.id in asked else ("messages",) * 2
            )
            yield FollowUp(
                "request" if line.id in asked else "message",
                f"{page}/{line.id}",
                f"@{name}/{line.id}",
                line.subject,
                line.sender,
                line.time,
            )
