"""The periods that key figures compare; the numbers are tested with their page."""

import unittest
from cites.cug.library.lists.query_parameters import LibrarySearch
from cites.cug.library.tools.statistics.breakdown import Period, period_of
from datetime import date


TODAY = date(2026, 12, 3)


class PeriodTest(unittest.TestCase):
    def test_the_period_before_is_as_long_and_ends_the_day_before(self):
        month = Period(date(2026, 3, 1), date(2026, 3, 31))
        before = Period(date(2026, 1, 29), date(2026, 2, 28))
        self.assertEqual(month.before(), before)
        day = Period(TODAY, TODAY)
        self.assertEqual(day.before(), Period(date(2026, 12, 2), date(2026, 12, 2)))

    def test_without_days_it_is_the_year_that_ends_today(self):
        year = period_of(LibrarySearch(), TODAY)
        self.assertEqual(year, Period(date(2025, 12, 4), TODAY))
        first = date(2026, 5, 1)
        asked = LibrarySearch(incident_from=first)
        self.assertEqual(period_of(asked, TODAY), Period(first, TODAY))
        last = date(2026, 6, 30)
        asked = LibrarySearch(incident_from=first, incident_until=last)
        self.assertEqual(period_of(asked, TODAY), Period(first, last))
