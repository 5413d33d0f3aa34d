"""The messages and requests in the caller's mailbox that are about an item."""

from cites.cug.access.guard import caller, group_of
from cites.cug.core.encryption.keys import keyring
from cites.cug.core.encryption.sealing import Untrusted
from cites.cug.core.sql.session import session
from cites.cug.messaging.about import About
from cites.cug.messaging.assistance.models import AssistanceRequest
from cites.cug.messaging.content import seal_of
from cites.cug.messaging.mailbox import (
    find_mailbox,
    in_mailbox,
    line,
    LINE_COLUMNS,
    owner_of,
    records_of,
)
from cites.cug.messaging.models import Delivery, Folder, Message
from cites.cug.web.layout.conversation import FollowUp
from collections.abc import Iterator
from functools import cache
from sqlalchemy import bindparam, Select, select
from typing import Any


#: Kind → what its page and its REST resource are called.
PLACES = {"message": ("messages", "@messages"), "request": ("assistance", "@requests")}


# Cached: it takes longer to build this than to run it.
@cache
def _about() -> Select:
    """Messages of a mailbox by the digests of what they are about.

    As the id of the line is no bare column, SQLite begins with the digests, which are
    few, and does not walk through the mailbox.
    """
    return (
        select(*LINE_COLUMNS, Message.about, AssistanceRequest.state.label("asked"))
        .join(Delivery, Delivery.message_id == Message.id.concat(""))
        .outerjoin(AssistanceRequest, AssistanceRequest.message_id == Message.id)
        .where(
            Message.about_digest.in_(bindparam("digests", expanding=True)),
            Message.sent.is_not(None),
            *in_mailbox(bindparam("mailbox_id")),
            Delivery.folder != Folder.TRASH,
        )
    )


def messages_about(item: Any) -> Iterator[FollowUp]:
    """Find what the caller wrote or received about the item.

    What the message itself says decides: the digest only leads to it.
    """
    group, user_id, about = group_of(item), caller(), About(uid=item.UID())
    mailbox_id = find_mailbox(group, user_id) if user_id else None
    if mailbox_id is None:
        return
    given = {"digests": about.digests(group.UID()), "mailbox_id": mailbox_id}
    rows = records_of(session().connection().execute(_about(), given))
    owner, keys = owner_of(group, user_id), keyring()
    for row in rows:
        try:
            seal = seal_of(row, owner, keys)
            if About.opened(seal, row.about) != about:
                continue
            shown = line(row, seal)
        except Untrusted:
            continue
        kind = "request" if row.asked else "message"
        page, resource = (f"{place}/{row.id}" for place in PLACES[kind])
        yield FollowUp(kind, page, resource, shown.subject, shown.sender, shown.time)
