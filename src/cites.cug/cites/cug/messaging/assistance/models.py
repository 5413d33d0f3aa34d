"""The table of requests for assistance."""

from cites.cug.core.sql.moments import Moment
from cites.cug.core.sql.proofs import Proven
from cites.cug.messaging.models import message_key
from datetime import datetime
from enum import StrEnum
from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column


class State(StrEnum):
    """How far a request has come."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class AssistanceRequest(Proven):
    """That a message asks for assistance. Deleted with it.

    Who asks whom, under which handling code and until when is what the message says.
    """

    __tablename__ = "assistance_request"
    UNPROVEN = frozenset({"overdue_told"})
    __table_args__ = (Index("assistance_request_state", "state", "overdue_told"),)

    message_id: Mapped[str] = message_key()
    #: One of ``schema.KINDS``.
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(10))
    #: When the first answer came, and when the asker closed it.
    answered: Mapped[datetime | None] = mapped_column(Moment)
    closed: Mapped[datetime | None] = mapped_column(Moment)
    #: When the asker last reminded those who were asked.
    reminded: Mapped[datetime | None] = mapped_column(Moment)
    #: When the clock has told that the day is past; empty until then.
    overdue_told: Mapped[datetime | None] = mapped_column(Moment)
