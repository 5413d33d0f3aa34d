"""What members keep under names of their own in a group: searches, matchings of columns.

Each table of such values has the columns ``id``, ``group_uid``, ``user_id``, ``name``,
``changed`` and one for the value.
"""

from cites.cug import _
from cites.cug.core.sql.session import count_changed, session, write_session
from cites.cug.core.validation.characters import fit_line
from cites.cug.core.validation.errors import (
    CONFLICT,
    invalid,
    InvalidValue,
    Missing,
    Refusal,
)
from datetime import datetime, UTC
from secrets import token_hex
from sqlalchemy import delete, func, insert, select, Table
from typing import Any, NamedTuple
from zope.i18nmessageid import Message


MAX_NAME = 60
#: Values of one member in one group.
MOST = 50
NO_NAME = _("named_values_enter_name_most_characters_text")


class NamedValue(NamedTuple):
    """A value with its name."""

    id: str
    name: str
    value: dict[str, Any]

    def named(self, key: str) -> dict[str, Any]:
        """For JSON, with the value under that key."""
        return {"id": self.id, "name": self.name, key: self.value}


class NamedValues:
    """The values of one table.

    ``field``: what a name that is refused was given as. ``too_many``: says that there are
    ``${limit}`` already.
    """

    def __init__(self, table: Table, column: str, field: str, too_many: Message):
        self.table, self.column = table, column
        self.field, self.too_many = field, too_many

    def of(self, group: Any, user_id: str) -> list[NamedValue]:
        """Those of one member, by name; also one that the request has just kept."""
        columns = self.table.c
        query = select(columns.id, columns.name, columns[self.column])
        mine = query.where(*self._mine(group, user_id)).order_by(columns.name)
        return [NamedValue(*row) for row in session().execute(mine)]

    def keep(
        self, group: Any, name: str, value: dict[str, Any], *, acting_user: str
    ) -> str:
        """Keep a value in place of what has the name; its id.

        Raises InvalidValues or Refusal.
        """
        name = self._read_name(name)
        records, columns = write_session(), self.table.c
        mine = self._mine(group, acting_user)
        records.execute(delete(self.table).where(*mine, columns.name == name))
        count = select(func.count()).select_from(self.table).where(*mine)
        if records.scalars(count).one() >= MOST:
            raise Refusal(_(self.too_many, mapping={"limit": MOST}), CONFLICT)
        row = {
            "id": token_hex(16),
            "group_uid": group.UID(),
            "user_id": acting_user,
            "name": name,
            self.column: value,
            "changed": datetime.now(UTC),
        }
        records.execute(insert(self.table).values(row))
        return row["id"]

    def _read_name(self, name: str) -> str:
        try:
            read = fit_line(name).strip()
        except InvalidValue as error:
            raise invalid(self.field, *error.mistakes) from error
        if not 0 < len(read) <= MAX_NAME:
            raise invalid(self.field, _(NO_NAME, mapping={"limit": MAX_NAME}))
        return read

    def forget(self, group: Any, value_id: str, *, acting_user: str) -> None:
        """Delete one's own. Raises Missing."""
        mine = self._mine(group, acting_user)
        one = delete(self.table).where(*mine, self.table.c.id == value_id)
        if not count_changed(write_session(), one):
            raise Missing(value_id)

    def forget_of(self, group: Any, user_id: str) -> None:
        """Delete those of somebody who leaves the group."""
        write_session().execute(delete(self.table).where(*self._mine(group, user_id)))

    def forget_group(self, group: Any) -> None:
        """Delete all of a group that is removed."""
        of_group = self.table.c.group_uid == group.UID()
        write_session().execute(delete(self.table).where(of_group))

    def _mine(self, group: Any, user_id: str) -> tuple[Any, ...]:
        columns = self.table.c
        return columns.group_uid == group.UID(), columns.user_id == user_id
