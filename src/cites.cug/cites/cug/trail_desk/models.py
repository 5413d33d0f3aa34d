"""The table of searches that readers of the trail keep."""

from cites.cug.core.sql.moments import Moment
from cites.cug.core.sql.proofs import Proven
from datetime import datetime
from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column


class SavedView(Proven):
    """What a reader of a group's trail looks for, under a name."""

    __tablename__ = "audit_view"
    __table_args__ = (UniqueConstraint("group_uid", "user_id", "name"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    group_uid: Mapped[str] = mapped_column(String(32))
    user_id: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(60))
    filters: Mapped[dict[str, str]] = mapped_column(JSON)
    changed: Mapped[datetime] = mapped_column(Moment)
