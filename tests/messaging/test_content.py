"""What lists show of a message."""

from cites.cug.messaging.content import beginning_of, SNIPPET_LENGTH
from unittest import TestCase


class BeginningTest(TestCase):
    def test_a_short_text_is_shown_whole(self):
        text = "a" * SNIPPET_LENGTH
        self.assertEqual(text, beginning_of(text))

    def test_a_long_text_ends_with_a_word(self):
        text = "Let it pass and tell " * 10
        shown = beginning_of(text)
        self.assertLessEqual(len(shown), SNIPPET_LENGTH)
        self.assertRegex(shown, r"(Let|it|pass|and|tell)…$")
        self.assertTrue(text.startswith(shown.removesuffix("…")))

    def test_a_word_that_just_fits_is_kept(self):
        text = f"{'a' * 50} {'b' * (SNIPPET_LENGTH - 52)} c"
        self.assertEqual(f"{text[:-2]}…", beginning_of(text))

    def test_a_text_without_spaces_is_cut_where_it_is(self):
        shown = beginning_of("箱" * 300)
        self.assertEqual("箱" * (SNIPPET_LENGTH - 1) + "…", shown)
