"""The language of a text, by its script, its small words and the lists."""

import unittest
from cites.cug.nonnominal.names.languages import (
    foreign_words,
    is_checked_for_names,
    language_of,
    names_and_words,
)


class TestLanguages(unittest.TestCase):
    def test_language(self):
        for text, language in (
            ("the truck was at the port", "en"),
            ("le camion est dans le port", "fr"),
            ("el camión está en el puerto", "es"),
            ("o camião foi para o porto", "pt"),
            ("gari lipo bandarini na dereva", "sw"),
            ("usimwamini amewaambia wengine", "sw"),
            ("груз ушёл вчера", "ru"),
            ("وصل القارب أمس", "ar"),
            ("货物昨天离港", "zh"),
            ("Nhampossa", ""),
        ):
            self.assertEqual(language_of(text), language, text)

    def test_scripts_without_names(self):
        self.assertTrue(is_checked_for_names("Лодка уходит в пятницу"))
        self.assertFalse(is_checked_for_names("გამარჯობა, ნავი პარასკევს მიდის"))

    def test_words_that_are_names_elsewhere(self):
        self.assertIn("namba", foreign_words("sw"))
        self.assertEqual(foreign_words("fr"), frozenset())
        self.assertEqual(names_and_words("sw"), "gs")
