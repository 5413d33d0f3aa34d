"""What the model is told about each word."""

from cites.nonnominal.names.features import features_of
from cites.nonnominal.names.tokens import tokens_of
from unittest import TestCase


class FeaturesTest(TestCase):
    def test_what_is_known_of_a_word(self):
        tokens = tokens_of("Driver: Peter")
        driver, peter = features_of(tokens, "en")
        self.assertIn("0c=roles", driver)
        self.assertIn("-1c=roles", peter)
        self.assertIn("Bdriver", peter)
        self.assertNotIn("Bdriver", driver)

    def test_words_of_phrases_and_what_stands_behind(self):
        rows = features_of(tokens_of("in New York today"), "en")
        phrases = [[one for one in row if one.startswith("p")][:1] for row in rows]
        self.assertEqual(phrases, [[], ["pplace"], ["pplace"], ["pbehind-place"]])
