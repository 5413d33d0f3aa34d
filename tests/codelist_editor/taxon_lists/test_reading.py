"""Lists of taxa are read whole, or refused with line and column of each mistake."""

import json
import unittest
from cites.cug.codelist_editor.taxon_lists.lines import MOST_NOTE
from cites.cug.codelist_editor.taxon_lists.reading import read_list
from datetime import date, timedelta
from io import BytesIO
from tests.codelist_editor.taxon_lists.made_up import (
    CHEETAH,
    HEADINGS,
    large_list,
    ORCHID,
    PARROT,
    table,
)


class ReadingCase(unittest.TestCase):
    def read(self, content):
        told, taxa = read_list(BytesIO(content))
        self.assertEqual([], told["faults"])
        return {one["name"]: one for one in map(json.loads, taxa.splitlines())}

    def faults(self, content):
        """Text, line and heading of each mistake; nothing else is answered."""
        told, taxa = read_list(BytesIO(content))
        self.assertEqual(b"", taxa)
        return [(message[2], row, column) for (message, row, column) in told["faults"]]

    def fault(self, content):
        (found,) = self.faults(content)
        return found


class SpeciesPlusTest(ReadingCase):
    def test_a_species_with_its_names(self):
        cheetah = self.read(table(CHEETAH))["Acinonyx jubatus"]
        self.assertEqual(("species", "I"), (cheetah["rank"], cheetah["appendix"]))
        self.assertEqual(["Acinonyx venator", "Felis jubata"], cheetah["synonyms"])
        self.assertEqual(
            ["Cheetah", "Guépard", "Chita"], [cheetah[x] for x in ("en", "fr", "es")]
        )
        self.assertIn("Guepardo", cheetah["common"])
        above = (cheetah["genus_name"], cheetah["family_name"], cheetah["order_name"])
        self.assertEqual(("Acinonyx", "Felidae", "Carnivora"), above)

    def test_what_it_is_part_of_is_there_without_a_line_of_its_own(self):
        found = self.read(table(CHEETAH))
        family = found["Felidae"]
        self.assertEqual(("family", True), (family["rank"], family["implied"]))
        self.assertEqual(("Carnivora", ""), (family["order_name"], family["family_name"]))
        self.assertFalse(found["Acinonyx jubatus"]["implied"])

    def test_a_subspecies_is_below_its_species(self):
        hecki = {**CHEETAH, "TaxonId": "7", "FullName": "Acinonyx jubatus hecki"}
        found = self.read(table(CHEETAH, {**hecki, "RankName": "SUBSPECIES"}))
        self.assertEqual(
            "Acinonyx jubatus", found["Acinonyx jubatus hecki"]["species_name"]
        )

    def test_listings_in_lines_of_their_own(self):
        headings = (*HEADINGS[:-1], "Appendix", "ChangeType", "EffectiveAt", "IsCurrent")
        listings = (
            ("I", "ADDITION", "01/07/1975", "t"),
            ("II", "ADDITION", "02/07/1990", "t"),
        )
        listings += (
            ("III", "ADDITION", "01/01/1970", "f"),
            ("III", "RESERVATION", "", "t"),
        )
        rows = [
            {**PARROT, "CurrentListing": "", **dict(zip(headings[-4:], one, strict=True))}
            for one in listings
        ]
        kept = [one for one in headings if one != "CurrentListing"]
        parrot = self.read(table(*rows[:3], headings=kept))["Zqpsittacus fictus"]
        self.assertEqual(("I/II", "1990-07-02"), (parrot["appendix"], parrot["listed"]))

    def test_notes_of_many_listings_are_cut_off(self):
        days = [date(2000, 1, 1) + timedelta(one) for one in range(30)]
        rows = [
            {
                **ORCHID,
                "EffectiveAt": f"{day}",
                "FullAnnotationEnglish": f"{day} {'x' * 500}",
            }
            for day in days
        ]
        found = self.read(table(*rows))["Zqorchis ficta"]
        self.assertEqual(MOST_NOTE, len(found["annotation"]))
        self.assertIn("2000-01-01", found["annotation"])
        self.assertEqual("2000-01-30", found["listed"])

    def test_synonyms_in_lines_of_their_own(self):
        headings = (*HEADINGS, "Name Status", "Accepted Names")
        synonym = {"FullName": "Cynailurus jubatus", "RankName": "species"}
        synonym |= {"Name Status": "S", "Accepted Names": "Acinonyx jubatus"}
        found = self.read(table(synonym, CHEETAH, headings=headings))
        self.assertIn("Cynailurus jubatus", found["Acinonyx jubatus"]["synonyms"])
        self.assertNotIn("Cynailurus jubatus", found)

    def test_headings_in_another_spelling_and_semicolons(self):
        text = "full name;Rank;appendix\r\nZqorchis ficta;Species;II\r\n"
        for encoding in ("utf-8-sig", "utf-16"):
            found = self.read(text.encode(encoding))
            self.assertEqual("II", found["Zqorchis ficta"]["appendix"])

    def test_the_same_name_for_an_animal_and_a_plant(self):
        plant = {**CHEETAH, "Kingdom": "Plantae", "TaxonId": "5", "CurrentListing": "II"}
        found = self.read(table(CHEETAH, plant))
        self.assertEqual("II", found["Acinonyx jubatus (Plantae)"]["appendix"])

    def test_the_api_answers_the_same(self):
        one = {
            "id": 8935,
            "full_name": "Acinonyx jubatus",
            "author_year": "(Schreber, 1775)",
            "rank": "SPECIES",
            "name_status": "A",
            "cites_listing": "I",
            "higher_taxa": {
                "kingdom": "Animalia",
                "class": "Mammalia",
                "order": "Carnivora",
            }
            | {"family": "Felidae"},
            "synonyms": [{"full_name": "Felis jubata"}],
            "common_names": [{"name": "Guépard", "language": "FR"}],
            "cites_listings": [
                {"appendix": "I", "effective_at": "1975-07-01", "is_current": True}
            ],
        }
        lines = (
            json.dumps(one),
            json.dumps({"taxon_concepts": [{**one, "full_name": "Z q"}]}),
        )
        found = self.read("\n".join(lines).encode())
        cheetah = found["Acinonyx jubatus"]
        self.assertEqual(("I", "1975-07-01"), (cheetah["appendix"], cheetah["listed"]))
        self.assertEqual(("Guépard", "Felidae"), (cheetah["fr"], cheetah["family_name"]))
        self.assertIn("Z q", found)


class FaultsTest(ReadingCase):
    def test_another_encoding(self):
        content = table(CHEETAH).decode().encode("latin-1")
        text, row, _column = self.fault(content)
        self.assertIn("not in UTF-8", text)
        self.assertEqual(2, row)

    def test_columns_that_are_missing(self):
        text, row, column = self.fault(b"FullName,Family\nAcinonyx jubatus,Felidae\n")
        self.assertEqual(("RankName, CurrentListing", 1), (column, row))
        self.assertIn("columns are missing", text)

    def test_each_mistake_has_its_line_and_heading(self):
        rows = (
            {**ORCHID, "RankName": "tribe"},
            {**ORCHID, "CurrentListing": "IV"},
            {**ORCHID, "FullName": ""},
            {**ORCHID, "FullName": "=1+1"},
            {**ORCHID, "AuthorYear": "x" * 201},
            {**ORCHID, "EnglishNames": "bad\x07bell"},
        )
        columns = ("RankName", "CurrentListing", "FullName", "FullName", "AuthorYear")
        wanted = [*enumerate((*columns, "EnglishNames"), start=2)]
        found = [(row, column) for _text, row, column in self.faults(table(*rows))]
        self.assertEqual(wanted, found)

    def test_a_line_that_is_there_twice(self):
        text, row, column = self.fault(table(CHEETAH, ORCHID, CHEETAH))
        self.assertEqual((4, "FullName"), (row, column))
        self.assertIn("already", text)

    def test_a_synonym_leads_to_something(self):
        headings = (*HEADINGS, "Name Status", "Accepted Names")
        synonym = {"FullName": "Felis ficta", "RankName": "species", "Name Status": "S"}
        for accepted, said in (
            ("", "has no accepted name"),
            ("Zq zq", "not in the file"),
        ):
            rows = (CHEETAH, {**synonym, "Accepted Names": accepted})
            text, row, column = self.fault(table(*rows, headings=headings))
            self.assertIn(said, text)
            self.assertEqual((3, "Accepted Names"), (row, column))

    def test_parents_go_up(self):
        headings = (*HEADINGS, "Parent")
        family = {"FullName": "Zqidae", "RankName": "family", "Parent": "Zqgenus"}
        genus = {"FullName": "Zqgenus", "RankName": "genus", "Parent": "Zqidae"}
        found = self.faults(table(family, genus, headings=headings))
        self.assertEqual([(2, "Parent"), (3, "Parent")], [one[1:] for one in found])
        self.assertIn("its own parents", found[0][0])
        text, *place = self.fault(table(genus, headings=headings))
        self.assertIn("not in the file", text)
        self.assertEqual([2, "Parent"], place)
        right = {**family, "Parent": ""}
        self.assertEqual(
            "Zqidae",
            self.read(table(right, genus, headings=headings))["Zqgenus"]["family_name"],
        )

    def test_no_taxon_has_more_parents_than_there_are_ranks(self):
        headings = (*HEADINGS, "Parent")
        chain = [
            {"FullName": f"Zqgenus{n}", "RankName": "genus", "Parent": f"Zqgenus{n + 1}"}
            for n in range(40)
        ]
        rows = (*chain, {"FullName": "Zqgenus40", "RankName": "genus"})
        found = self.faults(table(*rows, headings=headings))
        self.assertEqual([(n, "Parent") for n in range(2, 12)], [x[1:] for x in found])
        self.assertIn("too many parents", found[0][0])

    def test_no_table_no_json_and_nothing_at_all(self):
        for content in (
            b'FullName,RankName,Appendix\n"a',
            b"{no",
            b"FullName,Rank,Appendix\n",
        ):
            self.assertEqual(1, len(self.faults(content)))

    def test_not_more_than_so_many_mistakes_are_told(self):
        wrong = ({**one, "RankName": "tribe"} for one in large_list(80))
        self.assertEqual(50, len(self.faults(table(*wrong))))
