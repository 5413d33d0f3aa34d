"""Weeks and months, and when they begin where a reader is."""

import unittest
from cites.cug.web.layout.periods import Period, span_of
from datetime import date, datetime, UTC


class SpanTest(unittest.TestCase):
    def test_a_week_begins_on_monday_and_a_month_on_its_first_day(self):
        for period, day, first, last in (
            (Period.WEEK, "2026-11-23", "2026-11-23", "2026-11-29"),
            (Period.WEEK, "2026-11-29", "2026-11-23", "2026-11-29"),
            (Period.WEEK, "2027-01-01", "2026-12-28", "2027-01-03"),
            (Period.MONTH, "2028-02-29", "2028-02-01", "2028-02-29"),
            (Period.MONTH, "2026-12-31", "2026-12-01", "2026-12-31"),
        ):
            span = span_of(period, date.fromisoformat(day))
            found = [one.isoformat() for one in (span.first, span.last)]
            self.assertEqual(found, [first, last], day)

    def test_nothing_lies_between_two_of_them(self):
        for period in Period:
            span = span_of(period, date(2026, 1, 1))
            self.assertEqual(span.before.after, span)
            for zone in (None, "America/New_York", "Pacific/Kiritimati"):
                begin, end = span.moments(zone)
                self.assertEqual(span.before.moments(zone)[1], begin)
                self.assertEqual(span.after.moments(zone)[0], end)

    def test_days_are_those_of_the_reader(self):
        # The clocks go forward that week in New York.
        begin, end = span_of(Period.WEEK, date(2026, 3, 8)).moments("America/New_York")
        self.assertEqual(begin, datetime(2026, 3, 2, 5, tzinfo=UTC))
        self.assertEqual(end, datetime(2026, 3, 9, 4, tzinfo=UTC))
