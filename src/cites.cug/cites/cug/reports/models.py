"""What was reported as nominal and not decided yet, by whom and why."""

from cites.cug.sql.moments import Moment
from cites.cug.sql.session import Base
from datetime import datetime
from sqlalchemy import BigInteger
from sqlalchemy import Boolean
from sqlalchemy import Index
from sqlalchemy import String
from sqlalchemy import Text
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column


UID = String(32)


class Report(Base):
    """Of an item, a topic or a comment, by one member."""

    __tablename__ = "report"
    __table_args__ = (
        Index("ix_report_reporter", "group_uid", "reporter"),
        Index("ix_report_about", "content_uid", "post_id"),
    )

    #: At random: who decides on a comment learns nothing of its topic by it.
    id: Mapped[str] = mapped_column(UID, primary_key=True)
    group_uid: Mapped[str] = mapped_column(UID)
    #: Of the item or topic; of a comment, that of its topic.
    content_uid: Mapped[str] = mapped_column(UID)
    post_id: Mapped[int | None] = mapped_column(BigInteger)
    reporter: Mapped[str] = mapped_column(String(200))
    time: Mapped[datetime] = mapped_column(Moment)
    reason: Mapped[str] = mapped_column(Text)
    #: Whether it is hidden for this report; the Secretariat is told of the others too.
    hides: Mapped[bool] = mapped_column(Boolean)
