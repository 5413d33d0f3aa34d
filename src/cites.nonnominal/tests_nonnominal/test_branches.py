"""Long patterns of words, sorted by first letters and without accents."""

import re
import unittest
from cites.nonnominal.branches import accents_or_none, by_first_letter


class TestBranches(unittest.TestCase):
    def test_the_same_matches(self):
        pattern = (
            r"(?:sold\s(?:on\s)?by|(?:re)?sent\sto|[àa]\sla|(?:un|le)\stel|[cs]/o|sen)"
        )
        sorted_one = re.compile(by_first_letter(pattern))
        for text in (
            "sold on by",
            "sold by",
            "resent to",
            "sent to",
            "sen",
            "à la",
            "a la",
            "un tel",
            "le tel",
            "c/o",
            "s/o",
            "sold to",
            "tel",
            "re",
        ):
            one, other = re.match(pattern, text), sorted_one.match(text)
            self.assertEqual(one and one[0], other and other[0], text)

    def test_what_has_no_letter_at_its_beginning(self):
        pattern = r"bee|\d\sby|(?:c|.)b|[de]?c|f*b|(?:gh)*i|\(?bus|be|bus?|(?:b|)y"
        sorted_one = re.compile(by_first_letter(pattern))
        for text in (
            *("bee", "be", "1 by", "cb", "xb", "dc", "c", "ffb", "b", "ghghi", "i"),
            *("(bus", "bus", "bu", "by", "y", "z"),
        ):
            one, other = re.match(pattern, text), sorted_one.match(text)
            self.assertEqual(one and one[0], other and other[0], text)

    def test_words_without_their_accents(self):
        pattern = re.compile(accents_or_none("P[ée]pinières?|Com[é]rcio"))
        for word in ("Pépinières", "Pepinieres", "Pepinière", "Comércio"):
            self.assertIsNotNone(pattern.fullmatch(word), word)
        self.assertIsNone(pattern.fullmatch("Comercio"))
