"""Who has opened which item, so that lists can mark items that are new to the reader."""

from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import Base, session
from collections.abc import Iterable
from datetime import datetime, UTC
from sqlalchemy import bindparam, select, String, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import DateTime
from zope.sqlalchemy import mark_changed


class ReadMark(Base):
    """When a user opened an item for the first time."""

    __tablename__ = "library_reading"

    user_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    item_uid: Mapped[str] = mapped_column(String(32), primary_key=True)
    time: Mapped[datetime] = mapped_column(DateTime(timezone=True))


#: Two requests of one reader may open the same item at once: the second changes nothing.
FIRST_READING = text(
    "INSERT INTO library_reading (user_id, item_uid, time)"
    " VALUES (:user_id, :item_uid, :time) ON CONFLICT DO NOTHING"
).bindparams(bindparam("time", type_=DateTime(timezone=True)))


#: Marks that this process has seen in the table. No mark is ever deleted, so that no
#: query is needed for an item that is opened again.
_seen: set[tuple[str, str, str]] = set()
MAX_SEEN = 100_000


def mark_read(user_id: str, item_uid: str) -> None:
    """Remember that the user has opened the item. Only the first time is written."""
    reading = (records_url(), user_id, item_uid)
    if reading in _seen:
        return
    records = session()
    if records.get(ReadMark, (user_id, item_uid)) is None:
        values = {"user_id": user_id, "item_uid": item_uid, "time": datetime.now(UTC)}
        records.execute(FIRST_READING, values)
        mark_changed(records)
        return  # not seen before it is committed
    if len(_seen) >= MAX_SEEN:
        _seen.clear()
    _seen.add(reading)


#: Selects a column, as making mapped objects takes longer than the query.
READ_AMONG = select(ReadMark.__table__.c.item_uid).where(
    ReadMark.__table__.c.user_id == bindparam("user_id"),
    ReadMark.__table__.c.item_uid.in_(bindparam("item_uids", expanding=True)),
)


def read_among(user_id: str, item_uids: Iterable[str]) -> set[str]:
    """Those of the items that the user has opened; takes one query."""
    wanted = {"user_id": user_id, "item_uids": list(item_uids)}
    return set(session().connection().execute(READ_AMONG, wanted).scalars())
