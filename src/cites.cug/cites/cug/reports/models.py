"""The SQL table of reports on which the Secretariat has not decided yet."""

from cites.cug.core.sql.moments import Moment
from cites.cug.core.sql.proofs import Proven
from datetime import datetime
from sqlalchemy import BigInteger, Boolean, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column


UID = String(32)


class Report(Proven):
    """A report by one member about an item, a topic or a comment."""

    __tablename__ = "report"
    __table_args__ = (
        Index("ix_report_reporter", "group_uid", "reporter"),
        Index("ix_report_about", "content_uid", "post_id"),
    )

    #: Random, so that the id says nothing about the topic of a comment.
    id: Mapped[str] = mapped_column(UID, primary_key=True)
    group_uid: Mapped[str] = mapped_column(UID)
    #: UID of the item or topic; for a comment, of its topic.
    content_uid: Mapped[str] = mapped_column(UID)
    post_id: Mapped[int | None] = mapped_column(BigInteger)
    reporter: Mapped[str] = mapped_column(String(200))
    time: Mapped[datetime] = mapped_column(Moment)
    reason: Mapped[str] = mapped_column(Text)
    #: Whether this report hides the content. Other reports only tell the Secretariat.
    hides: Mapped[bool] = mapped_column(Boolean)
