"""Several values on one line in each language."""

import unittest
from cites.cug.web.layout.lists import enumeration, isolated, listed


class ListsTest(unittest.TestCase):
    def test_values_stand_with_the_comma_of_the_language(self):
        self.assertEqual(listed(["Kenya", "", None, "Yemen"], "en"), "Kenya, Yemen")
        self.assertEqual(listed(["كينيا", "اليمن"], "ar"), "كينيا، اليمن")

    def test_so_they_do_with_the_semicolon(self):
        self.assertEqual(listed("ab", "fr", ";"), "a; b")
        self.assertEqual(listed(["كينيا", "اليمن"], "ar", ";"), "كينيا؛ اليمن")

    def test_a_sentence_has_the_conjunction_of_the_language(self):
        names = ["Kenya", "Somalia", "Yemen"]
        self.assertEqual(enumeration(names, "fr"), "Kenya, Somalia et Yemen")
        self.assertEqual(enumeration(names, "es"), "Kenya, Somalia y Yemen")
        self.assertEqual(enumeration(["كينيا", "اليمن"], "ar"), "كينيا واليمن")
        self.assertEqual(enumeration(names[:1], "en"), "Kenya")
        self.assertEqual(enumeration([], "en"), "")

    def test_names_of_the_other_direction_are_isolated(self):
        self.assertEqual(
            listed(["اليمن", "J. Mwangi"], "ar"), "اليمن، \u2068J. Mwangi\u2069"
        )
        self.assertEqual(isolated("12°", "ar"), "\u206812°\u2069")
        self.assertEqual(isolated("12°", "en"), "12°")
        self.assertEqual(isolated("اليمن", "fr"), "\u2068اليمن\u2069")
