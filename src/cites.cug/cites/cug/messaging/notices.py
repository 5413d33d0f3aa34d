"""Notices about messages: they say that there are some, and not what or from whom."""

from cites.cug import _
from cites.cug.core.sql.session import session
from cites.cug.mailing.handled_notices import HandledNotices
from cites.cug.mailing.interfaces import INoticeKind
from cites.cug.messaging.models import Delivery, Folder, Mailbox, Message
from collections.abc import Sequence
from sqlalchemy import select
from typing import Any
from zope.interface import implementer


#: Name of this kind of notice in the outbox.
MESSAGE = "message"


class OfMessageNotices(HandledNotices):
    """Base of kinds of notice whose ``reference`` is the id of a message."""

    #: Below the group: the list, where each of them has an address.
    page: str

    def about(self, notices: Sequence[Any], group: Any) -> tuple[set[str], str]:
        ids = [notice.reference for notice in notices]
        query = select(Message.handling).where(Message.id.in_(ids)).distinct()
        place = f"{group.absolute_url()}/{self.page}"
        url = f"{place}/{ids[0]}" if len(ids) == 1 else place
        return set(session().scalars(query)), url


@implementer(INoticeKind)
class MessageNotices(OfMessageNotices):
    """That there are some."""

    page = "messages"
    subject = _("messaging_notices_new_messages_subject")
    one = _("messaging_notices_message")
    several = _("messaging_notices_messages_up_text")

    def wanted(self, notice: Any, group: Any) -> bool:
        query = select(Delivery.unread).where(
            Delivery.message_id == notice.reference,
            Delivery.mailbox_id == Mailbox.id,
            Delivery.folder == Folder.INBOX,
            Mailbox.user_id == notice.user_id,
            Mailbox.group_uid == group.UID(),
        )
        return bool(session().execute(query).scalar())
