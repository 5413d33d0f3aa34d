"""Names of companies: by legal form, by trade, and by the words before them."""

import unittest
from cites.cug.nonnominal.companies import companies_in


class TestCompanies(unittest.TestCase):
    def found(self, text: str) -> list[str]:
        return sorted({text[span.start : span.end] for span in companies_in(text)})

    def test_by_trade(self):
        for text, name in (
            ("Seen at Silver Moon Properties today", "Silver Moon Properties"),
            ("Owned by Wazembe Furniture since May", "Wazembe Furniture"),
            ("Les peaux de Cuirs et Peaux du Golfe", "Cuirs et Peaux du Golfe"),
            ("Salió de Inmobiliaria Luna Nueva", "Inmobiliaria Luna Nueva"),
        ):
            self.assertIn(name, self.found(text), text)

    def test_a_trade_of_goods_needs_a_name(self):
        for text in (
            "Animal Products and Live Plants Services",
            "They sell Exotic Furs and Rare Skins",
        ):
            self.assertEqual(self.found(text), [], text)

    def test_behind_a_label(self):
        for text, name in (
            ("Trade name: Bush Delights\nTown: Oyem", "Bush Delights"),
            ("Exp. : Pêche Bleue\nNat. : poisson", "Pêche Bleue"),
            ("SHIPPER/EXPORTER: Namib Game Products", "Namib Game Products"),
            ("Razón social: Delicias del Monte", "Delicias del Monte"),
        ):
            self.assertIn(name, self.found(text), text)

    def test_a_trade_stays_in_its_line(self):
        self.assertEqual(self.found("Dr. Paulino Wazembe\nCargo: veterinario"), [])

    def test_public_bodies_and_means_of_payment_are_none(self):
        for text in (
            "La Agencia Tributaria y la agencia Nacional de Bosques",
            "Payé par Orange Money au guichet",
            "Consignee: to order\nNotify: same as consignee",
            "Destinataire : Institut Pasteur",
        ):
            self.assertEqual(self.found(text), [], text)
