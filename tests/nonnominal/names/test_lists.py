"""What is kept of words for the next text."""

from cites.cug.nonnominal.names.lists import keep_words, LONGEST_KEPT
from unittest import TestCase


class KeepWordsTest(TestCase):
    def test_only_words_are_kept(self):
        asked = []

        @keep_words(8)
        def upper(word: str, kind: str = "") -> str:
            asked.append(word)
            return word.upper() + kind

        word, text = "a" * LONGEST_KEPT, "a" * (LONGEST_KEPT + 1)
        for one in (word, text):
            for _time in range(2):
                self.assertEqual(one.upper() + "!", upper(one, "!"))
        self.assertEqual([word, text, text], asked)
