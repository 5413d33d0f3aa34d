"""Matchings that a member keeps for the next table of the same kind."""

from cites.cug import _
from cites.cug.exchange.alert_imports.matching import (
    Matching,
    MAX_NAME,
    read_matching,
    written_matching,
)
from cites.cug.exchange.alert_imports.models import KeptMatching
from cites.cug.sql.session import count_changed, session, writing
from cites.cug.validation.characters import fit_line
from cites.cug.validation.errors import (
    CONFLICT,
    invalid,
    InvalidValue,
    Missing,
    Refusal,
)
from datetime import datetime, UTC
from secrets import token_hex
from sqlalchemy import delete, insert, select
from typing import Any, NamedTuple


TABLE = KeptMatching.__table__
MOST = 50
TOO_MANY = _("You already have ${limit} saved matchings. Delete one of them first.")
NO_NAME = _("A name of at most ${limit} characters is expected.")


class KeptLine(NamedTuple):
    """A matching with its name."""

    id: str
    name: str
    matching: dict[str, Any]


def list_matchings(group: Any, user_id: str) -> list[KeptLine]:
    """Those of one member, by name."""
    query = select(TABLE.c.id, TABLE.c.name, TABLE.c.matching)
    rows = session().execute(query.where(*_of(group, user_id)).order_by(TABLE.c.name))
    return [KeptLine(*row) for row in rows]


def matching_named(group: Any, user_id: str, name: str) -> Matching:
    """The member's matching of that name. Raises InvalidValues."""
    for one in list_matchings(group, user_id):
        if one.name == name:
            return read_matching(one.matching)
    raise invalid("mapping.saved", _("You have no saved matching with this name."))


def keep_matching(group: Any, name: str, matching: Matching, *, acting_user: str) -> None:
    """Keep a matching under a name, in place of the one that has it. Raises Refusal."""
    try:
        name = fit_line(name)
    except InvalidValue as error:
        raise invalid("mapping.save_as", *error.mistakes) from error
    if not 0 < len(name) <= MAX_NAME:
        text = _(NO_NAME, mapping={"limit": MAX_NAME})
        raise invalid("mapping.save_as", text)
    records = writing()
    mine = _of(group, acting_user)
    records.execute(delete(TABLE).where(*mine, TABLE.c.name == name))
    if len(list_matchings(group, acting_user)) >= MOST:
        raise Refusal(_(TOO_MANY, mapping={"limit": MOST}), CONFLICT)
    row = {
        "id": token_hex(16),
        "group_uid": group.UID(),
        "user_id": acting_user,
        "name": name,
        "matching": written_matching(matching),
        "changed": datetime.now(UTC),
    }
    records.execute(insert(TABLE).values(row))


def forget_matching(group: Any, matching_id: str, *, acting_user: str) -> None:
    """Delete one's own matching. Raises Missing."""
    one = delete(TABLE).where(*_of(group, acting_user), TABLE.c.id == matching_id)
    if not count_changed(writing(), one):
        raise Missing(matching_id)


def forget_of(group: Any, user_id: str) -> None:
    """Forget the matchings of somebody who leaves the group."""
    writing().execute(delete(TABLE).where(*_of(group, user_id)))


def forget_group(group: Any) -> None:
    """Forget all matchings of a group that is removed."""
    writing().execute(delete(TABLE).where(TABLE.c.group_uid == group.UID()))


def _of(group: Any, user_id: str) -> tuple[Any, ...]:
    return TABLE.c.group_uid == group.UID(), TABLE.c.user_id == user_id
