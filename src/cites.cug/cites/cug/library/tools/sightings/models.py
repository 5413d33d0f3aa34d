"""The table of sightings."""

from cites.cug.core.sql.moments import Moment
from cites.cug.core.sql.proofs import Proven
from datetime import date, datetime
from sqlalchemy import Date, Float, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column


UID = String(32)


class Sighting(Proven):
    """That a reader of an alert has seen the same. Deleted with the alert."""

    __tablename__ = "library_sighting"
    __table_args__ = (
        Index("library_sighting_item", "item_uid", "time"),
        Index("library_sighting_group", "group_uid", "changed", "opened"),
    )

    id: Mapped[str] = mapped_column(UID, primary_key=True)
    group_uid: Mapped[str] = mapped_column(UID)
    item_uid: Mapped[str] = mapped_column(UID)
    #: Who has added it.
    user_id: Mapped[str] = mapped_column(String(200))
    country: Mapped[str] = mapped_column(String(10))
    #: When it was seen, if that is known.
    day: Mapped[date | None] = mapped_column(Date)
    quantity: Mapped[float | None] = mapped_column(Float)
    note: Mapped[str] = mapped_column(Text)
    #: Who reads it, of those who read the alert: their keys
    #: (``library/items/readers.py``), one a line. Whom the alert is
    #: opened to later is not among them.
    audience: Mapped[str] = mapped_column(Text)
    #: When it was added, when last changed, and when it was opened to more readers.
    time: Mapped[datetime] = mapped_column(Moment)
    changed: Mapped[datetime] = mapped_column(Moment)
    opened: Mapped[datetime | None] = mapped_column(Moment)
