"""What is kept of invitations to a roster."""

from cites.cug.login.models import Proven
from cites.cug.sql.moments import Moment
from datetime import datetime
from enum import StrEnum
from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column


class State(StrEnum):
    """What has become of an invitation."""

    OPEN = "open"
    ACCEPTED = "accepted"
    #: To who made it, it looks as if it were open still.
    DECLINED = "declined"
    REVOKED = "revoked"


ID = String(32)
UserId = String(200)
Text = String(200)


class Invitation(Proven):
    """A name that somebody wants on a roster; nobody is told whether anybody has it."""

    __tablename__ = "invitation"
    __table_args__ = (
        Index("ix_invitation_group", "group_uid", "state"),
        Index("ix_invitation_user", "user_id", "state"),
    )

    PROVEN = (
        *("id", "group_uid", "user_id", "category", "contact_point"),
        *("made_by", "by_manager", "made", "opens", "ends"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    group_uid: Mapped[str] = mapped_column(ID)
    #: A user id or a login name, as it was typed.
    name: Mapped[str] = mapped_column(Text)
    #: Whose name it is; empty where nobody has it.
    user_id: Mapped[str] = mapped_column(UserId)
    category: Mapped[str] = mapped_column(String(12))
    country: Mapped[str] = mapped_column(String(2))
    organisation: Mapped[str] = mapped_column(Text)
    function: Mapped[str] = mapped_column(Text)
    telephone: Mapped[str] = mapped_column(Text)
    contact_point: Mapped[bool]
    made_by: Mapped[str] = mapped_column(UserId)
    #: Whether a site manager made it, who is no member.
    by_manager: Mapped[bool]
    made: Mapped[datetime] = mapped_column(Moment)
    #: Not to be accepted before, nor after.
    opens: Mapped[datetime] = mapped_column(Moment)
    ends: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(String(10))
    settled: Mapped[datetime | None] = mapped_column(Moment)
    #: The access request that it comes from.
    request_id: Mapped[str | None] = mapped_column(ID)
    #: Whether the account was closed until then, and so is closed again.
    opened_account: Mapped[bool]
