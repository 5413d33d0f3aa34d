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

    one = _("You are asked again to answer a request for assistance [${handling}].")
    several = _(
        "You are asked again to answer {number, plural, one {# request for"
        " assistance} other {# requests for assistance}} [up to ${handling}]."
    )


class OverdueNotices(RequestNotices):
    """The day is past: for the asker and those who were asked."""

    one = _("A request for assistance has had no answer in time [${handling}].")
    several = _(
        "{number, plural, one {# request for assistance has had} other {# requests"
        " for assistance have had}} no answer in time [up to ${handling}]."
    )


class OverdueInCountryNotices(RequestNotices):
    """The same for the contact point of a country, who need not read the request."""

    one = _(
        "A request for assistance to members of your country has had no answer in time"
        " [${handling}]. Ask them whether they need help with it."
    )
    several = _(
        "{number, plural, one {# request for assistance to members of your country"
        " has had} other {# requests for assistance to members of your country have"
        " had}} no answer in time [up to ${handling}]. Ask them whether they need"
        " help with it."
    )

    def is_reader(self, notice: Any, group: Any) -> tuple[Any, ...]:
        return ()

    def about(self, notices: Sequence[Any], group: Any) -> tuple[set[str], str]:
        handlings, _url = super().about(notices, group)
        return handlings, f"{group.absolute_url()}/members"
