"""The tables of the illegal trade report."""

from cites.cug.core.sql.moments import Moment
from cites.cug.core.sql.proofs import Proven
from datetime import datetime
from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column


UID = String(32)
USER = String(200)
COUNTRY = String(10)


class ReportChoice(Proven):
    """What a Party says of passing its report of a year on to members of ICCWC."""

    __tablename__ = "illegal_trade_choice"

    group_uid: Mapped[str] = mapped_column(UID, primary_key=True)
    country: Mapped[str] = mapped_column(COUNTRY, primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    share_iccwc: Mapped[bool]
    #: Who has said so, and when.
    user_id: Mapped[str] = mapped_column(USER)
    time: Mapped[datetime] = mapped_column(Moment)


class ReportExport(Proven):
    """That somebody has taken a report as a file."""

    __tablename__ = "illegal_trade_export"
    __table_args__ = (
        Index("illegal_trade_export_year", "group_uid", "country", "year", "time"),
    )

    id: Mapped[str] = mapped_column(UID, primary_key=True)
    group_uid: Mapped[str] = mapped_column(UID)
    country: Mapped[str] = mapped_column(COUNTRY)
    year: Mapped[int]
    user_id: Mapped[str] = mapped_column(USER)
    time: Mapped[datetime] = mapped_column(Moment)
    kind: Mapped[str] = mapped_column(String(10))
    rows: Mapped[int]
    #: Whether the Secretariat has made it, of more than the country may read.
    by_office: Mapped[bool]


class ReportExportRow(Proven):
    """A row of such a file, as a digest that tells nothing. Of each member's last one."""

    __tablename__ = "illegal_trade_export_row"

    export_id: Mapped[str] = mapped_column(
        UID, ForeignKey("illegal_trade_export.id", ondelete="CASCADE"), primary_key=True
    )
    item_uid: Mapped[str] = mapped_column(UID, primary_key=True)
    #: The number of the line of specimens, from 1.
    line: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
