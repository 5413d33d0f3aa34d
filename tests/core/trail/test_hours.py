"""The time of some events is shown by the hour."""

from cites.cug.core.sql.moments import in_utc
from cites.cug.core.sql.session import autonomous_transaction
from cites.cug.core.trail.hours import hour_of, HOURLY, shown_time, ShownTime
from datetime import datetime, timedelta, timezone, UTC
from sqlalchemy import insert, select
from tests.trail_desk.trail_case import EVENT, TrailCase


NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
MOMENTS = (
    NOON,
    NOON + timedelta(microseconds=1),
    NOON + timedelta(minutes=59, seconds=59, microseconds=999_999),
    NOON - timedelta(microseconds=1),
    datetime(2026, 11, 26, 23, 30, tzinfo=UTC),
)


class HoursTest(TrailCase):
    def test_the_hour_is_that_of_utc(self):
        kolkata = timezone(timedelta(hours=5, minutes=30))
        self.assertEqual(NOON, hour_of(NOON + timedelta(minutes=59)))
        self.assertEqual(NOON, hour_of((NOON + timedelta(minutes=1)).astimezone(kolkata)))

    def test_the_database_says_the_same(self):
        values = {"detail": {}, "actor": "customs-xa", "target": "/test-hours"}
        order = EVENT.c.id.desc()
        newest = select(ShownTime()).select_from(EVENT).order_by(order).limit(1)
        for action in (*HOURLY, "login"):
            for moment in MOMENTS:
                with autonomous_transaction() as connection:
                    row = {**values, "time": moment, "action": action}
                    connection.execute(insert(EVENT), row)
                    found = in_utc(connection.scalar(newest))
                self.assertEqual(shown_time(action, moment), found, (action, moment))
                if action in HOURLY:
                    self.assertEqual((0, 0), (found.minute, found.microsecond))
