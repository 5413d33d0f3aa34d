"""What is kept of words for the next text, and packed lists."""

from cites.nonnominal.names.lists import (
    keep_words,
    lists,
    LONGEST_KEPT,
    PackedMarks,
    PackedWords,
)
from unittest import TestCase


class KeepWordsTest(TestCase):
    def test_only_words_are_kept(self):
        asked = []

        @keep_words(8)
        def upper(word: str) -> str:
            asked.append(word)
            return word.upper()

        word, text = "a" * LONGEST_KEPT, "a" * (LONGEST_KEPT + 1)
        for one in (word, text):
            for _time in range(2):
                self.assertEqual(one.upper(), upper(one))
        self.assertEqual([word, text, text], asked)

    def test_so_many_are_kept(self):
        asked = []

        @keep_words(2)
        def known(word_and_kind: tuple[str, str]) -> int:
            asked.append(word_and_kind)
            return len(asked)

        words = [("ape", "s"), ("bat", "s"), ("cat", "s"), ("cat", "s"), ("ape", "s")]
        self.assertEqual([1, 2, 3, 3, 4], list(map(known, words)))


class PackedWordsTest(TestCase):
    def test_words_and_no_parts_of_words(self):
        packed = PackedWords(["ab", "abc", "abcd", "ad"], alike=2)
        for word in ("ab", "abc", "abcd", "ad"):
            self.assertIn(word, packed)
        for word in ("", "a", "abd", "bc", "cd", "abcde"):
            self.assertNotIn(word, packed)

    def test_words_with_their_marks(self):
        packed = PackedMarks(["ab g", "abcd s", "abd wo"], alike=3)
        self.assertEqual(packed.get("ab"), "g")
        self.assertEqual(packed.get("abd"), "wo")
        self.assertEqual(packed.get("abc"), "")
        self.assertIn("abcd", packed)
        self.assertNotIn("a", packed)
        marks = [("ab", "g"), ("abcd", "s"), ("abd", "wo")]
        self.assertEqual(list(packed.items()), marks)

    def test_lists_of_other_scripts(self):
        known = lists()
        self.assertIn("海关", known.chinese)
        self.assertIn("магомед", known.russian_given)
        self.assertNotIn("водитель", known.russian_given)
        self.assertIn("السوق", known.arabic_words)
        self.assertEqual("陈", known.traditional["陳"])
