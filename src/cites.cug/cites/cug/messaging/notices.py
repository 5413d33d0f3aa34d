"""Notices about messages: they say that there are some, and not what or from whom."""

from cites.cug import _
from cites.cug.codelists.lists import first_of, title
from cites.cug.mailing.interfaces import INoticeKind
from cites.cug.messaging.models import Delivery, Folder, Mailbox, Message
from cites.cug.sql.session import session
from collections.abc import Sequence
from sqlalchemy import select
from typing import Any
from zope.i18n import translate
from zope.interface import implementer


#: Name of this kind of notice in the outbox.
MESSAGE = "message"


@implementer(INoticeKind)
class MessageNotices:
    """``notice.reference`` is the id of a message."""

    def wanted(self, notice: Any, group: Any) -> bool:
        query = select(Delivery.unread).where(
            Delivery.message_id == notice.reference,
            Delivery.mailbox_id == Mailbox.id,
            Delivery.folder == Folder.INBOX,
            Mailbox.user_id == notice.user_id,
            Mailbox.group_uid == group.UID(),
        )
        return bool(session().execute(query).scalar())

    def lines(self, notices: Sequence[Any], group: Any, language: str) -> list[str]:
        ids = [notice.reference for notice in notices]
        query = select(Message.handling).where(Message.id.in_(ids)).distinct()
        found = set(session().scalars(query))
        inbox = f"{group.absolute_url()}/messages"
        handling = title("handling", first_of("handling", found), language)
        mapping = {"handling": handling, "number": str(len(notices))}
        if len(notices) == 1:
            text = _("There is a message for you [${handling}].", mapping=mapping)
            url = f"{inbox}/{ids[0]}"
        else:
            text = _(
                "There are ${number} messages for you [up to ${handling}].",
                mapping=mapping,
            )
            url = inbox
        return [translate(text, target_language=language), url]
