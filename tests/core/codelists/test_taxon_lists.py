"""Names are looked up in the list that counts, and cost no statement when asked again."""

import transaction
import unittest
from cites.cug.codelist_editor.actions import correct_entry
from cites.cug.codelist_editor.taxon_lists.actions import counting_list, end_list
from cites.cug.core.codelists import taxa, taxon_lists
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import engine, session
from cites.cug.demo.testing import CUG_FUNCTIONAL
from cites.cug.membership.institutions.models import Institution
from cites.cug.membership.institutions.queries import (
    InstitutionFilter,
    list_institutions,
)
from datetime import datetime, UTC
from sqlalchemy import event
from tests.codelist_editor.taxon_lists.case import DATED, put_in
from tests.codelist_editor.taxon_lists.made_up import CHEETAH, ORCHID, PARROT
from tests.core.codelists.entries import entry as code_entry
from unittest.mock import Mock
from zope.component.hooks import site


class TaxonListsTest(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def setUp(self):
        self.portal = self.layer["portal"]
        entered = site(self.portal)
        entered.__enter__()
        self.addCleanup(entered.__exit__, None, None, None)

    def statements(self, work):
        found = []
        note = lambda *arguments: found.append(arguments[2])  # noqa: E731
        event.listen(engine(records_url()), "before_cursor_execute", note)
        try:
            work()
        finally:
            event.remove(engine(records_url()), "before_cursor_execute", note)
        return [one for one in found if "taxon" in one]

    def test_without_a_list_what_is_shipped_counts(self):
        self.assertIsNone(taxa.list_date())
        self.assertEqual("Acinonyx jubatus", taxa.species_name("Felis jubata"))
        self.assertEqual("Zqara ficta", taxa.species_name("Zqara ficta"))

    def test_who_has_asked_which_list_counts_asks_no_more(self):
        for is_there in (False, True):
            if is_there:
                put_in(self.portal, CHEETAH)
            transaction.begin()
            stamp = session().execute(taxon_lists.CURRENT).scalar()
            taxon_lists.know_current(stamp)
            self.assertIs(is_there, stamp is not None)
            taxon_lists.current_list()  # its facts are read once in a process
            self.assertEqual([], self.statements(taxon_lists.current_list))
            self.assertEqual(stamp or "", taxon_lists.current_stamp())
            transaction.begin()  # another transaction asks again
            self.assertEqual(1, len(self.statements(taxon_lists.current_list)))

    def test_any_name_leads_to_the_accepted_one(self):
        put_in(self.portal, CHEETAH, ORCHID, PARROT)
        self.assertEqual(DATED, taxa.list_date())
        for name in (
            "zqara  FICTA",
            "perroquet fictif",
            "Loro Ficticio",
            "fictive parrot",
        ):
            self.assertEqual("Zqpsittacus fictus", taxa.species_name(name))
        for name in ("cheetah", "guépard", "chita", "Felis jubata", "acinonyx jubatus"):
            self.assertEqual("Acinonyx jubatus", taxa.species_name(name))
        self.assertEqual("Acinonyx jubatus", taxa.species_name("Acinonyx venator"))

    def test_what_it_is_part_of(self):
        put_in(self.portal, CHEETAH, ORCHID)
        above = ["Acinonyx", "Felidae", "Carnivora", "Mammalia"]
        self.assertEqual(["Acinonyx jubatus", *above], taxa.taxa_of("chita"))
        # What we ship and the list lacks is where the list has its genus.
        hecki = "Acinonyx jubatus hecki"
        self.assertEqual([hecki, "Acinonyx jubatus", *above], taxa.taxa_of(hecki))
        self.assertEqual("Orchidaceae", taxa.taxon_name("orchidaceae"))
        self.assertTrue(taxa.is_known_taxon("Orchidaceae"))
        self.assertEqual(["Zqorchis"], taxa.genera_of("orchidales"))

    def test_a_name_of_several_taxa_is_left_as_it_is(self):
        other = {**PARROT, "FullName": "Zqpsittacus alter", "TaxonId": "5"}
        put_in(self.portal, PARROT, other)
        self.assertEqual("Fictive parrot", taxa.species_name("Fictive parrot"))
        proposed = [one.taxon.name for one in taxa.propose("fictive par", 10)]
        self.assertEqual({"Zqpsittacus alter", "Zqpsittacus fictus"}, {*proposed})

    def test_a_synonym_of_the_list_counts_before_what_is_shipped(self):
        serval = {**PARROT, "SynonymsWithAuthors": "Leptailurus serval (Schreber, 1776)"}
        put_in(self.portal, serval)
        for name in ("Leptailurus serval", "Serval"):
            self.assertEqual("Zqpsittacus fictus", taxa.species_name(name))
        lion = "Panthera leo | Zqlion | Zqlion fr | Zqlion es"
        put_in(self.portal, {**PARROT, "EnglishNames": "Zqlion"})
        self.assertEqual("Zqpsittacus fictus", taxa.species_name("zqlion"))
        one, who = code_entry(*lion.split(" | ")), {"acting_user": "secretariat"}
        correct_entry(self.portal.cheetahs, "species", one, **who)
        transaction.commit()
        self.assertEqual("Panthera leo", taxa.species_name("zqlion"))
        self.assertEqual("Zqlion fr", taxa.common_name("Panthera leo", "fr"))

    def test_the_appendix_is_that_of_the_list(self):
        put_in(self.portal, {**CHEETAH, "CurrentListing": "II"})
        self.assertEqual("II", taxa.find_any("guepard").appendix)
        self.assertEqual("I", taxa.find_any("Panthera tigris").appendix)
        written = taxa.find_written("ACINONYX JUBATUS (Schreber, 1775)")
        self.assertEqual("Acinonyx jubatus", written.name)
        self.assertIsNone(taxa.find_written("Cheetah"))

    def test_what_was_asked_for_costs_one_statement_in_a_transaction(self):
        put_in(self.portal, CHEETAH, ORCHID, PARROT)
        ask = lambda: [taxa.taxa_of(name) for name in ("chita", "Zqara ficta") * 20]  # noqa: E731
        ask()
        transaction.begin()
        self.assertEqual(1, len(self.statements(ask)))
        transaction.begin()
        names = ["cheetah", "fictive orchid", "orchidée fictive", "zqpsittacus"]
        put_in(self.portal, CHEETAH, ORCHID, PARROT)
        warm = self.statements(lambda: taxa.warm_up(names))
        self.assertEqual(4, len(warm))  # which list, what it is, names and taxa
        self.assertEqual([], self.statements(lambda: [*map(taxa.species_name, names)]))

    def test_the_species_of_a_directory_are_looked_up_together(self):
        put_in(self.portal, CHEETAH, ORCHID, PARROT)
        species = ("Acinonyx jubatus", "Zqorchis ficta", "Zqpsittacus fictus")
        now = datetime.now(UTC)
        texts = dict.fromkeys(("kind", "country", "name", "contact", "services"), "x")
        for number, name in enumerate(species):
            entry = {"id": f"zq{number}", "group_uid": "zq", "species": [name]}
            times = {"created": now, "changed": now}
            session().add(Institution(**texts, **entry, **times, languages=[]))
        session().flush()
        taxa.taxa_above("cheetah")
        wanted, group = InstitutionFilter(species=("cheetah",)), Mock()
        group.UID.return_value = "zq"
        found = []
        asked = self.statements(
            lambda: found.extend(list_institutions(group, wanted, "en"))
        )
        self.assertEqual(["zq0"], [one.id for one in found])
        self.assertEqual(2, len(asked), asked)  # names and taxa

    def test_little_is_remembered(self):
        kept = taxon_lists._Remembered(3)
        for number in range(10):
            kept.get_all("stamp", [str(number)], lambda new: {one: one for one in new})
        self.assertEqual(3, len(kept.found))
        self.assertEqual({"9": "9"}, kept.get_all("stamp", ["9"], dict.fromkeys))
        self.assertEqual({"9": None}, kept.get_all("other", ["9"], dict.fromkeys))

    def test_another_list_counts_at_once_and_none_leaves_what_is_shipped(self):
        put_in(self.portal, PARROT)
        self.assertEqual("Zqpsittacus fictus", taxa.species_name("Zqara ficta"))
        put_in(self.portal, {**PARROT, "SynonymsWithAuthors": ""})
        self.assertEqual("Zqara ficta", taxa.species_name("Zqara ficta"))
        end_list(self.portal.cheetahs, counting_list().id, acting_user="secretariat")
        transaction.commit()
        self.assertEqual("Fictive parrot", taxa.species_name("Fictive parrot"))
        self.assertEqual("Acinonyx jubatus", taxa.species_name("chita"))

    def test_proposals(self):
        put_in(self.portal, CHEETAH, ORCHID, PARROT)
        for typed, name in (
            *(("guép", "Acinonyx jubatus"), ("jubata", "Acinonyx jubatus")),
            *(("fictif", "Zqpsittacus fictus"), ("zqara", "Zqpsittacus fictus")),
        ):
            with self.subTest(typed):
                found = taxa.propose(typed, 10)
                self.assertEqual(name, found[0].taxon.name)
        self.assertEqual([], taxa.propose(" ", 10))
        self.assertEqual(1, len(taxa.propose("z", 1)))
