"""Names of companies: by legal form, by trade, and by the words before them."""

import unittest
from cites.nonnominal.companies import companies_in
from tests_nonnominal.finding import found


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

    def test_a_trade_alone_is_no_company(self):
        for text in ("the broker Timber", "the importer Trading", "the broker Logistics"):
            self.assertEqual([], found(text, "company"), text)

    def test_a_party_may_be_a_person(self):
        text = "CONSIGNEE BIRGIT HOLZMANN\nKUTH ROOT 80 KG"
        self.assertEqual([], found(text, "company"))
        self.assertEqual(["BIRGIT HOLZMANN"], found(text, "person"))

    def test_what_came_from_it(self):
        text = "a parcel from Altai Deer Velvet has been detained"
        self.assertEqual(["Altai Deer Velvet"], found(text, "company"))

    def test_behind_a_label(self):
        for text, name in (
            ("Trade name: Bush Delights\nTown: Oyem", "Bush Delights"),
            ("Exp. : Pêche Bleue\nNat. : poisson", "Pêche Bleue"),
            ("SHIPPER/EXPORTER: Namib Game Products", "Namib Game Products"),
            ("Razón social: Delicias del Monte", "Delicias del Monte"),
        ):
            self.assertIn(name, self.found(text), text)

    def test_trades_and_families(self):
        for text, name in (
            ("Sold on by Wazembe Auctions in May", "Wazembe Auctions"),
            ("Pris chez Wazembe et Filles hier", "Wazembe et Filles"),
            ("Lo tiene Wazembe e Hijas", "Wazembe e Hijas"),
            ("It is at Falcon Air Handling", "Falcon Air Handling"),
            ("as Blue Timbers & General Supplies", "Blue Timbers & General Supplies"),
            ("through Golden Heron Herbs", "Golden Heron Herbs"),
        ):
            self.assertIn(name, self.found(text), text)

    def test_behind_what_is_dealt(self):
        for text, name in (
            ("C/O Bright Oak Rooms, UNIT 7", "Bright Oak Rooms"),
            ("A/C Coral Gate Rooms 14 CTNS", "Coral Gate Rooms"),
            ("Aux bons soins de La Grande Ourse", "Grande Ourse"),
            ("Un chèque à l'ordre d'Ailes Bleues", "Ailes Bleues"),
            ("La factura a Luna Nueva sigue", "Luna Nueva"),
            ("Mandataire : Porte Bleue Douane", "Porte Bleue Douane"),
            ("Agent: Sierra Blue Rooms Cont: fish", "Sierra Blue Rooms"),
        ):
            self.assertIn(name, self.found(text), text)
        self.assertEqual(self.found("Agente: Jefe de Puesto"), [])

    def test_with_its_place(self):
        text = "Baltic Amber (Gdansk) sent four boxes"
        self.assertEqual(self.found(text), ["Baltic Amber (Gdansk)"])
        for text in (
            "Grey Monkeys (Ghana) sent by air",
            "Baltic Amber (Gdansk) and others",
            "Kwame Asante (Accra) sent four boxes",
        ):
            self.assertEqual(self.found(text), [], text)

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


class TestCompaniesInTexts(unittest.TestCase):
    def test_where_they_are_told(self):
        for text, name in (
            ("the Wandering Peacock on Mill Lane has macaws", "the Wandering Peacock"),
            ("Au Paon Vagabond rue du Moulin a des aras", "Au Paon Vagabond"),
            ("El Pavo Andariego en la calle Molino", "El Pavo Andariego"),
            ("Owner of vehicle: Twin Baobab Lodge", "Twin Baobab Lodge"),
            ("un empleado de Frigorífico La Palma", "Frigorífico La Palma"),
            ("S: PT BORNEO ORCHID NURSERY\nC: AS ABOVE", "PT BORNEO ORCHID NURSERY"),
            ("Invoice Mnarani Curios July.pdf", "Mnarani Curios"),
            ("la Peleteria Sabana debe dos", "Peleteria Sabana"),
            ("La encargada de El Arca Tropical calló", "El Arca Tropical"),
        ):
            self.assertEqual([name], found(text, "company"), text)

    def test_what_is_none(self):
        for text in (
            "Regarde boîte Quatre, puis Comptoir Delta",
            "C: live rock coral\nD: Tortue Luth",
            "Según El Comercio y La República",
            "ask Human Resources",
            "An inspection of old trophies ended with two items",
            "tres cajas de madera vieja y dos paquetes de ropa usada",
        ):
            self.assertEqual([], found(text, "company"), text)
