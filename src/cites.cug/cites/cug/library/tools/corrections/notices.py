"""Notices of proposed corrections, and of the decision: that there is one, no more."""

from cites.cug import _
from cites.cug.access.policy import PUBLISHED_STATES
from cites.cug.core.sql.session import session
from cites.cug.library.items.notices import AlertNotices
from cites.cug.library.tools.corrections.models import Correction, State
from cites.cug.library.tools.corrections.queries import UNDECIDED
from cites.cug.mailing.interfaces import INoticeKind
from plone import api
from plone.app.uuid.utils import uuidToObject
from sqlalchemy import select
from typing import Any
from zope.interface import implementer


#: The names of these kinds of notice in the outbox.
PROPOSED, DECIDED = "library.correction", "library.correction_decided"


def _row(notice: Any) -> Any | None:
    columns = (
        *(Correction.item_uid, Correction.state, Correction.user_id),
        Correction.author_id,
    )
    query = select(*columns).where(Correction.id == notice.reference)
    return session().execute(query).one_or_none()


class CorrectionNotices(AlertNotices):
    """``notice.reference`` is the id of a proposal."""

    page = "corrections"
    subject = _("library_notices_corrections_subject")

    def alert_of(self, notice: Any) -> Any | None:
        row = _row(notice)
        return None if row is None else uuidToObject(row.item_uid, unrestricted=True)

    def is_due(self, notice: Any, row: Any) -> bool:
        raise NotImplementedError

    def wanted(self, notice: Any, group: Any) -> bool:
        row, alert = _row(notice), self.alert_of(notice)
        if alert is None or not self.is_due(notice, row):
            return False
        return api.content.get_state(alert) in PUBLISHED_STATES


@implementer(INoticeKind)
class ProposedNotices(CorrectionNotices):
    """To whoever decides, while it is open; the author has decided by taking it."""

    list_page = "corrections"
    one = _("library_notices_member_proposes_correction_alert_text")
    several = _("library_notices_members_propose_corrections_alerts_text")

    def is_due(self, notice: Any, row: Any) -> bool:
        if row.state == State.AGREED:
            return notice.user_id != row.author_id
        return row.state == State.OPEN


@implementer(INoticeKind)
class DecidedNotices(CorrectionNotices):
    """To whoever has proposed it."""

    one = _("library_notices_correction_proposed_decided_text")
    several = _("library_notices_corrections_proposed_decided_up_text")

    def is_due(self, notice: Any, row: Any) -> bool:
        return row.state not in UNDECIDED and row.user_id == notice.user_id
