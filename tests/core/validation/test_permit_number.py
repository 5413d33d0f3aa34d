"""Tests of `cites.cug.core.validation.permit_number`."""

import unittest
from cites.cug.core.validation.permit_number import normal_number


class TestNormalNumber(unittest.TestCase):
    def test_case_spaces_and_dashes_do_not_count(self):
        spellings = (
            "XA-2026-000123",
            "xa 2026 000123",
            "XA–2026—000123",
            "XA2026 000123",
        )
        self.assertEqual({"XA2026000123"}, set(map(normal_number, spellings)))

    def test_full_width_characters_are_plain_ones(self):
        self.assertEqual("XA123", normal_number("XA123"))

    def test_what_cannot_be_seen_does_not_count(self):
        copied = "\ufeffXA\u00ad-2026\u200b\u2011\u2060000123\u200e"
        self.assertEqual("XA2026000123", normal_number(copied))

    def test_letters_that_nobody_can_tell_apart_are_one(self):
        cyrillic = (
            "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0440\u0441\u0442\u0443\u0445"
        )
        self.assertEqual("ABEKMHOPCTYX", normal_number(cyrillic))
        greek = "\u03b1\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4"
        self.assertEqual("ABEZHIKMNOPT", normal_number(greek))
        # These look like no other.
        self.assertEqual("\u0416\u03a9\u00d1", normal_number("\u0416\u03a9\u00f1"))

    def test_a_slash_tells_numbers_apart(self):
        self.assertNotEqual(normal_number("12/345"), normal_number("1/2345"))
