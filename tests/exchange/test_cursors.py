"""Cursors of changes."""

import unittest
from base64 import urlsafe_b64decode
from cites.cug.demo.testing import CUG_INTEGRATION
from cites.cug.exchange.cursors import (
    Cursor,
    PermitCursor,
    Place,
    read_page,
    read_place,
    write_page,
    write_place,
)


CURSOR = Cursor(7, 12, begins=True, is_whole=False, at=1_700_000_000)
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
        page = write_page(7, "a:g")
        for text in ("", ".", "2026-01-01", word[:-1], f"A{word}", page, "é.é", "A" * 99):
            self.assertIsNone(read_place(text, "a:g"), text)

    def test_its_holder_learns_nothing_of_how_much_has_changed(self):
        words = [write_place(Place(Cursor(number)), "a:g") for number in (7, 7, 70)]
        self.assertEqual(3, len(set(words)))
        self.assertEqual(1, len({len(word) for word in words}))
        self.assertNotIn(b"null", urlsafe_b64decode(words[0] + "=="))

    def test_a_page_of_a_feed_is_good_for_its_owner_only(self):
        word = write_page(7, "a:g")
        self.assertEqual(7, read_page(word, "a:g"))
        for text, owner in (
            (word, "b:g"),
            ("7", "a:g"),
            (write_place(PLACE, "a:g"), "a:g"),
        ):
            self.assertIsNone(read_page(text, owner))
