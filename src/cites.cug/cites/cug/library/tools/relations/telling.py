"""Finds the authors whom a later alert concerns, and queues their notices.

The clock does it for each alert that was published, got other readers or was changed, so
that no request takes longer the more alerts are related.
"""

from cites.cug.access.author import author_of
from cites.cug.access.guard import principals_of
from cites.cug.access.policy import PUBLISHED_STATES
from cites.cug.core.plone_internals.catalog import rid_of_uid
from cites.cug.core.sql.session import write_session
from cites.cug.library.items.alert import IAlert
from cites.cug.library.lists.bitmaps import library_index, LibraryIndex, position_of
from cites.cug.library.lists.indexers import time_of
from cites.cug.library.lists.related import related_among
from cites.cug.library.tools.relations.models import ToldRelation
from cites.cug.mailing.outbox import queue_notices
from collections.abc import Iterable
from datetime import datetime
from plone import api
from pyroaring import BitMap
from sqlalchemy import delete, insert, or_, select
from typing import Any


#: The name of this kind of notice in the outbox.
RELATED = "library.related"
#: Alerts that share less are many, and related by chance: a way of concealment alone.
LEAST_SCORE = 20
#: So many related alerts are looked at, the nearest first.
MOST_NEAR = 50
TABLE = ToldRelation.__table__


def tell_authors(group: Any, items: Iterable[Any], now: datetime) -> None:
    """Tell authors once of each of these alerts that is later than theirs and related.

    Nobody is told of an alert that they may not read, nor of their own. Whoever may read
    it later is told when its readers change.
    """
    for item in items:
        if IAlert.providedBy(item):
            _tell_of(group, item, now)


def _tell_of(group: Any, alert: Any, now: datetime) -> None:
    tool, uid = api.portal.get_tool("portal_catalog"), alert.UID()
    index, position = library_index(tool), position_of(rid_of_uid(tool, uid))
    others = published_alerts(index, group) - BitMap([position])
    told = select(TABLE.c.earlier_uid).where(TABLE.c.later_uid == uid)
    before = set(write_session().scalars(told))
    for near in related_among(alert, others, MOST_NEAR, LEAST_SCORE):
        if near.uid in before:
            continue
        other = group.unrestrictedTraverse(near.path)
        author = author_of(other)
        if author == author_of(alert):
            continue
        if time_of(other) < time_of(alert) and may_read(index, position, author, group):
            row = {"later_uid": uid, "earlier_uid": near.uid, "time": now}
            write_session().execute(insert(TABLE).values(row))
            reference = f"{uid}:{near.uid}"
            queue_notices(RELATED, reference, group.UID(), [author], at=now)


def published_alerts(index: LibraryIndex, group: Any) -> BitMap:
    """The positions of the published alerts of the group, whoever may see them."""
    return (
        index.having("group", group.UID())
        & index.having("type", "Alert")
        & index.having("state", PUBLISHED_STATES)
    )


def may_read(index: LibraryIndex, position: int, user_id: str, group: Any) -> bool:
    """Whether a member may read the alert now; nobody may who is not active."""
    return position in index.having("token", principals_of(user_id, group))


def forget_relations(uid: str) -> None:
    """Forget who was told of an alert that is deleted, and of what for its author."""
    either = or_(TABLE.c.later_uid == uid, TABLE.c.earlier_uid == uid)
    write_session().execute(delete(TABLE).where(either))
