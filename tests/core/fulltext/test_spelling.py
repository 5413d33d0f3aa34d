"""Words that differ little from one that was typed."""

import unittest
from cites.cug.core.fulltext.spelling import LONG, MOST, Spelling
from hypothesis import given
from hypothesis import strategies as st


KNOWN = Spelling(
    [
        "Guépard, dhow (boat)",
        "Crate or cage; 2026 B52",
        "guepardo floor flood flour",
        "سنبوق",
    ]
)
letters = st.text("abcdé", min_size=1, max_size=9)


def far(one: str, other: str) -> int:
    """The same number in the plainest way: optimal string alignment."""
    if not one or not other:
        return len(one) + len(other)
    best = min(
        far(one[1:], other) + 1,
        far(one, other[1:]) + 1,
        far(one[1:], other[1:]) + (one[0] != other[0]),
    )
    if one[:2] == other[:2][::-1] and len(one) > 1 and len(other) > 1:
        best = min(best, far(one[2:], other[2:]) + 1)
    return best


class SpellingTest(unittest.TestCase):
    def test_one_letter_too_many_too_few_another_or_exchanged(self):
        for typed in ("crrate", "crte", "krate", "carte", "CRATEE"):
            self.assertEqual(KNOWN.nearest(typed), ["crate"], typed)
        self.assertEqual(KNOWN.nearest("سنبق"), ["سنبوق"])
        self.assertEqual(KNOWN.nearest("dhwo"), ["dhow"])

    def test_long_words_may_differ_in_two(self):
        self.assertEqual(KNOWN.nearest("gueparrdd")[0], "guépard")
        self.assertEqual(KNOWN.nearest("kratte"), [])

    def test_nearest_first_then_those_with_the_same_first_letter(self):
        self.assertEqual(KNOWN.nearest("guepad"), ["guépard"])
        self.assertEqual(KNOWN.nearest("floot"), ["flood", "floor"])
        self.assertEqual(Spelling(["bage page cage wage"]).nearest("mage")[:1], ["bage"])
        many = Spelling(["bage page cage wage"]).nearest("mage")
        self.assertEqual(len(many), MOST)

    def test_a_known_word_and_a_short_one_and_a_number_have_none(self):
        for typed in ("guepard", "GUÉPARD", "cag", "202", "b53", "20260", ""):
            self.assertEqual(KNOWN.nearest(typed), [], typed)

    @given(letters, letters)
    def test_it_is_what_plain_counting_finds(self, one, other):
        one, other = one.ljust(4, "a"), other.ljust(4, "b")
        known = Spelling([other])
        plain = one.replace("é", "e"), other.replace("é", "e")
        most = 2 if len(one) >= LONG else 1
        expected = [other] if 0 < far(*plain) <= most else []
        self.assertEqual(known.nearest(one), expected)
