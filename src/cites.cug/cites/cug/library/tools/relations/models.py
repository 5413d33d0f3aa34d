"""The table of pairs of related alerts that an author was told of."""

from cites.cug.core.sql.moments import Moment
from cites.cug.core.sql.session import Base
from datetime import datetime
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column


class ToldRelation(Base):
    """The author of an alert was told of a later one that is related to it."""

    __tablename__ = "told_relation"

    later_uid: Mapped[str] = mapped_column(String(32), primary_key=True)
    earlier_uid: Mapped[str] = mapped_column(String(32), primary_key=True, index=True)
    time: Mapped[datetime] = mapped_column(Moment)
