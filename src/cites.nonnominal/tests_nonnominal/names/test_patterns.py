"""Patterns of a language, from its file."""

from cites.nonnominal.names.patterns import Patterns
from unittest import TestCase


class PatternsTest(TestCase):
    def test_lines_of_a_pattern_are_one(self):
        roles = Patterns("ru").compiled("ROLES")
        self.assertTrue(roles.search("водитель"))
        self.assertNotIn("\n", roles.pattern)

    def test_a_heading_stands_for_the_pattern_below_it(self):
        patterns = Patterns("zh")
        self.assertIn("欧阳", patterns.text("TITLED"))
        self.assertNotIn("<<", patterns.text("TITLED"))

    def test_words(self):
        self.assertIn("السائق", Patterns("ar").text("ROLES", " ").split())
