"""Notices to the author of an alert: that a reader has added to it, and nothing else."""

from cites.cug import _
from cites.cug.access.author import author_of
from cites.cug.core.sql.session import session
from cites.cug.library.items.notices import AlertNotices
from cites.cug.library.tools.sightings.models import Sighting
from cites.cug.mailing.interfaces import INoticeKind
from plone import api
from plone.app.uuid.utils import uuidToObject
from sqlalchemy import select
from typing import Any
from zope.interface import implementer


#: The name of this kind of notice in the outbox.
SIGHTING = "library.sighting"
#: States in which an alert is hidden, or with its author again.
CLOSED_STATES = frozenset({"draft", "pending", "reported"})


@implementer(INoticeKind)
class SightingNotices(AlertNotices):
    """``notice.reference`` is the id of a sighting."""

    page = "sightings"
    subject = _("library_notices_new_sightings_subject")
    one = _("library_notices_member_added_sighting_alert_text")
    several = _("library_notices_members_added_sightings_alerts_text")

    def alert_of(self, notice: Any) -> Any | None:
        query = select(Sighting.item_uid).where(Sighting.id == notice.reference)
        uid = session().execute(query).scalar()
        return uuidToObject(uid, unrestricted=True) if uid is not None else None

    def wanted(self, notice: Any, group: Any) -> bool:
        alert = self.alert_of(notice)
        if alert is None or author_of(alert) != notice.user_id:
            return False
        return api.content.get_state(alert) not in CLOSED_STATES
