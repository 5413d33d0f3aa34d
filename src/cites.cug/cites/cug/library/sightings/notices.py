"""Notices to the author of an alert: that a reader has added to it, and nothing else."""

from cites.cug import _
from cites.cug.access.author import author_of
from cites.cug.codelists.lists import first_of, title
from cites.cug.library.sightings.models import Sighting
from cites.cug.mailing.interfaces import INoticeKind
from cites.cug.sql.session import session
from collections.abc import Sequence
from plone import api
from plone.app.uuid.utils import uuidToObject
from sqlalchemy import select
from typing import Any
from zope.i18n import translate
from zope.interface import implementer


#: The name of this kind of notice in the outbox.
SIGHTING = "library.sighting"
#: States in which an alert is hidden, or with its author again.
CLOSED_STATES = frozenset({"draft", "pending", "reported"})


def _alert(notice: Any) -> Any | None:
    query = select(Sighting.item_uid).where(Sighting.id == notice.reference)
    uid = session().execute(query).scalar()
    return uuidToObject(uid, unrestricted=True) if uid is not None else None


@implementer(INoticeKind)
class SightingNotices:
    """``notice.reference`` is the id of a sighting."""

    def wanted(self, notice: Any, group: Any) -> bool:
        alert = _alert(notice)
        if alert is None or author_of(alert) != notice.user_id:
            return False
        return api.content.get_state(alert) not in CLOSED_STATES

    def lines(self, notices: Sequence[Any], group: Any, language: str) -> list[str]:
        alerts = {alert.UID(): alert for alert in map(_alert, notices)}
        found = {alert.handling for alert in alerts.values()}
        handling = title("handling", first_of("handling", found), language)
        mapping = {"handling": handling, "number": str(len(notices))}
        if len(notices) == 1:
            text = _(
                "A member has added a sighting to an alert of yours [${handling}].",
                mapping=mapping,
            )
        else:
            text = _(
                "Members have added ${number} sightings to alerts of yours"
                " [up to ${handling}].",
                mapping=mapping,
            )
        if len(alerts) == 1:
            (alert,) = alerts.values()
            url = f"{alert.absolute_url()}/sightings"
        else:
            url = f"{group.absolute_url()}/library"
        return [translate(text, target_language=language), url]
