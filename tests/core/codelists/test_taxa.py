"""Names of species: any that the list has leads to the accepted one."""

import unittest
from cites.cug.core.codelists.taxa import species_name, taxa_of, taxon_name


CHEETAH = "Acinonyx jubatus"


class NamesTest(unittest.TestCase):
    def test_every_name_of_a_species_is_understood(self):
        for name in (
            *("cheetah", "CHEETAH", "guépard", "guepard", "Guepardo", "chita"),
            *("Felis jubata", "acinonyx  jubatus", CHEETAH),
        ):
            with self.subTest(name):
                self.assertEqual(species_name(name), CHEETAH)
        self.assertEqual(species_name("elephant d'afrique"), "Loxodonta africana")

    def test_another_name_stays_as_it_is(self):
        self.assertEqual(species_name(" Felis  ficta "), "Felis ficta")

    def test_what_a_species_is_part_of(self):
        above = ["Acinonyx", "Felidae", "Carnivora"]
        self.assertEqual(taxa_of("cheetah"), [CHEETAH, *above])
        subspecies = f"{CHEETAH} hecki"
        self.assertEqual(taxa_of(subspecies), [subspecies, CHEETAH, *above])
        self.assertEqual(
            taxa_of("Panthera onca"),
            ["Panthera onca", "Panthera", "Felidae", "Carnivora"],
            ["Panthera onca", "Panthera", "Felidae", "Carnivora"],
        )
        for unknown in ("spotted cat", "Felis ficta", ""):
            self.assertEqual(taxa_of(unknown), [])

    def test_a_taxon_may_be_asked_for_in_any_spelling(self):
        for asked, name in (
            *(("felidae", "Felidae"), ("FELIDAE", "Felidae"), ("guepard", CHEETAH)),
            *(("panthera", "Panthera"), ("panthera onca", "Panthera onca")),
        ):
            with self.subTest(asked):
                self.assertEqual(taxon_name(asked), name)
