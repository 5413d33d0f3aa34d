"""Moments in the records: kept in UTC, handed out with their zone."""

from datetime import datetime, UTC
from sqlalchemy import DateTime, TypeDecorator
from typing import Any


class Moment(TypeDecorator):
    """SQLite forgets the zone and PostgreSQL answers in its own: neither is asked."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any):
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any):
        return value and value.replace(tzinfo=UTC)


def in_utc(moment: datetime) -> datetime:
    """A moment of a column without zone in SQLite, and in the server's in PostgreSQL."""
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
