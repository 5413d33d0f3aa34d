"""Notices about requests: that one waits for an answer, and nothing of what it asks."""

from cites.cug import _
from cites.cug.core.sql.session import session
from cites.cug.mailing.interfaces import INoticeKind
from cites.cug.messaging.assistance.models import AssistanceRequest
from cites.cug.messaging.assistance.queries import IS_OPEN, OF_MESSAGE
from cites.cug.messaging.models import Delivery, Mailbox, SHOWN
from cites.cug.messaging.notices import OfMessageNotices
from collections.abc import Sequence
from sqlalchemy import select
from typing import Any
from zope.interface import implementer


#: Names of these kinds of notices in the outbox.
REMINDER, OVERDUE = "assistance.reminder", "assistance.overdue"
OVERDUE_IN_COUNTRY = "assistance.overdue-in-country"


@implementer(INoticeKind)
class RequestNotices(OfMessageNotices):
    """``notice.reference`` is the id of a request in the reader's mailbox."""

    page = "assistance"
    subject = _("messaging_notices_requests_assistance_subject")

    def wanted(self, notice: Any, group: Any) -> bool:
        """Whether nobody has answered yet."""
        query = select(AssistanceRequest.state).where(
            AssistanceRequest.message_id == notice.reference,
            IS_OPEN,
            *self.is_reader(notice, group),
        )
        return session().execute(query).scalar() is not None

    def is_reader(self, notice: Any, group: Any) -> tuple[Any, ...]:
        return (
            OF_MESSAGE,
            Delivery.folder.in_(SHOWN),
            Delivery.mailbox_id == Mailbox.id,
            Mailbox.user_id == notice.user_id,
            Mailbox.group_uid == group.UID(),
        )


class ReminderNotices(RequestNotices):
    """The asker reminds those who were asked."""

    one = _("messaging_notices_asked_again_answer_request_text")
    several = _("messaging_notices_asked_again_answer_requests_text")


class OverdueNotices(RequestNotices):
    """The day is past: for the asker and those who were asked."""

    one = _("messaging_notices_request_assistance_no_answer_text")
    several = _("messaging_notices_requests_assistance_no_answer_text")


class OverdueInCountryNotices(RequestNotices):
    """The same for the contact point of a country, who need not read the request."""

    one = _("messaging_notices_request_assistance_members_country_text")
    several = _("messaging_notices_requests_assistance_members_country_text")

    def is_reader(self, notice: Any, group: Any) -> tuple[Any, ...]:
        return ()

    def about(self, notices: Sequence[Any], group: Any) -> tuple[set[str], str]:
        handlings, _url = super().about(notices, group)
        return handlings, f"{group.absolute_url()}/members"
