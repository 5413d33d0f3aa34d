"""Cursors of changes."""

import unittest
from cites.cug.exchange.cursors import Cursor, read_cursor, write_cursor
from cites.cug.testing import CUG_INTEGRATION


CURSOR = Cursor(7, ("user:a", "user:b"), ("user:c",), ("user:a",), 12)


class CursorTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def test_it_comes_back_as_it_was(self):
        for cursor in (CURSOR, Cursor()):
            self.assertEqual(read_cursor(write_cursor(cursor, "a:g"), "a:g"), cursor)

    def test_it_is_good_for_its_owner_only(self):
        self.assertIsNone(read_cursor(write_cursor(CURSOR, "a:g"), "b:g"))

    def test_no_other_word_is_a_cursor(self):
        word = write_cursor(CURSOR, "a:g")
        other = write_cursor(Cursor(8), "a:g")
        swapped = other.partition(".")[0] + "." + word.partition(".")[2]
        for text in ("", ".", "2026-01-01", word[:-1], f"A{word}", swapped, "é.é"):
            self.assertIsNone(read_cursor(text, "a:g"), text)
