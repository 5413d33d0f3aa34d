"""The table of matchings that members keep."""

from cites.cug.core.sql.moments import Moment
from cites.cug.core.sql.proofs import Proven
from cites.cug.core.sql.session import Base
from datetime import datetime
from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from typing import Any


class KeptMatching(Proven):
    """How a member's tables are read, under a name; it holds headings and no rows."""

    __tablename__ = "import_matching"
    __table_args__ = (UniqueConstraint("group_uid", "user_id", "name"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    group_uid: Mapped[str] = mapped_column(String(32))
    user_id: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(60))
    matching: Mapped[dict[str, Any]] = mapped_column(JSON)
    changed: Mapped[datetime] = mapped_column(Moment)


class ImportRun(Base):
    """An import that is made in several transactions, until all of it is there.

    The row goes with the last of them. Of one that is broken off it is what its drafts
    are found by, to take them out again.
    """

    __tablename__ = "import_run"
    #: A member makes one at a time in a group.
    __table_args__ = (UniqueConstraint("group_uid", "user_id"),)

    #: Secret: the ids of the drafts follow from it.
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    group_uid: Mapped[str] = mapped_column(String(32))
    user_id: Mapped[str] = mapped_column(String(200))
    folder_uid: Mapped[str] = mapped_column(String(32))
    drafts: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    #: Changes with each part. If it does not for long, whoever makes it was killed.
    renewed: Mapped[datetime] = mapped_column(Moment)
