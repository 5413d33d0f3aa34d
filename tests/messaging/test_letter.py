"""What a letter needs before it may be sent."""

import unittest
from cites.cug.messaging.schema import Letter
from cites.cug.messaging.schema import require_complete
from cites.cug.validation.errors import InvalidValues
from datetime import date


TODAY = date(2026, 11, 26)


class RequireCompleteTest(unittest.TestCase):
    def test_an_answer_can_be_asked_for_today_and_not_yesterday(self):
        for day in (None, TODAY, date(2026, 11, 27)):
            require_complete(Letter("Cubs", answer_by=day), TODAY)
        with self.assertRaises(InvalidValues) as caught:
            require_complete(Letter("Cubs", answer_by=date(2026, 11, 25)), TODAY)
        self.assertEqual(
            ["answer_by"], [field for field, _why in caught.exception.mistakes]
        )

    def test_a_subject_is_more_than_spaces(self):
        for subject in ("", "  "):
            with self.assertRaises(InvalidValues):
                require_complete(Letter(subject), TODAY)
