"""Names of companies without a form or a trade, by the dealings with them."""

import unittest
from cites.nonnominal.dealings import dealings_in


class TestDealings(unittest.TestCase):
    def found(self, text: str) -> list[str]:
        return sorted({text[span.start : span.end] for span in dealings_in(text)})

    def test_behind_what_somebody_does(self):
        for text, name in (
            ("booked thru Amani Skyfreight in cash", "Amani Skyfreight"),
            ("stored at Mombasa Cold Chain since May", "Mombasa Cold Chain"),
            ("t'as vérifié chez Le Perroquet Bleu ?", "Le Perroquet Bleu"),
            ("L'agrément de Papillons de Thorigny", "Papillons de Thorigny"),
            ("prueben con Halcones del Wadi hoy", "Halcones del Wadi"),
            ("c'est Aquaflore 44 qui commande", "Aquaflore 44"),
        ):
            self.assertIn(name, self.found(text), text)

    def test_before_what_companies_do(self):
        text = "According to it, Coastline Tropicals consigned six boxes"
        self.assertEqual(["Coastline Tropicals"], self.found(text))
        self.assertEqual(["Tamarind House"], self.found("Tamarind House says so"))

    def test_two_names_with_a_sign(self):
        self.assertEqual(["Halloran & Pike"], self.found("cleared by Halloran & Pike"))

    def test_what_is_no_company(self):
        for text in (
            "stored at Terminal Two since Good Friday",
            "bought from Grace Wanjiku in Lake Town",
            "chez Mme Aminata Koné à Port Gentil",
            "Team Leader says the lorry left",
            "Black & Decker, Quoy & Gaimard 1824, Bill & Melinda",
            "the group Nature Lovers sells cubs",
            "c'est Miles Corbin qui a payé",
            "EXERCISE – Figurines sold as mammoth: laboratory?",
        ):
            self.assertEqual([], self.found(text), text)
