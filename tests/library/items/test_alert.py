"""What the fields of an alert take."""

import unittest
from cites.cug.core.validation.errors import InvalidValue
from cites.cug.library.items import alert
from cites.cug.web.forms.member_form import parts_of
from datetime import date
from unittest.mock import patch
from zope.schema import getFieldNames


class FormTest(unittest.TestCase):
    def test_each_field_has_its_part(self):
        shown = [name for part in parts_of(alert.IAlert) for name in part.fields]
        self.assertEqual(len(shown), len(set(shown)))
        # Translations have a page of their own.
        fields = set(getFieldNames(alert.IAlert)) - {"translations"}
        self.assertEqual(set(shown), fields)


class IncidentDateTest(unittest.TestCase):
    def setUp(self):
        patched = patch.object(alert, "date", wraps=date)
        patched.start().today.return_value = date(2026, 11, 26)
        self.addCleanup(patched.stop)

    def test_tomorrow_is_today_in_other_time_zones(self):
        for day in (date(2026, 11, 26), date(2026, 11, 27)):
            self.assertTrue(alert.not_in_future(day))

    def test_the_day_after_is_refused(self):
        with self.assertRaises(InvalidValue):
            alert.not_in_future(date(2026, 11, 28))

    def test_so_is_what_lies_before_the_convention(self):
        self.assertTrue(alert.not_in_future(date(1975, 1, 1)))
        with self.assertRaises(InvalidValue):
            alert.not_in_future(date(1974, 12, 31))
