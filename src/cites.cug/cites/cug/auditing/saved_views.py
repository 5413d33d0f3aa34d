"""Searches of the trail that a reader keeps under a name; each reader has their own."""

from cites.cug import _
from cites.cug.audit.trail import record
from cites.cug.auditing.models import SavedView
from cites.cug.auditing.query_parameters import FILTERS, read_event_search
from cites.cug.sql.session import count_changed, looking, writing
from cites.cug.validation.characters import fit_line
from cites.cug.validation.errors import (
    CONFLICT,
    FieldError,
    invalid,
    InvalidValue,
    InvalidValues,
    Missing,
    Refusal,
    shown,
)
from collections.abc import Mapping
from datetime import datetime, UTC
from secrets import token_hex
from sqlalchemy import delete, insert, select
from typing import Any, NamedTuple


TABLE = SavedView.__table__
MOST, MAX_NAME = 50, 60
TOO_MANY = _("You already have ${limit} saved views. Delete one of them first.")
NO_NAME = _("A name of at most ${limit} characters is expected.")
NO_FILTER = _("Nothing of that name limits the list.")


class View(NamedTuple):
    """A search with its name."""

    id: str
    name: str
    filters: dict[str, str]


def list_views(group: Any, user_id: str) -> list[View]:
    """Those of one reader, by name."""
    query = select(TABLE.c.id, TABLE.c.name, TABLE.c.filters)
    with looking() as connection:
        rows = connection.execute(
            query.where(*_of(group, user_id)).order_by(TABLE.c.name)
        )
        return [View(*row) for row in rows]


def save_view(
    group: Any, name: str, filters: Mapping[str, Any], *, acting_user: str
) -> str:
    """Keep what limits the list under a name, in place of what has it; its id.

    Raises Refusal.
    """
    name, kept = _read_name(name), _read_filters(filters)
    records = writing()
    mine = _of(group, acting_user)
    records.execute(delete(TABLE).where(*mine, TABLE.c.name == name))
    kept_before = records.scalars(select(TABLE.c.id).where(*mine)).all()
    if len(kept_before) >= MOST:
        raise Refusal(_(TOO_MANY, mapping={"limit": MOST}), CONFLICT)
    view_id = token_hex(16)
    row = {
        "id": view_id,
        "group_uid": group.UID(),
        "user_id": acting_user,
        "name": name,
        "filters": kept,
        "changed": datetime.now(UTC),
    }
    records.execute(insert(TABLE).values(row))
    record("audit.view_save", target=group, acting_user=acting_user)
    return view_id


def _read_name(name: str) -> str:
    try:
        read = fit_line(name).strip()
    except InvalidValue as error:
        raise invalid("name", *error.mistakes) from error
    if not 0 < len(read) <= MAX_NAME:
        raise invalid("name", _(NO_NAME, mapping={"limit": MAX_NAME}))
    return read


def _read_filters(filters: Mapping[str, Any]) -> dict[str, str]:
    """As they were typed, if they can be read. Raises InvalidValues."""
    unknown = [name for name in filters if name not in FILTERS]
    if unknown:
        raise InvalidValues([(shown(name), FieldError(NO_FILTER)) for name in unknown])
    kept = {name: value for name, value in filters.items() if value}
    read_event_search(kept)
    if not kept:
        raise invalid("filters", _("Search for something first."))
    return kept


def forget_view(group: Any, view_id: str, *, acting_user: str) -> None:
    """Delete one's own view. Raises Missing."""
    one = delete(TABLE).where(*_of(group, acting_user), TABLE.c.id == view_id)
    if not count_changed(writing(), one):
        raise Missing(view_id)
    record("audit.view_delete", target=group, acting_user=acting_user)


def forget_of(group: Any, user_id: str) -> None:
    """Forget the views of somebody who leaves the group."""
    writing().execute(delete(TABLE).where(*_of(group, user_id)))


def forget_group(group: Any) -> None:
    """Forget all views of a group that is removed."""
    writing().execute(delete(TABLE).where(TABLE.c.group_uid == group.UID()))


def _of(group: Any, user_id: str) -> tuple[Any, ...]:
    return TABLE.c.group_uid == group.UID(), TABLE.c.user_id == user_id
