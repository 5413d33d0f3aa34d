"""Days and moments in the reader's language."""

import unittest
from cites.cug.core.settings.languages import LANGUAGES
from cites.cug.web.layout.times import day, moment
from DateTime import DateTime
from datetime import date, datetime, timedelta, timezone, UTC


class TimesTest(unittest.TestCase):
    def test_a_day(self):
        shown = day(date(2026, 3, 1), "en")
        self.assertEqual(shown, ("2026-03-01", "1 Mar 2026"))
        self.assertEqual(day(date(2026, 3, 1), "fr").text, "1 mars 2026")

    def test_a_moment_is_in_utc_whatever_it_was_given_in(self):
        local = datetime(2026, 3, 1, 23, 30, tzinfo=timezone(timedelta(hours=-2)))
        for value in (local, DateTime("2026-03-02T01:30:00+00:00")):
            shown = moment(value, "es")
            self.assertEqual(shown.iso, "2026-03-02T01:30:00Z")
            self.assertEqual(shown.text, "2 mar 2026, 01:30 UTC")

    def test_a_moment_begins_as_a_day(self):
        then = datetime(2026, 12, 2, 8, 5, tzinfo=UTC)
        for language in LANGUAGES:
            self.assertIn(day(then, language).text, moment(then, language).text)
        self.assertEqual("20 Sept 2026", day(date(2026, 9, 20), "en").text)
        self.assertEqual("2 ديسمبر 2026، 08:05 UTC", moment(then, "ar").text)
