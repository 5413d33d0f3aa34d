"""Notices to the author of an alert: that a later one is related to it, and no more."""

from cites.cug import _
from cites.cug.access.author import author_of
from cites.cug.core.plone_internals.catalog import rid_of_uid
from cites.cug.library.items.notices import AlertNotices
from cites.cug.library.items.read_marks import read_among
from cites.cug.library.lists.bitmaps import library_index, position_of
from cites.cug.library.lists.related import related_among
from cites.cug.library.tools.relations.telling import (
    LEAST_SCORE,
    may_read,
    published_alerts,
)
from cites.cug.mailing.interfaces import INoticeKind
from plone import api
from plone.app.uuid.utils import uuidToObject
from pyroaring import BitMap
from typing import Any
from zope.interface import implementer


@implementer(INoticeKind)
class RelatedNotices(AlertNotices):
    """``notice.reference`` has the UIDs of the later alert and of the author's own."""

    page = "#related"
    subject = _("library_notices_related_alerts_subject")
    one = _("library_notices_alert_related_to_yours_text")
    several = _("library_notices_alerts_related_to_yours_text")

    def alert_of(self, notice: Any) -> Any | None:
        return uuidToObject(notice.reference.partition(":")[0], unrestricted=True)

    def wanted(self, notice: Any, group: Any) -> bool:
        """Whether both are published and related, and the later one is unread."""
        uid, _colon, own_uid = notice.reference.partition(":")
        alert, own = self.alert_of(notice), uuidToObject(own_uid, unrestricted=True)
        if alert is None or own is None or author_of(own) != notice.user_id:
            return False
        tool = api.portal.get_tool("portal_catalog")
        index = library_index(tool)
        published = published_alerts(index, group)
        place, own_place = (position_of(rid_of_uid(tool, one)) for one in (uid, own_uid))
        if place not in published or own_place not in published:
            return False
        if not may_read(index, place, notice.user_id, group):
            return False
        if read_among(notice.user_id, [uid]):
            return False
        return bool(related_among(alert, BitMap([own_place]), 1, LEAST_SCORE))
