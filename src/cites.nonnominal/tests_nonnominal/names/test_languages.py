"""The language of a text, by its script, its small words and the lists."""

import unittest
from cites.nonnominal.names.languages import (
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
        for text in (
            "Der Wagen wurde an der Grenze nicht kontrolliert, und die Kisten sind weg",
            "Mobil itu tidak diperiksa dan barang dari kapal telah hilang",
            "Hàng của người bán đã được giao trong đêm và không có giấy tờ",
        ):
            self.assertFalse(is_checked_for_names(text), text)
        for text in (
            "the crates were put on the boat by a man in a coat",
            "le camion est parti avec les cages et on ne sait pas pourquoi",
            "la carga salió en la noche y no hay papeles de nada",
            "o camião saiu com as gaiolas e não há papéis de nada",
            "gari liliondoka na mizigo ya wavuvi kwa siri",
        ):
            self.assertTrue(is_checked_for_names(text), text)

    def test_words_that_are_names_elsewhere(self):
        self.assertIn("namba", foreign_words("sw"))
        self.assertEqual(foreign_words("fr"), frozenset())
        self.assertEqual(names_and_words("sw"), "gs")
