"""Words in small letters that are likely of a name, by what was learnt."""

import unittest
from cites.nonnominal.check import check
from cites.nonnominal.names.likely import likely_names, Weights, written
from cites.nonnominal.names.tokens import tokens_of


class TestLikelyNames(unittest.TestCase):
    def likely(self, text):
        tokens = tokens_of(text)
        positions = likely_names(text, tokens)
        return [tokens[at].text for at in positions]

    def test_names_among_other_words(self):
        for text, names in (
            ("the driver zubiroma took the boxes", ["zubiroma"]),
            ("the driver took the boxes to the port", []),
            ("", []),
        ):
            self.assertEqual(names, self.likely(text), text)

    def test_what_stands_beside_counts(self):
        for text in ("said zubiroma called", "asked zubiroma about it"):
            self.assertIn("zubiroma", self.likely(text))
        self.assertNotIn("zubiroma", self.likely("5 kg of zubiroma"))

    def test_none_of_those_that_are_known(self):
        text = "asked zubiroma about it"
        self.assertEqual([1], list(likely_names(text, tokens_of(text))))
        self.assertEqual([], list(likely_names(text, tokens_of(text), {1})))

    def test_the_check_finds_them_in_small_letters_and_in_capitals(self):
        text = "invoice from orchid valley exports, three crates"
        for written_so in (text, text.upper()):
            (found,) = check(written_so)
            self.assertEqual("company", found.kind)
            self.assertEqual("orchid valley exports", found.text.lower())


class TestWritten(unittest.TestCase):
    def test_a_feature_a_line_in_order(self):
        own = {("word", "juma"): (0.0, 0.125, 2.0, -1.0, 0.0)}
        joint = {("kinds", "#", "g", "."): -0.5}
        expected = "kinds\t#\tg\t.\t-0.50\nword\tjuma\t0.00\t0.12\t2.00\t-1.00\t0.00"
        self.assertEqual(expected, written(Weights(own, joint)))


if __name__ == "__main__":
    unittest.main()
