"""Words in the form in which they are compared."""

import unittest
from cites.cug.core.fulltext.folding import (
    fold,
    forms_of,
    languages_among,
    LATIN,
    plain_form,
    split_words,
    stems,
)


class FoldingTest(unittest.TestCase):
    def test_accents_harakat_hamza_and_yo_do_not_count(self):
        for one, other in (
            ("Guépard", "guepard"),
            ("Straße", "STRASSE"),
            ("ёлка", "елка"),
            ("أحمد", "احمد"),
            ("الفَهْد", "الفهد"),
            ("مكتبة", "مكتبه"),
            ("مـكتب", "مكتب"),
            ("ﬁn", "fin"),
        ):
            self.assertEqual(plain_form(one), plain_form(other), one)
        self.assertNotEqual(plain_form("peau"), plain_form("pont"))

    def test_a_text_is_folded_without_losing_letters(self):
        self.assertEqual(fold("Éléphant 2026"), "elephant 2026")

    def test_words_are_found_in_any_script(self):
        self.assertEqual(
            list(split_words("L’ivoire, XA-12!")), ["L", "ivoire", "XA", "12"]
        )
        self.assertEqual(list(split_words("हिन्दी में")), ["हिन्दी", "में"])
        self.assertEqual(list(split_words("象牙 ivory")), ["象", "牙", "ivory"])
        self.assertEqual(list(split_words("a_b")), ["a", "b"])

    def test_what_is_no_word_is_cut(self):
        (word,) = split_words("x" * 1000)
        self.assertEqual(len(word), 64)

    def test_stems_meet_in_each_language(self):
        for one, other in (
            ("guépards", "guépard"),
            ("guepards", "Guépard"),
            ("confisquées", "confisqué"),
            ("cheetahs", "cheetah"),
            ("decomisos", "decomiso"),
            ("decomisó", "decomiso"),
            ("гепардов", "гепарды"),
            ("الفهد", "فهد"),
        ):
            self.assertFalse(forms_of(one).isdisjoint(forms_of(other)), one)
        self.assertTrue(forms_of("guépard").isdisjoint(forms_of("éléphant")))

    def test_stems_of_different_languages_do_not_meet(self):
        self.assertTrue(set(stems("sales", ("en",))).isdisjoint(stems("sales", ("fr",))))

    def test_numbers_have_no_stems(self):
        self.assertEqual(stems("2026"), ())

    def test_an_unknown_language_is_any_of_three(self):
        self.assertEqual(languages_among(["fr"]), ("fr",))
        self.assertEqual(languages_among([None, "sw"]), LATIN)
        self.assertEqual(languages_among(["es", "en"]), ("en", "es"))
