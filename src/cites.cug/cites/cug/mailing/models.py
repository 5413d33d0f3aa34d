"""The outbox: what is to be told to whom, and which readers want it when."""

from cites.cug.sql.moments import Moment
from cites.cug.sql.session import Base
from datetime import datetime
from enum import StrEnum
from sqlalchemy import Index
from sqlalchemy import String
from sqlalchemy import text
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column


class NoticeState(StrEnum):
    """What has become of a notice."""

    PENDING = "pending"
    SENT = "sent"
    #: Given up, until somebody says to try again.
    FAILED = "failed"
    #: No longer of use: read meanwhile, or the reader has left.
    DROPPED = "dropped"


class Choice(StrEnum):
    """When a reader wants notices."""

    AT_ONCE = "at_once"
    HOURLY = "hourly"
    DAILY = "daily"
    OFF = "off"


#: The group of notices about the reader's own account.
NO_GROUP = ""


def _index(name: str, column: str, condition: str) -> Index:
    """An index of some rows: those that were sent must not slow down the others."""
    some = text(condition)
    return Index(name, column, sqlite_where=some, postgresql_where=some)


class Notice(Base):
    """One reader to be told of one thing. Notices with one ``mail_id`` are one mail.

    A letter is a notice to an address that may belong to nobody here: it goes out by
    itself, and ``language`` says in which language.
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
    #: The account of the reader; of a letter, the address.
    user_id: Mapped[str] = mapped_column(String(200))
    language: Mapped[str | None] = mapped_column(String(2))
    group_uid: Mapped[str] = mapped_column(String(32))
    created: Mapped[datetime] = mapped_column(Moment)
    #: Not to be tried before.
    due: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(
        String(10), server_default=NoticeState.PENDING.value
    )
    #: The Message-ID, from before the first try on, however often it is repeated.
    mail_id: Mapped[str | None] = mapped_column(String(300))
    attempts: Mapped[int] = mapped_column(server_default="0")
    first_tried: Mapped[datetime | None] = mapped_column(Moment)
    #: Whoever is sending it has until then; afterwards it is anybody's.
    claimed_until: Mapped[datetime | None] = mapped_column(Moment)
    #: A word of ``failure_reasons.py`` or what the mail server answered.
    last_error: Mapped[str | None] = mapped_column(String(200))
    sent: Mapped[datetime | None] = mapped_column(Moment)


class NoticeChoice(Base):
    """When a reader wants notices; at once where there is no row."""

    __tablename__ = "notice_choice"

    user_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    choice: Mapped[str] = mapped_column(String(10))
