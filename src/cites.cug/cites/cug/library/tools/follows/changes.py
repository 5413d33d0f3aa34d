"""Notes that followers may have to be told of an item; the clock job does the rest."""

from cites.cug.access.guard import group_of
from cites.cug.access.policy import PUBLISHED_STATES
from cites.cug.core.sql.session import session, write_session
from cites.cug.library.tools.follows.models import FollowedItem, ItemChange
from datetime import datetime, UTC
from sqlalchemy import delete
from typing import Any


def note_change(item: Any, state: str) -> None:
    """Note, in the running transaction, that an item in this state has changed."""
    group = group_of(item)
    if state in PUBLISHED_STATES and group is not None:
        row = {"group_uid": group.UID(), "item_uid": item.UID()}
        session().add(ItemChange(**row, time=datetime.now(UTC)))


def forget_item(item_uid: str) -> None:
    """Forget an item that is deleted."""
    records = write_session()
    for table in (ItemChange.__table__, FollowedItem.__table__):
        records.execute(delete(table).where(table.c.item_uid == item_uid))
