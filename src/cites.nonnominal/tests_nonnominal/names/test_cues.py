"""Words that tell what stands around them, from the files of all languages."""

from cites.nonnominal.names.cues import cues, headings_of
from unittest import TestCase


class CuesTest(TestCase):
    def test_words_of_all_languages_by_heading(self):
        for word in ("driver", "chauffeur", "chofer", "dereva"):
            self.assertIn(word, cues()["roles"])
            self.assertIn("roles", headings_of()[word])
