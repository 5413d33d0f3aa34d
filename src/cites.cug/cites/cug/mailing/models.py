"""The outbox: which notice is for whom, and when each reader wants notices."""

from cites.cug.core.sql.moments import Moment
from cites.cug.core.sql.proofs import Proven
from cites.cug.core.sql.session import Base
from datetime import date, datetime
from enum import StrEnum
from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column


class NoticeState(StrEnum):
    """State of a notice."""

    PENDING = "pending"
    SENT = "sent"
    #: Given up; it is tried again only if the Secretariat asks for it.
    FAILED = "failed"
    #: No longer needed: the reader has read it meanwhile, or has left the group.
    DROPPED = "dropped"


class Choice(StrEnum):
    """When a reader wants notices."""

    AT_ONCE = "at_once"
    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"
    OFF = "off"


class SummaryChoice(StrEnum):
    """How often a reader wants a summary of a group."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    OFF = "off"


#: The kind of notices about what a reader follows, which have a choice of their own.
FOLLOWED = "followed"
#: The group of notices about the reader's own account.
NO_GROUP = ""


def _index(name: str, column: str, condition: str) -> Index:
    """An index of the rows that meet the condition, so that it stays small.

    Notices that were sent would make it large and slow.
    """
    some = text(condition)
    return Index(name, column, sqlite_where=some, postgresql_where=some)


class Notice(Base):
    """One reader is to be told of one thing. Those with one ``mail_id`` are one mail.

    A letter is a notice to an address, which need not belong to an account. It is a mail
    of its own, in ``language``.
    """

    __tablename__ = "notice"
    __table_args__ = (
        _index("ix_notice_due", "due", "state = 'pending'"),
        _index("ix_notice_failed", "group_uid", "state = 'failed'"),
        _index("ix_notice_mail", "mail_id", "mail_id IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    reference: Mapped[str] = mapped_column(String(200))
    #: User id of the reader; for a letter, the address.
    user_id: Mapped[str] = mapped_column(String(200))
    language: Mapped[str | None] = mapped_column(String(2))
    group_uid: Mapped[str] = mapped_column(String(32))
    created: Mapped[datetime] = mapped_column(Moment)
    #: It is not tried before this moment.
    due: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(
        String(10), server_default=NoticeState.PENDING.value
    )
    #: The Message-ID: given before the first try, and the same for all repetitions.
    mail_id: Mapped[str | None] = mapped_column(String(300))
    attempts: Mapped[int] = mapped_column(server_default="0")
    first_tried: Mapped[datetime | None] = mapped_column(Moment)
    #: Until then only the process that claimed the mail may send it.
    claimed_until: Mapped[datetime | None] = mapped_column(Moment)
    #: Why it was not sent: a word of ``failure_reasons.py``, or the mail server's answer.
    last_error: Mapped[str | None] = mapped_column(String(200))
    sent: Mapped[datetime | None] = mapped_column(Moment)


class NoticeChoice(Proven):
    """When a reader wants notices. Without a row: at once."""

    __tablename__ = "notice_choice"
    UNPROVEN = frozenset({"summary_told"})

    user_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    choice: Mapped[str] = mapped_column(String(10))
    #: The same for what the reader follows; None: as the other notices.
    follows: Mapped[str | None] = mapped_column(String(10))
    #: How often the reader wants a summary (``SummaryChoice``); None: never.
    summary: Mapped[str | None] = mapped_column(String(10))
    #: The first day of the period in which the reader was last told of one.
    summary_told: Mapped[date | None]
