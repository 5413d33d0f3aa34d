"""The tables of follows."""

from cites.cug.core.sql.moments import Moment
from cites.cug.core.sql.proofs import Proven
from cites.cug.core.sql.session import Base
from datetime import datetime
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column


MAX_VALUE = 1000


class Follow(Proven):
    """A member of a group follows one thing there."""

    __tablename__ = "follow"
    __table_args__ = (
        UniqueConstraint("group_uid", "user_id", "field", "value"),
        Index("ix_follow_value", "group_uid", "field", "value"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    group_uid: Mapped[str] = mapped_column(String(32))
    user_id: Mapped[str] = mapped_column(String(200))
    #: One of ``fields.FIELDS``, and the value in the form in which it is compared.
    field: Mapped[str] = mapped_column(String(20))
    value: Mapped[str] = mapped_column(String(MAX_VALUE))
    created: Mapped[datetime] = mapped_column(Moment)


class FollowedItem(Base):
    """An item fits a follow, whose owner could read it when that was found out."""

    __tablename__ = "followed_item"

    follow_id: Mapped[str] = mapped_column(
        ForeignKey("follow.id", ondelete="CASCADE"), primary_key=True
    )
    item_uid: Mapped[str] = mapped_column(String(32), primary_key=True, index=True)
    time: Mapped[datetime] = mapped_column(Moment)


class ItemChange(Base):
    """An item has changed, or its readers have; nobody was told of it yet."""

    __tablename__ = "followed_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    group_uid: Mapped[str] = mapped_column(String(32), index=True)
    item_uid: Mapped[str] = mapped_column(String(32))
    time: Mapped[datetime] = mapped_column(Moment)
