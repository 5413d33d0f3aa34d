"""What is read as a day."""

import unittest
from cites.cug.core.validation.days import read_day
from cites.cug.core.validation.errors import InvalidValues
from cites.cug.core.validation.query_parameters import day
from datetime import date


OTHER_FORMS = (
    "",
    "20260131",
    "2026-W05-6",
    "2026W056",
    "2026-1-31",
    "2026-01-31 ",
    "2026-01-32",
    "٢٠٢٦-٠١-٣١",
)


class DaysTest(unittest.TestCase):
    def test_one_way_to_write_a_day(self):
        self.assertEqual(read_day("2026-01-31"), date(2026, 1, 31))
        for text in OTHER_FORMS:
            with self.assertRaises(ValueError, msg=text):
                read_day(text)

    def test_in_queries_a_time_may_follow(self):
        for text in ("2026-01-31", "2026-01-31T08:15:00Z"):
            self.assertEqual(day({"since": text}, "since"), date(2026, 1, 31))
        for text in (*OTHER_FORMS[1:], "2026-01-31 or so"):
            with self.assertRaises(InvalidValues, msg=text) as raised:
                day({"since": text}, "since")
            ((field, error),) = raised.exception.mistakes
            self.assertEqual(field, "since")
            self.assertIn("2026-01-31", error.message.default)
