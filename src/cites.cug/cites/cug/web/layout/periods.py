"""Weeks and months of the calendar, as summaries are made of them."""

from datetime import date, datetime, time, timedelta, UTC
from enum import StrEnum
from pytz import timezone
from typing import NamedTuple


class Period(StrEnum):
    """How long a summary is of."""

    WEEK = "week"
    MONTH = "month"


class Span(NamedTuple):
    """One week, from Monday on, or one month: its first and its last day."""

    period: Period
    first: date
    last: date

    @property
    def before(self) -> "Span":
        return span_of(self.period, self.first - timedelta(days=1))

    @property
    def after(self) -> "Span":
        return span_of(self.period, self.last + timedelta(days=1))

    def moments(self, zone: str | None) -> tuple[datetime, datetime]:
        """When it begins in that time zone, or in UTC, and when it is over."""
        return midnight(self.first, zone), midnight(self.after.first, zone)


def span_of(period: Period, day: date) -> Span:
    """The week or month that the day is in."""
    if period is Period.WEEK:
        first = day - timedelta(days=day.weekday())
        return Span(period, first, first + timedelta(days=6))
    first = day.replace(day=1)
    next_month = (first + timedelta(days=32)).replace(day=1)
    return Span(period, first, next_month - timedelta(days=1))


def midnight(day: date, zone: str | None) -> datetime:
    """When a day begins in that time zone, or in UTC."""
    begins = datetime.combine(day, time())
    return timezone(zone).localize(begins) if zone else begins.replace(tzinfo=UTC)
