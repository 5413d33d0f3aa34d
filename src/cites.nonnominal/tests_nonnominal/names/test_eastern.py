"""Names made of syllables: China, Viet Nam and Korea in Latin letters."""

import unittest
from cites.nonnominal.names.eastern import end_of_announced, names_at
from cites.nonnominal.names.tokens import tokens_of


class TestEasternNames(unittest.TestCase):
    def found(self, text: str, *, small: bool = False) -> list[str]:
        tokens = tokens_of(text)
        return [
            text[tokens[start].start : tokens[end - 1].end]
            for start, end in names_at(text, tokens, small=small)
        ]

    def test_names(self):
        for text, name in (
            ("paid LEUNG Ka Ho twice", "LEUNG Ka Ho"),
            ("paid Hui Min Tan twice", "Hui Min Tan"),
            ("paid Cheung, Mei Ling twice", "Cheung, Mei Ling"),
            ("paid Xiaoming Zhou twice", "Xiaoming Zhou"),
        ):
            self.assertEqual(self.found(text), [name])

    def test_words_and_places_are_none(self):
        for text in (
            "So Long. He Can run.",
            "A SIM of an ONG SOS",
            "from Hong Kong to Mexico",
        ):
            self.assertEqual(self.found(text), [], text)

    def test_small_letters(self):
        self.assertEqual(self.found("we met hui min tan", small=True), ["hui min tan"])
        self.assertEqual(self.found("the man in the van", small=True), [])

    def test_announced(self):
        text = "do not trust li na, she said"
        tokens = tokens_of(text)
        self.assertEqual(end_of_announced(text, tokens, 3), 5)
        self.assertEqual(end_of_announced(text, tokens, 2), 2)
