"""When a reader wants notices, and in which language."""

from cites.cug.core.settings.languages import supported
from cites.cug.core.sql.session import count_changed, session
from cites.cug.mailing.models import (
    Choice,
    FOLLOWED,
    NO_GROUP,
    Notice,
    NoticeChoice,
    NoticeState,
    SummaryChoice,
)
from cites.cug.web.layout.periods import Period, span_of
from datetime import date, datetime, timedelta
from plone import api
from sqlalchemy import and_, or_, select, update
from typing import Any, NamedTuple
from zope.sqlalchemy import mark_changed


#: Hour of the day, in UTC, at which daily notices go out; weekly ones on Mondays.
DAILY_HOUR = 6
#: What is offered for notices as a whole, and for those of what a reader follows.
CHOICES = (Choice.AT_ONCE, Choice.HOURLY, Choice.DAILY, Choice.OFF)
FOLLOW_CHOICES = (Choice.AT_ONCE, Choice.DAILY, Choice.WEEKLY, Choice.OFF)
PERIODS = {SummaryChoice.WEEKLY: Period.WEEK, SummaryChoice.MONTHLY: Period.MONTH}


def choice_of(user_id: str) -> Choice:
    """When that reader wants notices."""
    row = session().get(NoticeChoice, user_id)
    return Choice.AT_ONCE if row is None else Choice(row.choice)


def follows_choice_of(user_id: str) -> Choice | None:
    """When that reader wants notices of what they follow; None: as the others."""
    row = session().get(NoticeChoice, user_id)
    return Choice(row.follows) if row is not None and row.follows else None


def due(choice: Choice, at: datetime) -> datetime:
    """When a notice that is queued at ``at`` is sent. ``choice`` is not ``none``."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    if choice is Choice.HOURLY:
        return hour + timedelta(hours=1)
    if choice is Choice.DAILY:
        today = hour.replace(hour=DAILY_HOUR)
        return today if today > at else today + timedelta(days=1)
    if choice is Choice.WEEKLY:
        monday = hour.replace(hour=DAILY_HOUR) - timedelta(days=at.weekday())
        return monday if monday > at else monday + timedelta(weeks=1)
    return at


def set_preference(user_id: str, choice: Choice, *, at: datetime) -> None:
    """Store a reader's choice. It also applies to notices that are waiting."""
    records = session()
    records.merge(NoticeChoice(user_id=user_id, choice=choice.value))
    records.flush()
    _reschedule(user_id, choice, at, Notice.kind != FOLLOWED)
    _reschedule(user_id, _for_follows(user_id), at, Notice.kind == FOLLOWED)


def set_follows_preference(user_id: str, choice: Choice | None, *, at: datetime) -> None:
    """The same for notices of what a reader follows; None: as the others."""
    records = session()
    row = {"choice": choice_of(user_id).value, "follows": choice and choice.value}
    records.merge(NoticeChoice(user_id=user_id, **row))
    records.flush()
    _reschedule(user_id, _for_follows(user_id), at, Notice.kind == FOLLOWED)


def _for_follows(user_id: str) -> Choice:
    choice = choice_of(user_id)
    return choice if choice is Choice.OFF else follows_choice_of(user_id) or choice


def _reschedule(user_id: str, choice: Choice, at: datetime, which: Any) -> None:
    records = session()
    waiting = update(Notice).where(
        Notice.user_id == user_id,
        Notice.group_uid != NO_GROUP,
        Notice.state == NoticeState.PENDING.value,
        which,
    )
    if choice is Choice.OFF:
        change = waiting.values(state=NoticeState.DROPPED.value)
    else:
        change = waiting.where(Notice.mail_id.is_(None)).values(due=due(choice, at))
    records.execute(change, execution_options={"synchronize_session": False})
    mark_changed(records)


def summary_choice_of(user_id: str) -> SummaryChoice:
    """How often that reader wants a summary."""
    row = session().get(NoticeChoice, user_id)
    return SummaryChoice((row and row.summary) or SummaryChoice.OFF)


def set_summary_preference(user_id: str, choice: SummaryChoice, *, today: date) -> None:
    """Store it. The first summary comes when the week or month of ``today`` is over."""
    if choice is summary_choice_of(user_id):
        return
    period, records = PERIODS.get(choice), session()
    row: dict[str, Any] = {"summary": None, "summary_told": None}
    if period is not None:
        told = span_of(period, today).first
        row = {"summary": choice.value, "summary_told": told}
    records.merge(NoticeChoice(user_id=user_id, choice=choice_of(user_id).value, **row))
    records.flush()
    mark_changed(records)


class SummaryDue(NamedTuple):
    """That a reader may have to be told of a summary."""

    user_id: str
    choice: SummaryChoice

    @property
    def period(self) -> Period:
        return PERIODS[self.choice]


def summaries_due(latest_day: date) -> list[SummaryDue]:
    """Whom a period is over for, if it is over where it is that day already."""
    table = NoticeChoice.__table__.c
    told_before = [
        and_(
            table.summary == choice.value,
            table.summary_told < span_of(period, latest_day).first,
        )
        for choice, period in PERIODS.items()
    ]
    query = select(table.user_id, table.summary).where(or_(*told_before))
    rows = session().execute(query.order_by(table.user_id))
    return [SummaryDue(user_id, SummaryChoice(choice)) for user_id, choice in rows]


def claim_summary(due: SummaryDue, first: date) -> bool:
    """Note that the reader is told in the period that begins so; False if that is done.

    In the running transaction, with the notice: neither is ever kept without the other.
    """
    table = NoticeChoice.__table__.c
    claimed = update(NoticeChoice.__table__).where(
        table.user_id == due.user_id,
        table.summary == due.choice.value,
        table.summary_told < first,
    )
    records = session()
    mark_changed(records)
    return count_changed(records, claimed.values(summary_told=first)) == 1


def language_of(member: Any) -> str:
    """Language of the mails to a member, one of the portal's three."""
    site = api.portal.get_registry_record("plone.default_language")
    return supported(member.getProperty("language") or site)


def choose_language(member: Any, language: str) -> None:
    """Store the language of the mails to a member; empty means the site's language."""
    member.setMemberProperties({"language": language})
