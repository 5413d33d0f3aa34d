"""Names that the words right around them tell, and what these do not make a name."""

import unittest
from tests.nonnominal.finding import found


class TestPointing(unittest.TestCase):
    def test_somebody_is_meant(self):
        for text, name in (
            ("les peaux pour un nommé Badou.", "Badou"),
            ("Selon lui, c’est Zénabou qui pesait tout", "Zénabou"),
            ("9:40 Cárdenas sale del depósito", "Cárdenas"),
            ("9h40 Kablan sort du dépôt avec eux", "Kablan"),
            ("Ama and me did the count", "Ama"),
            ("il posait des pièges pour la famille Mboumba", "Mboumba"),
            ("À rappeler : Delroy (port), le labo", "Delroy"),
            ("hay dos nombres, Mamani y De la Vega, nada más", "De la Vega"),
        ):
            self.assertIn(name, found(text, "person"), text)

    def test_nobody_is_meant(self):
        for text in (
            "This is where I'm living and what I've seen",
            "kept in Hall B until the gate opens",
            "el de Aduanas de Bolívar quiere el sello",
            "Gillett, une ville au nord, et Constance est une ville",
            "le col du Perthus est fermé",
            "Lundi Saint, le convoi part",
            "vu devant le Leclerc de Tarnos",
            "National Police of XA (exercise)",
            "Mont Bélo et Lake Albert sont sur la carte",
        ):
            self.assertEqual([], found(text, "person"), text)
