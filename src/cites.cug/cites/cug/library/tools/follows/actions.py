"""Members follow something, and stop following it.

The trail keeps that they do, and of which kind; what they follow is their own.
"""

from cites.cug import _
from cites.cug.core.sql.session import count_changed, INSERTS, write_session
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.errors import CONFLICT, Missing, Refusal
from cites.cug.library.tools.follows.fields import Field, read_value
from cites.cug.library.tools.follows.models import Follow, ItemChange
from datetime import datetime, UTC
from secrets import token_hex
from sqlalchemy import delete, func, select
from typing import Any


MOST_FOLLOWS = 200
TOO_MANY = _("library_follow_things_group_already_text")


def follow(group: Any, field: Field, value: Any, *, acting_user: str) -> tuple[str, bool]:
    """Follow something from now on; its id, and whether that is new.

    Raises InvalidValues, and Refusal for whoever follows as much as one may.
    """
    value = read_value(field, value)
    records = write_session()
    mine = _of(group, acting_user)
    same = select(Follow.id).where(*mine, Follow.field == field, Follow.value == value)
    found = records.scalar(same)
    if found is not None:
        return found, False
    if records.scalar(select(func.count()).where(*mine)) >= MOST_FOLLOWS:
        mapping = {"limit": MOST_FOLLOWS}
        raise Refusal(_(TOO_MANY, mapping=mapping), CONFLICT)
    row = {
        "id": token_hex(16),
        "group_uid": group.UID(),
        "user_id": acting_user,
        "field": field.value,
        "value": value,
        "created": datetime.now(UTC),
    }
    begin = INSERTS[records.get_bind().dialect.name](Follow.__table__)
    records.execute(begin.values(row).on_conflict_do_nothing())
    made = records.scalars(same).one()
    if made != row["id"]:  # another request was faster
        return made, False
    _record("library.follow", group, made, field, acting_user)
    return made, True


def stop_following(group: Any, follow_id: str, *, acting_user: str) -> None:
    """Stop following something, and forget what was found by it. Raises Missing."""
    records = write_session()
    here = (*_of(group, acting_user), Follow.id == follow_id)
    field = records.scalar(select(Follow.field).where(*here))
    one = delete(Follow.__table__).where(*here)
    if not count_changed(records, one):
        raise Missing(follow_id)
    _record("library.unfollow", group, follow_id, field, acting_user)


def _record(
    action: str, group: Any, follow_id: str, field: str, acting_user: str
) -> None:
    detail = {"follow": follow_id, "field": str(field)}
    record(action, target=group, acting_user=acting_user, detail=detail)


def forget_of(group: Any, user_id: str) -> None:
    """Forget what somebody who leaves the group has followed."""
    write_session().execute(delete(Follow.__table__).where(*_of(group, user_id)))


def forget_group(group: Any) -> None:
    """Forget what was followed in a group that is removed."""
    records = write_session()
    for table in (Follow.__table__, ItemChange.__table__):
        records.execute(delete(table).where(table.c.group_uid == group.UID()))


def _of(group: Any, user_id: str) -> tuple[Any, ...]:
    return Follow.group_uid == group.UID(), Follow.user_id == user_id
