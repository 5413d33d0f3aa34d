"""Which mails are due, which process sends each of them, and with which outcome.

Each step is a transaction of its own. Every change states which rows it expects to find,
so any number of processes may send mails at the same time.
"""

from cites.cug.core.sql.session import read_connection, session, write_session
from cites.cug.mailing.models import Notice, NoticeState
from cites.cug.mailing.smtp import DeliveryOutcome
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter
from sqlalchemy import bindparam, case, CursorResult, func, or_, select, update
from typing import Any, NamedTuple
from uuid import uuid4
from zope.sqlalchemy import mark_changed


#: Longer than any conversation about one mail (``smtp.DEADLINE``).
LEASE = timedelta(minutes=5)
#: Pauses after the first tries; the last one is repeated.
PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720, 1440))
#: A server that is down says nothing of the mail: it goes out soon after it is up.
LONGEST_OUTAGE_PAUSE = timedelta(minutes=5)
GIVE_UP_AFTER = timedelta(days=3)
#: Notices that become mails in one transaction.
MANY = 1000

PENDING = Notice.state == NoticeState.PENDING.value
GIVE_MAIL = (
    update(Notice.__table__)
    .where(Notice.id == bindparam("notice"), Notice.mail_id.is_(None))
    .values(mail_id=bindparam("mail"))
)


class MailClaim(NamedTuple):
    """A mail that this process alone may send, until the claim runs out."""

    mail_id: str
    until: datetime
    attempts: int
    first_tried: datetime
    notices: tuple[Notice, ...]


def make_mails(domain: str, now: datetime) -> None:
    """Join the notices that are due to mails, each with its Message-ID.

    Notices of one group to one reader are one mail; each letter is a mail of its own.
    """
    due = (PENDING, Notice.mail_id.is_(None), Notice.due <= now)
    with read_connection() as connection:
        if connection.scalar(select(Notice.id).where(*due).limit(1)) is None:
            return  # nobody has to wait for it
    letter = case((Notice.language.is_not(None), Notice.id), else_=0)
    rows = write_session().execute(
        select(Notice.user_id, Notice.group_uid, letter, Notice.id)
        .where(*due)
        .order_by(Notice.due)
        .limit(MANY)
    )
    given = []
    whose = itemgetter(0, 1, 2)
    for _reader, notices in groupby(sorted(map(tuple, rows)), key=whose):
        mail_id = f"{uuid4().hex}@{domain}"
        given += [{"notice": notice_id, "mail": mail_id} for *_, notice_id in notices]
    if given:
        _execute(GIVE_MAIL, given)


def due_mails(now: datetime, limit: int) -> list[str]:
    """Mails that nobody is sending, longest due first."""
    first_due = func.min(Notice.due)
    mails = (
        select(Notice.mail_id)
        .where(PENDING, Notice.mail_id.is_not(None), Notice.due <= now, _free(now))
        .group_by(Notice.mail_id)
        .order_by(first_due)
        .limit(limit)
    )
    return list(session().scalars(mails))


def reader_of(mail_id: str) -> tuple[str, bool]:
    """To whom a mail goes, and whether that is an address rather than a user's id."""
    mine = select(Notice.user_id, Notice.language).where(Notice.mail_id == mail_id)
    reader, language = session().execute(mine.limit(1)).one()
    return reader, language is not None


def claim(mail_id: str, now: datetime) -> MailClaim | None:
    """Claim a mail for this process.

    None if another process has it, or if it is not to be tried any more.
    """
    until = now + LEASE
    taken = _execute(
        update(Notice)
        .where(Notice.mail_id == mail_id, PENDING, Notice.due <= now, _free(now))
        .values(
            claimed_until=until,
            attempts=Notice.attempts + 1,
            first_tried=func.coalesce(Notice.first_tried, now),
        )
    )
    if not taken.rowcount:
        return None
    mine = select(Notice).where(Notice.mail_id == mail_id, PENDING).order_by(Notice.id)
    notices = tuple(session().scalars(mine))
    first = notices[0]
    return MailClaim(mail_id, until, first.attempts, first.first_tried, notices)


def take_out(
    notices: Iterable[Notice], state: NoticeState, reason: str | None = None
) -> None:
    """Take these notices out of their mails: none of them is sent."""
    ids = [notice.id for notice in notices]
    if ids:
        values = {"state": state.value, "last_error": reason, "claimed_until": None}
        # Should a notice be sent after all, it needs the Message-ID of another mail.
        values["mail_id"] = None
        _execute(update(Notice).where(Notice.id.in_(ids)).values(values))


def record_outcome(claimed: MailClaim, outcome: DeliveryOutcome, now: datetime) -> None:
    """Store whether the mail server took the mail, or why not."""
    mail = update(Notice).where(Notice.mail_id == claimed.mail_id, PENDING)
    next_try = now + pause(claimed.attempts, outcome)
    if outcome.reason is None:
        values = {"state": NoticeState.SENT.value, "sent": now}
    elif outcome.final or next_try - claimed.first_tried > GIVE_UP_AFTER:
        values = {"state": NoticeState.FAILED.value}
    else:
        # Only while the claim is ours: it may have run out, and another process have it.
        mail = mail.where(Notice.claimed_until == claimed.until)
        values = {"due": next_try}
    _execute(mail.values(last_error=outcome.reason, claimed_until=None, **values))


def pause(attempts: int, outcome: DeliveryOutcome) -> timedelta:
    """How long to wait after that many tries, before the next one."""
    chosen = PAUSES[min(attempts, len(PAUSES)) - 1]
    return min(chosen, LONGEST_OUTAGE_PAUSE) if outcome.server_down else chosen


def _free(now: datetime) -> Any:
    return or_(Notice.claimed_until.is_(None), Notice.claimed_until <= now)


def _execute(statement: Any, values: Any = None) -> CursorResult:
    records = session()
    mark_changed(records)
    return records.connection().execute(statement, values)
