"""The table of items that are given to other groups."""

from cites.cug.core.sql.moments import Moment
from cites.cug.core.sql.proofs import Proven
from datetime import datetime
from enum import StrEnum
from sqlalchemy import Boolean, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column


UID = String(32)
USER = String(200)


class State(StrEnum):
    """The state of a share."""

    #: The author of the item has not answered yet.
    ASKED = "asked"
    REFUSED = "refused"
    #: The Secretariat of the other group has not answered yet.
    OFFERED = "offered"
    DECLINED = "declined"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


class GroupShare(Proven):
    """That a Secretariat gives an item to another group. Deleted with the item."""

    __tablename__ = "library_group_share"
    __table_args__ = (
        Index("library_group_share_item", "item_uid", "time"),
        Index("library_group_share_target", "target_uid", "state"),
    )

    id: Mapped[str] = mapped_column(UID, primary_key=True)
    group_uid: Mapped[str] = mapped_column(UID)
    item_uid: Mapped[str] = mapped_column(UID)
    #: The name of the other group as it was typed, whether or not there is one.
    target: Mapped[str] = mapped_column(String(100))
    #: The group that had this name when the item was offered; empty if none had.
    target_uid: Mapped[str] = mapped_column(UID)
    note: Mapped[str] = mapped_column(Text)
    offered_by: Mapped[str] = mapped_column(USER)
    author_id: Mapped[str] = mapped_column(USER)
    #: Whether the other group is not told who wrote the item.
    hides_author: Mapped[bool] = mapped_column(Boolean)
    state: Mapped[str] = mapped_column(String(10))
    #: What the other Secretariat says of its decision.
    answer: Mapped[str] = mapped_column(Text)
    copy_uid: Mapped[str | None] = mapped_column(UID)
    #: When it was offered, and when it was last changed.
    time: Mapped[datetime] = mapped_column(Moment)
    changed: Mapped[datetime] = mapped_column(Moment)
