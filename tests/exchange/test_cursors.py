"""Cursors of changes."""

import unittest
from cites.cug.exchange.cursors import (
    Cursor,
    PermitCursor,
    Place,
    read_place,
    write_place,
)
from cites.cug.testing import CUG_INTEGRATION


CURSOR = Cursor(7, ("user:a", "user:b"), ("user:c",), ("user:a",), 12, 1_700_000_000)
PLACE = Place(CURSOR, Cursor(place="b"), PermitCursor("2026-01-01", "a", "b", "c", "d"))


class CursorTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def test_it_comes_back_as_it_was(self):
        for place in (PLACE, Place()):
            self.assertEqual(read_place(write_place(place, "a:g"), "a:g"), place)

    def test_it_is_good_for_its_owner_only(self):
        self.assertIsNone(read_place(write_place(PLACE, "a:g"), "b:g"))

    def test_no_other_word_is_a_cursor(self):
        word = write_place(PLACE, "a:g")
        other = write_place(Place(Cursor(8)), "a:g")
        swapped = other.partition(".")[0] + "." + word.partition(".")[2]
        for text in ("", ".", "2026-01-01", word[:-1], f"A{word}", swapped, "é.é"):
            self.assertIsNone(read_place(text, "a:g"), text)
