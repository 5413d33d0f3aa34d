"""The table of proposed corrections."""

from cites.cug.core.sql.moments import Moment
from cites.cug.core.sql.proofs import Proven
from datetime import datetime
from enum import StrEnum
from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column


UID = String(32)
USER = String(200)


class State(StrEnum):
    """What has become of a proposal."""

    OPEN = "open"
    #: Its author has taken it, and may not edit the alert: the Secretariat confirms it.
    AGREED = "agreed"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Correction(Proven):
    """That a reader proposes another value for a field. Deleted with the alert."""

    __tablename__ = "library_correction"
    __table_args__ = (
        Index("library_correction_item", "item_uid", "time"),
        Index("library_correction_group", "group_uid", "state", "author_id"),
    )

    id: Mapped[str] = mapped_column(UID, primary_key=True)
    group_uid: Mapped[str] = mapped_column(UID)
    item_uid: Mapped[str] = mapped_column(UID)
    #: The author of the alert, and who has proposed it.
    author_id: Mapped[str] = mapped_column(USER)
    user_id: Mapped[str] = mapped_column(USER)
    field: Mapped[str] = mapped_column(String(100))
    #: As JSON: what the field says when it is proposed, and what it should say.
    before: Mapped[str] = mapped_column(Text)
    value: Mapped[str] = mapped_column(Text)
    #: Why.
    note: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10))
    decided_by: Mapped[str | None] = mapped_column(USER)
    #: What is said to whoever has proposed it.
    answer: Mapped[str] = mapped_column(Text)
    #: When it was proposed, and when it was last changed.
    time: Mapped[datetime] = mapped_column(Moment)
    changed: Mapped[datetime] = mapped_column(Moment)
