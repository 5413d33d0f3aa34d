"""Notices of proposed corrections, and of the decision: that there is one, no more."""

from cites.cug import _
from cites.cug.access.policy import PUBLISHED_STATES
from cites.cug.codelists.lists import first_of, title
from cites.cug.library.corrections.models import Correction, State
from cites.cug.mailing.interfaces import INoticeKind
from cites.cug.sql.session import session
from collections.abc import Sequence
from plone import api
from plone.app.uuid.utils import uuidToObject
from sqlalchemy import select
from typing import Any
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.interface import implementer


#: The names of these kinds of notice in the outbox.
PROPOSED, DECIDED = "library.correction", "library.correction_decided"


def _row(notice: Any) -> Any | None:
    columns = (Correction.item_uid, Correction.state, Correction.user_id)
    query = select(*columns).where(Correction.id == notice.reference)
    return session().execute(query).one_or_none()


def _alert(notice: Any) -> Any | None:
    row = _row(notice)
    return None if row is None else uuidToObject(row.item_uid, unrestricted=True)


class CorrectionNotices:
    """``notice.reference`` is the id of a proposal."""

    path = "corrections"
    #: What one notice says, and several.
    one: Message
    several: Message

    def is_due(self, notice: Any, row: Any) -> bool:
        raise NotImplementedError

    def wanted(self, notice: Any, group: Any) -> bool:
        row, alert = _row(notice), _alert(notice)
        if alert is None or not self.is_due(notice, row):
            return False
        return api.content.get_state(alert) in PUBLISHED_STATES

    def lines(self, notices: Sequence[Any], group: Any, language: str) -> list[str]:
        alerts = {alert.UID(): alert for alert in map(_alert, notices)}
        found = {alert.handling for alert in alerts.values()}
        handling = title("handling", first_of("handling", found), language)
        mapping = {"handling": handling, "number": str(len(notices))}
        text = self.one if len(notices) == 1 else self.several
        if len(alerts) == 1:
            (alert,) = alerts.values()
            url = f"{alert.absolute_url()}/corrections"
        else:
            url = f"{group.absolute_url()}/{self.path}"
        return [translate(_(text, mapping=mapping), target_language=language), url]


@implementer(INoticeKind)
class ProposedNotices(CorrectionNotices):
    """To whoever decides, while it is open."""

    one = _("A member proposes a correction of an alert [${handling}].")
    several = _("Members propose ${number} corrections of alerts [up to ${handling}].")

    def is_due(self, notice: Any, row: Any) -> bool:
        return row.state == State.OPEN


@implementer(INoticeKind)
class DecidedNotices(CorrectionNotices):
    """To whoever has proposed it."""

    path = "library"
    one = _("A correction that you have proposed has been decided on [${handling}].")
    several = _(
        "${number} corrections that you have proposed have been decided on"
        " [up to ${handling}]."
    )

    def is_due(self, notice: Any, row: Any) -> bool:
        return row.state != State.OPEN and row.user_id == notice.user_id
