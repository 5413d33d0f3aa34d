"""Tests of `cites.cug.permits.number`."""

import unittest
from cites.cug.permits.number import normal_number


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

    def test_a_slash_tells_numbers_apart(self):
        self.assertNotEqual(normal_number("12/345"), normal_number("1/2345"))
