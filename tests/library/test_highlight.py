"""Words marked in a text."""

import unittest
from cites.cug.library.highlight import mark_words


class MarkedTest(unittest.TestCase):
    def test_words_are_marked_by_their_beginnings(self):
        html, found = mark_words("Cheetah cubs, cheetahs", ("cheetah",))
        self.assertEqual(html, "<mark>Cheetah</mark> cubs, <mark>cheetahs</mark>")
        self.assertTrue(found)

    def test_short_words_are_whole_words(self):
        html, _found = mark_words("of an office", ("of",))
        self.assertEqual(html, "<mark>of</mark> an office")

    def test_accents_and_case_do_not_count(self):
        html, _found = mark_words("Des GUÉPARDS", ("guepard",))
        self.assertEqual(html, "Des <mark>GUÉPARDS</mark>")
        html, _found = mark_words("guepard", ("Guépard",))
        self.assertEqual(html, "<mark>guepard</mark>")

    def test_text_is_escaped_whether_marked_or_not(self):
        html, found = mark_words('<b>cubs</b> & "co"', ("cubs", "b"))
        self.assertNotIn("<b>", html)
        self.assertIn("&lt;<mark>b</mark>&gt;<mark>cubs</mark>&lt;/", html)
        self.assertTrue(found)
        self.assertEqual(mark_words("<i>", ()), ("&lt;i&gt;", False))

    def test_nothing_found(self):
        self.assertEqual(mark_words("ivory", ("cheetah",)), ("ivory", False))
