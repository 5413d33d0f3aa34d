"""What has the form of a name and is of something else, in whole texts."""

import unittest
from cites.nonnominal.check import check


NAMES = ("person", "company")


class TestThings(unittest.TestCase):
    def found(self, text: str) -> list[tuple[str, str]]:
        return [(str(f.kind), f.text) for f in check(text) if f.kind in NAMES]

    def assert_nobody(self, *texts: str) -> None:
        for text in texts:
            self.assertEqual([], self.found(text), text)

    def test_ordinary_words_in_title_case(self):
        self.assert_nobody(
            "they moved the Mail Server to the room",
            "Draft Agenda and Summary Record of March",
            "Black Market Prices Rose Wood And Sandal Wood",
            "Seized Goods Storage Room Key Register",
            "Note de Service Congés de Printemps",
        )
        self.assertEqual(
            [("person", "Reto Zgraggen")], self.found("files of Reto Zgraggen")
        )

    def test_a_name_in_a_line_with_other_capitals(self):
        text = "Consignee: Amadou Ndiaye\nGoods: Live Parrots, Dry Reeds, Wet Moss"
        self.assertEqual([("person", "Amadou Ndiaye")], self.found(text))

    def test_ordinary_words_alone(self):
        self.assert_nobody("they have the Valves with them", "se guarda Opio aquí")
        self.assertEqual([("person", "Tan")], self.found("spoke to the driver Tan today"))

    def test_behind_labels_and_headings_of_things(self):
        self.assert_nobody(
            "Species: Harris Hawk",
            "Couleur : Rose Martin",
            "Especie\tAnillo\nIbis Escarlata\tBlanca Luz",
        )
        table = "Species\tOwner\nHarris Hawk\tAmadou Ndiaye"
        self.assertEqual([("person", "Amadou Ndiaye")], self.found(table))

    def test_a_part_of_a_longer_thing(self):
        self.assert_nobody(
            "the Slow Loris and the Scarlet Ibis were fed",
            "Lion Park sticker on the bumper",
            "visto en el Bioparque Zukumba",
            "14:05 Kofi truck in",
        )

    def test_who_is_called_so_by_all(self):
        for text, name in (
            ("known to informants as Uncle Fitz", "Uncle Fitz"),
            ("que tous appellent Tonton Gaby", "Tonton Gaby"),
            ("a third man, known only as Professor, waited", "Professor"),
        ):
            self.assertEqual([("person", name)], self.found(text), text)
        self.assertEqual([("person", "Fitz")], self.found("spoke to uncle Fitz"))

    def test_an_alias_in_a_table(self):
        found = self.found("Suspect\tAlias\nJoao Baptista\tCobra")
        self.assertEqual([("person", "Joao Baptista"), ("person", "Cobra")], found)

    def test_persons_with_names_of_things(self):
        for text, name in (
            ("call Kelvin tomorrow", "Kelvin"),
            ("Mr Price paid the driver", "Price"),
            ("Maurice Lacroix a payé le chauffeur", "Maurice Lacroix"),
            ("John Doe paid the driver", "John Doe"),
            ("the ivory of Marie", "Marie"),
            ("Tatu alilipa", "Tatu"),
            ("Mr Rose Crane was there", "Rose Crane"),
            ("we met Victoria Swan near the port", "Victoria Swan"),
            ("Marlin Joseph paid", "Marlin Joseph"),
            ("the parcels of Rose Brown were seized", "Rose Brown"),
            ("Peter Fox, Paul Wolf", "Peter Fox"),
        ):
            self.assertEqual([("person", name)], self.found(text)[:1], text)

    def test_persons_behind_labels_of_things(self):
        for text, name in (
            ("Origin: Amadou Ndiaye, two boxes", "Amadou Ndiaye"),
            ("Observaciones: Juan Pérez retiró las cajas", "Juan Pérez"),
            ("Remarks: Kelvin took the boxes", "Kelvin"),
        ):
            self.assertEqual([("person", name)], self.found(text), text)
