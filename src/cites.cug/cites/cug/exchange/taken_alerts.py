"""Reads alerts for other systems, by what has changed since they last asked.

``@stix``, TAXII and the feed of MISP read alerts here and nowhere else: what the caller
may see is decided by ``changes.py``. Each of them records what it gives out.
"""

from cites.cug.access.guard import require
from cites.cug.access.policy import Permission
from cites.cug.core.trail.trail import record
from cites.cug.exchange.changes import Change, WITHDRAWN
from cites.cug.exchange.cursors import Place
from cites.cug.exchange.following import follow_library
from cites.cug.exchange.stix import alert_objects, withdrawn_objects
from collections.abc import Callable, Iterator
from datetime import datetime
from plone import api
from typing import Any, NamedTuple


ALERT = "Alert"
STIX, MISP = "exchange.stix", "exchange.misp"
#: Changes that are read at once.
PORTION = 100


class TakenAlert(NamedTuple):
    """A change of an alert, and the alert; None if it is withdrawn."""

    change: Change
    item: Any | None


class TakenPage(NamedTuple):
    """Alerts in the order of their changes, where to go on, and whether more follow."""

    alerts: list[TakenAlert]
    place: Place
    more: bool


def is_any(_change: Change) -> bool:
    return True


def read_changed_alerts(
    group: Any,
    since: Place | datetime | None,
    size: int,
    wanted: Callable[[Change], bool] = is_any,
) -> TakenPage:
    """The changes of alerts that are ``wanted``, of so many changes. Raises Refusal."""
    page = follow_library(group, since, size)
    of_alerts = (one for one in page.changes if one.portal_type == ALERT)
    alerts = [TakenAlert(one, _item(one)) for one in of_alerts if wanted(one)]
    return TakenPage(alerts, page.place, page.more)


def read_all_alerts(
    group: Any, wanted: Callable[[Change], bool] = is_any
) -> Iterator[Any]:
    """All alerts that the caller may see and that are ``wanted``."""
    since, more = None, True
    while more:
        alerts, since, more = read_changed_alerts(group, since, PORTION, wanted)
        yield from (one.item for one in alerts if one.item is not None)


def stix_objects(alert: TakenAlert, group: Any) -> list[dict[str, Any]]:
    """The alert as STIX, or that it is withdrawn."""
    change, item = alert
    if item is None:
        return withdrawn_objects(change.uid, group, change.created, change.modified)
    return alert_objects(item, group, item.absolute_url())


def note_taken(target: Any, action: str, number: int, *, acting_user: str) -> None:
    """Record that so many alerts were given out."""
    record(action, target=target, acting_user=acting_user, detail={"items": number})


def _item(change: Change) -> Any | None:
    """The alert. The change says that the caller may see it; the permission is asked once
    more. The folder of the alert may be hidden from the caller.
    """
    if change.kind == WITHDRAWN:
        return None
    item = api.portal.get().unrestrictedTraverse(change.path)
    require(Permission.READ, item)
    return item
