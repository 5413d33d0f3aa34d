"""The table of invitations to rosters."""

from cites.cug.core.sql.moments import Moment
from cites.cug.core.sql.proofs import Proven
from datetime import datetime
from enum import StrEnum
from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column


class State(StrEnum):
    """The state of an invitation."""

    OPEN = "open"
    ACCEPTED = "accepted"
    #: Still looks open to the maker of the invitation.
    DECLINED = "declined"
    REVOKED = "revoked"


ID = String(32)
UserId = String(200)
Text = String(200)


class Invitation(Proven):
    """An invitation of a name. Its maker does not learn whether anybody has this name."""

    __tablename__ = "invitation"
    __table_args__ = (
        Index("ix_invitation_group", "group_uid", "state"),
        Index("ix_invitation_user", "user_id", "state"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    group_uid: Mapped[str] = mapped_column(ID)
    #: User id or login name, as typed.
    name: Mapped[str] = mapped_column(Text)
    #: The account with this name; "" if there is none.
    user_id: Mapped[str] = mapped_column(UserId)
    category: Mapped[str] = mapped_column(String(12))
    country: Mapped[str] = mapped_column(String(2))
    organisation: Mapped[str] = mapped_column(Text)
    function: Mapped[str] = mapped_column(Text)
    telephone: Mapped[str] = mapped_column(Text)
    contact_point: Mapped[bool]
    made_by: Mapped[str] = mapped_column(UserId)
    #: Whether a site manager made it, who is not a member.
    by_manager: Mapped[bool]
    made: Mapped[datetime] = mapped_column(Moment)
    #: It can be accepted from the first moment until the second.
    opens: Mapped[datetime] = mapped_column(Moment)
    ends: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(String(10))
    settled: Mapped[datetime | None] = mapped_column(Moment)
    #: The request for access from which the invitation comes.
    request_id: Mapped[str | None] = mapped_column(ID)
    #: Whether the account was opened for this invitation. Then it is closed if the
    #: invitation is not accepted.
    opened_account: Mapped[bool]
